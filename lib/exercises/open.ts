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
  const text = String(code)
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\/\/.*/g, "");
  return /\{\s*\}$/.test(text);
}
