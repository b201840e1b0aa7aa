import { pointsText } from "../../exercises/checker/cards";
import { findExercise } from "../../exercises/course";
import { CHECK_OF_NAME, exerciseOf } from "../notebooks/exercise-cells";
import {
  joinLines,
  type Notebook,
  type NotebookCell,
} from "../notebooks/format";

/**
 * Turns a chapter into an nbgrader assignment: each exercise is followed by a
 * locked cell that grades the answer and carries its points.
 *
 * @param notebook a chapter, or a hand-in that may lack some of these cells;
 *   not changed
 * @returns a copy with all of them
 * @throws if an exercise's cell does not say which name holds the answer
 */
export function asAssignment(notebook: Notebook): Notebook {
  const present = new Set(
    notebook.cells.map(({ metadata }) => gradeId(metadata)),
  );
  const cells = notebook.cells.flatMap((cell) => {
    const id = exerciseOf(cell);
    if (id === undefined || present.has(gradeName(id))) return [cell];
    present.add(gradeName(id));
    return [cell, gradingCell(id, cell)];
  });
  return { ...notebook, cells };
}

/** nbgrader's name for the cell that grades an exercise. */
function gradeName(id: string): string {
  return `grade-${id.replace(".", "-")}`;
}

function gradeId(metadata: NotebookCell["metadata"]): unknown {
  return (metadata.nbgrader as { grade_id?: unknown } | undefined)?.grade_id;
}

function gradingCell(id: string, cell: NotebookCell): NotebookCell {
  const answer = CHECK_OF_NAME.exec(joinLines(cell.source))?.[1];
  if (answer === undefined)
    throw new Error(
      `The cell of exercise ${id} must check an answer that has a name, as in ` +
        `check("${id}", myAnswer).`,
    );
  const name = gradeName(id);
  const { points } = findExercise(id);
  const nbgrader = {
    schema_version: 3,
    grade_id: name,
    grade: true,
    points,
    locked: true,
    solution: false,
    task: false,
  };
  return {
    cell_type: "code",
    id: name,
    // the tag lets "Run All Cells" go on while the exercise is open
    metadata: { nbgrader, tags: ["raises-exception"] },
    source:
      `// For your teacher: ${pointsText(points)} for the answer above. ` +
      `Leave this cell as it is.\n` +
      `import { grade } from "tinyllm";\n\ngrade("${id}", ${answer});`,
    outputs: [],
    execution_count: null,
  };
}
