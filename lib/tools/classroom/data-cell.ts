import { compare } from "../../exercises/checker/compare";
import type {
  AnyFunction,
  Exercise,
  FunctionSpec,
} from "../../exercises/checker/exercise";
import { sealNumber } from "../../exercises/checker/seal";
import { createTrial } from "../../exercises/checker/trial";
import type { NotebookCell } from "../notebooks/format";

const LOCKED = { grade: false, locked: true, solution: false, task: false };

/** The id of the cell with an exercise's data. */
export function dataName(id: string): string {
  return `class-${id.replace(".", "-")}`;
}

/**
 * The collapsed cell with which a notebook brings an exercise of its class along:
 * everything but its reference, its mistakes and its later hints.
 *
 * @param exercise added by the class, or with other numbers
 * @param bug which of its other bugs a function of the course has
 * @throws if its cases hold something that has no text
 */
export function dataCell(exercise: Exercise, bug?: number): NotebookCell {
  const { id } = exercise;
  const name = dataName(id);
  const data = bug === undefined ? dataOf(exercise) : { id, bug };
  const nbgrader = { schema_version: 3, grade_id: name, ...LOCKED };
  return {
    ...{ cell_type: "code", id: name, outputs: [], execution_count: null },
    metadata: { jupyter: { source_hidden: true }, nbgrader },
    source:
      `// For the check below. Leave this cell as it is.\n` +
      `import { check, classExercise, yourTurn } from "tinyllm";\n\n` +
      `classExercise(${JSON.stringify(data)});`,
  };
}

function dataOf(exercise: Exercise): object {
  const { id, title, task, minutes, difficulty, points } = exercise;
  const { hints, tolerance } = exercise;
  const head = { id, title, task, minutes, difficulty, points, tolerance };
  const first = { ...head, hints: hints.slice(0, 1) };
  if (exercise.kind !== "predict") {
    const { parameters } = exercise;
    return { ...first, parameters, cases: firstCases(exercise) };
  }
  const { reference, unit } = exercise;
  // always the same: the grader compares this cell with the learner's
  const sealed = sealNumber(reference, exercise.tolerance, `${id} ${title}`);
  return { ...first, unit, sealed };
}

/** The cases that learners see, each with what the reference makes of it. */
function firstCases(exercise: FunctionSpec<AnyFunction>): unknown[] {
  const { cases, right } = createTrial(exercise);
  return cases.map((given, c) => {
    const pair = [given, right[c].after.result];
    const copy: unknown = JSON.parse(JSON.stringify(pair));
    if (right[c].error || compare(pair, copy, "", 0).difference)
      throw new Error(
        `its cases and their results must be plain numbers, texts, lists and ` +
          `objects of those; case ${c + 1} has something else.`,
      );
    return pair;
  });
}
