"""Takes the points of hand-ins that were not graded out of nbgrader's gradebook.

    python -m ungrade CHAPTER LEARNER ...

Points and comments that a teacher wrote stay.
"""

import sys

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.apps import NbGrader

chapter, *learners = sys.argv[1:]
app = NbGrader()
app.initialize([])  # reads the settings of the class
with Gradebook(app.coursedir.db_url, app.coursedir.course_id) as gradebook:
    for learner in learners:
        try:
            submission = gradebook.find_submission(chapter, learner)
        except MissingEntry:
            continue
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score = None
    gradebook.db.commit()
