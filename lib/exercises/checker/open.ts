import type { Exercise, TextEdits } from "./exercise";

/** Thrown by a function that its learner has not written yet. */
export class ExerciseOpen extends Error {
  override readonly name: string = "ExerciseOpen";
}

/**
 * Stands where a learner's code will stand. `check` calls such an exercise
 * open and goes on with the reference.
 *
 * @example
 * function half(x: number): number {
 *   return yourTurn();
 * }
 * @throws always
 */
export function yourTurn(): never {
  throw new ExerciseOpen(
    "this function is not written yet: put your code in place of yourTurn().",
  );
}

/** Whether a function has nothing between its braces but comments. */
export function isEmptyFunction(code: (...args: never[]) => unknown): boolean {
  return /\{\s*\}$/.test(withoutComments(code));
}

/**
 * A function to repair, as it is given with one of its other bugs.
 *
 * @param exercise it comes back as it is if it has no such bug
 * @param bug which of its other bugs
 */
export function withBug(exercise: Exercise, bug: number): Exercise {
  if (exercise.kind === "predict") return exercise;
  const { given, otherBugs = [] } = exercise;
  const edits = otherBugs.at(bug);
  if (!given || !edits) return exercise;
  const text = edited(String(given), edits);
  const withText = Object.assign(() => undefined, { toString: () => text });
  return { ...exercise, given: withText };
}

/**
 * A text with some of its parts replaced.
 *
 * @throws if one of them does not occur exactly once
 */
export function edited(text: string, edits: TextEdits): string {
  return edits.reduce((before, [from, to]) => {
    const [start, end, ...more] = before.split(from);
    if (end === undefined || more.length > 0)
      throw new Error(
        `"${from}" must occur once in the function to repair; it occurs ` +
          `${before.split(from).length - 1} times.`,
      );
    return start + to + end;
  }, text);
}

/**
 * Whether two functions have the same text between their outermost braces. No
 * matter which spaces and comments it has, and whether TypeScript was compiled
 * for a cell (`$softmax.softmax`, in tslab `exports.softmax`) or for the library
 * (`(0, softmax_1.softmax)`).
 */
export function isSameCode(
  one: (...args: never[]) => unknown,
  other: (...args: never[]) => unknown,
): boolean {
  const [a, b] = [one, other].map((code) =>
    withoutComments(code)
      .replace(/\(0, [\w$]+\.([\w$]+)\)/g, "$1")
      .replace(/\$+([\w$]+)\.\1\b/g, "$1")
      .replace(/\bexports\./g, "")
      .replace(/\s/g, "")
      .replace(/^.*?\)(=>)?\{/, "{"),
  );
  return a === b;
}

function withoutComments(code: (...args: never[]) => unknown): string {
  return String(code)
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\/\/.*/g, "");
}
