import { findExercise } from "../../exercises/course";
import { solutionMarkdown } from "../../exercises/checker/help";
import {
  CHECK_OF_NAME,
  exerciseOf,
} from "../../tools/notebooks/exercise-cells";
import { joinLines, type Notebook } from "../../tools/notebooks/format";
import { shownNumbers } from "../../tools/notebooks/shown-numbers";

/** A prediction that waits for its number. */
const OPEN_NUMBER = /(: number \| undefined = )undefined;/;

/** The code that `solution` shows. */
const SHOWN_CODE = /```typescript\n([^]*?)\n```/;

/**
 * Solves every exercise of a chapter as a learner would who looks at the
 * solutions: predictions get the number, functions give way to the code that
 * `solution` shows, letter by letter.
 * @param notebook a chapter with open exercises; it is left as it is
 * @returns the solved copy, and how many answers were put in, and as what
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

/** A cell with the function that it checks written over. */
function withFunction(source: string, solution: string): string {
  const name = CHECK_OF_NAME.exec(source)?.[1] ?? "";
  const given = new RegExp(`^function ${name}\\([^]*?\\n\\}$`, "m");
  const code = SHOWN_CODE.exec(solution)?.[1] ?? "";
  return source.replace(given, () => code);
}

/** What a chapter calls the functions that its exercises check. */
function checkedNames({ cells }: Notebook): string[] {
  return cells.flatMap((cell) =>
    exerciseOf(cell) === undefined
      ? []
      : (CHECK_OF_NAME.exec(joinLines(cell.source))?.[1] ?? []),
  );
}

/**
 * Compares the numbers that two runs of a chapter show, outside the exercises,
 * the table of progress and cells that try out the learner's own function. What
 * is measured in seconds does not count, see {@link shownNumbers}.
 * @param left one run
 * @param right the other; its cells stand in the same order
 * @returns how many numbers were compared, and a sentence for each cell that
 *   differs
 */
export function compareNumbers(
  left: Notebook,
  right: Notebook,
): { compared: number; differences: string[] } {
  let compared = 0;
  const differences: string[] = [];
  const names = ["progress", ...checkedNames(left)].join("|");
  const answers = new RegExp(`\\b(${names})\\(`);
  left.cells.forEach((cell, index) => {
    if (cell.cell_type !== "code" || exerciseOf(cell)) return;
    if (answers.test(joinLines(cell.source))) return;
    const [a, b] = [shownNumbers(cell), shownNumbers(right.cells[index])];
    const length = Math.max(a.length, b.length);
    const at = Array.from({ length }).findIndex(
      (_, i) => !Object.is(a[i], b[i]),
    );
    if (at >= 0)
      differences.push(
        `cell ${index + 1}: number ${at + 1} is ${a[at] ?? "missing"} and ` +
          `${b[at] ?? "missing"}`,
      );
    compared += a.length;
  });
  return { compared, differences };
}
