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
