import { pointsText } from "../../exercises/checker/cards";
import { findExercise } from "../../exercises/course";
import { CHECK_OF_NAME, exerciseOf } from "../notebooks/exercise-cells";
import {
  joinLines,
  type Notebook,
  type NotebookCell,
} from "../notebooks/format";
import type { GivenCell } from "./hand-in";

/**
 * Turns a chapter into an nbgrader assignment: each exercise is followed by a
 * locked cell that grades the answer and carries its points.
 *
 * @param chapter not changed
 * @returns a copy with these cells
 * @throws if an exercise's cell does not say which name holds the answer
 */
export function asAssignment(chapter: Notebook): Notebook {
  const cells = chapter.cells.flatMap((cell) => {
    const id = exerciseOf(cell);
    return id === undefined ? [cell] : [cell, gradingCell(id, cell)];
  });
  return { ...chapter, cells };
}

/** A hand-in that nbgrader can grade. */
export interface Gradable {
  notebook: Notebook;
  /** what was different from the assignment, in words */
  notes: string[];
}

/**
 * Builds the notebook to grade: the learner's text, and the assignment's own
 * graded cells. A graded cell of which the hand-in has no copy follows its
 * exercise; of several copies, the last one counts.
 *
 * @param given the cells of the hand-in
 * @param assignment the notebook that was released
 */
export function asGradable(
  given: readonly GivenCell[],
  assignment: Notebook,
): Gradable {
  const graded = new Map<unknown, NotebookCell>();
  for (const cell of assignment.cells) {
    const id = nbgraderOf(cell)?.grade_id;
    if (id !== undefined) graded.set(id, cell);
  }
  let missing = 0;
  let doubled = 0;
  const placed = given.flatMap((cell, at) =>
    graded.has(cell.gradeId) ? [] : [{ at, cell: plainCell(cell, at) }],
  );
  for (const [id, cell] of graded) {
    const copies = placesOf(given, ({ gradeId }) => gradeId === id);
    const exercises = placesOf(given, (one) => gradeNameOf(one) === id);
    const copy = copies.at(-1);
    if (copy === undefined) missing += 1;
    else doubled += copies.length - 1;
    const at = copy ?? (exercises.at(-1) ?? given.length) + 0.5;
    const isAnswer = copy !== undefined && nbgraderOf(cell)?.locked !== true;
    const source = isAnswer ? given[copy].source : cell.source;
    placed.push({ at, cell: { ...cell, source } });
  }
  placed.sort((a, b) => a.at - b.at);
  const notes = [
    ...(missing > 0 ? [`missing locked cells were put back (${missing})`] : []),
    ...(doubled > 0
      ? [`copies of locked cells were removed (${doubled})`]
      : []),
  ];
  const cells = placed.map(({ cell }) => cell);
  return { notebook: { ...assignment, cells }, notes };
}

/** The indices of the cells for which `is` holds. */
function placesOf(
  cells: readonly GivenCell[],
  is: (cell: GivenCell) => boolean,
): number[] {
  return cells.flatMap((cell, at) => (is(cell) ? [at] : []));
}

/** A learner's own cell, with nothing but its text. */
function plainCell({ cell_type, source }: GivenCell, at: number): NotebookCell {
  const code = { execution_count: null, outputs: [] };
  return {
    cell_type,
    id: `cell-${at + 1}`,
    metadata: {},
    source,
    ...(cell_type === "code" && code),
  };
}

/** nbgrader's name for the cell that grades an exercise. */
export function gradeName(id: string): string {
  return `grade-${id.replace(".", "-")}`;
}

/** The name of the cell that grades the exercise in `cell`, if it holds one. */
function gradeNameOf(cell: GivenCell): string | undefined {
  const id = exerciseOf({ ...cell, metadata: {} });
  return id === undefined ? undefined : gradeName(id);
}

function nbgraderOf({
  metadata,
}: NotebookCell): { grade_id?: unknown; locked?: unknown } | undefined {
  return metadata.nbgrader as ReturnType<typeof nbgraderOf>;
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
    // the tag lets "Run All Cells" continue while the exercise is open
    metadata: { nbgrader, tags: ["raises-exception"] },
    source:
      `// For your teacher: ${pointsText(points)} for the answer above. ` +
      `Leave this cell as it is.\n` +
      `import { grade } from "tinyllm";\n\ngrade("${id}", ${answer});`,
    outputs: [],
    execution_count: null,
  };
}
