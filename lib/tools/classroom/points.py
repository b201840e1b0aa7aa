"""Writes the points of a chapter into nbgrader's gradebook.

    python -m points FILE

The file has, as JSON, the most points of each graded cell, and for each learner
the points of each cell, what being late costs, and extra points; or null for a
hand-in that was not graded. Points that a teacher wrote in formgrader stay.
"""

import json
import sys

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader

with open(sys.argv[1], encoding="utf-8") as file:
    given = json.load(file)
chapter = given["chapter"]
app = NbGrader()
app.initialize([])  # reads the settings of the class
with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
    for cell in gradebook.find_notebook(chapter, chapter).grade_cells:
        cell.max_score = given["most"].get(cell.name, cell.max_score)
    for learner, points in given["learners"].items():
        try:
            notebook = gradebook.find_submission_notebook(chapter, chapter, learner)
        except MissingEntry:
            continue
        for grade in notebook.grades:
            grade.auto_score = points and points["cells"].get(grade.name, 0)
        notebook.late_submission_penalty = points["late"] if points else 0
        if points and points["extra"]:
            notebook.grades[0].extra_credit = points["extra"]
    gradebook.db.commit()
