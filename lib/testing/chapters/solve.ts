import { findExercise } from "../../exercises/course";
import { solutionMarkdown } from "../../exercises/checker/help";
import {
  CHECK_OF_NAME,
  exerciseOf,
} from "../../tools/notebooks/exercise-cells";
import { joinLines, type Notebook } from "../../tools/notebooks/format";

/** A prediction without its number. */
const OPEN_NUMBER = /(: number \| undefined = )undefined;/;

/** The code in the output of `solution`. */
const SHOWN_CODE = /```typescript\n([^]*?)\n```/;

/**
 * Solves every exercise of a chapter as a learner who reads the solutions would:
 * predictions get the number, and functions are replaced by the code that
 * `solution` shows, exactly as it is.
 * @param notebook a chapter with open exercises; not changed
 * @returns the solved copy, and the number of inserted answers of each kind
 * @throws if a cell has no place for its answer
 */
export function solveNotebook(notebook: Notebook): {
  solved: Notebook;
  numbers: number;
  texts: number;
} {
  const solved = structuredClone(notebook);
  const count = { numbers: 0, texts: 0 };
  for (const cell of solved.cells) {
    const id = exerciseOf(cell);
    if (id === undefined) continue;
    const exercise = findExercise(id);
    const isNumber = exercise.kind === "predict";
    const source = joinLines(cell.source);
    cell.source = isNumber
      ? source.replace(OPEN_NUMBER, `$1${exercise.reference};`)
      : withFunction(source, solutionMarkdown(exercise));
    if (cell.source === source) throw new Error(`${id} could not be solved.`);
    count[isNumber ? "numbers" : "texts"] += 1;
  }
  return { solved, ...count };
}

/** Replaces the function that a cell checks. */
function withFunction(source: string, solution: string): string {
  const name = CHECK_OF_NAME.exec(source)?.[1] ?? "";
  const given = new RegExp(`^function ${name}\\([^]*?\\n\\}$`, "m");
  const code = SHOWN_CODE.exec(solution)?.[1] ?? "";
  return source.replace(given, () => code);
}
