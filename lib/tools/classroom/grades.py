"""Exports the grades of all hand-ins, for `nbgrader export`.

nbgrader's own table has 0 points for a hand-in that it could not grade, or that
does not exist. Here, only a graded hand-in has points.
"""

import csv
import os
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

COLUMNS = [
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "status",
]


def status_of(assignment, student):
    """Grading keeps `autograded/` only for a hand-in that it has graded."""
    if Path("autograded", student, assignment, f"{assignment}.ipynb").is_file():
        return "graded"
    folder = Path("submitted", student)
    is_there = any(
        os.path.lexists(folder / name)
        for name in (assignment, f"{assignment}.ipynb")
    )
    return "not graded" if is_there else "not handed in"


def points(gradebook, assignment, student):
    """The cells of a row that only a graded hand-in has."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return {}
    penalty = submission.late_submission_penalty or 0.0
    return {
        "timestamp": submission.timestamp,
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
    }


class Grades(ExportPlugin):
    def export(self, gradebook):
        known = {student.id: student for student in gradebook.students}
        submitted = Path("submitted")
        names = set(os.listdir(submitted)) if submitted.is_dir() else set()
        unfinished = f"{self.to}.part"
        # A folder's name may not be UTF-8, so `errors` must not be "strict".
        with open(
            unfinished, "w", newline="", encoding="utf-8", errors="replace"
        ) as file:
            table = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            table.writeheader()
            for assignment in gradebook.assignments:
                for name in sorted(known.keys() | names):
                    status = status_of(assignment.name, name)
                    if name not in known and status == "not handed in":
                        continue
                    row = {
                        "assignment": assignment.name,
                        "duedate": assignment.duedate,
                        "student_id": name,
                        "max_score": assignment.max_score,
                        "status": status,
                    }
                    for field in ("last_name", "first_name", "email"):
                        row[field] = getattr(known.get(name), field, None)
                    if status == "graded":
                        row |= points(gradebook, assignment.name, name)
                    table.writerow(row)
        os.replace(unfinished, self.to)
