import type { ExerciseHead } from "./checker/exercise";
import { deepCopy, identical } from "./checker/values";
import { type ClassExerciseId, keepExercise } from "./course";

/** An exercise of a class, as a notebook brings it: without its right answer. */
export interface ClassExercise extends Omit<ExerciseHead, "id" | "kept"> {
  id: ClassExerciseId;
  /** names of the arguments, for the card */
  parameters: readonly string[];
  /** the arguments of each case that learners see, and what should come back */
  cases: readonly (readonly [args: unknown[], expected: unknown])[];
  /** how far off a number may be, relative where above 1 */
  tolerance?: number;
}

/**
 * Makes an exercise that a teacher has added known to `check` and `hint`. The
 * notebook brings it along, in a collapsed cell that `npm run release` writes.
 *
 * @param exercise its text, and some cases with their results
 * @throws if it has no case
 */
export function classExercise(exercise: ClassExercise): void {
  const { cases, parameters } = exercise;
  if (cases.length === 0 || parameters.length === 0)
    throw new Error(
      `classExercise: exercise ${exercise.id} must have parameters and cases; ` +
        `it has none. Take the notebook as your teacher has handed it out.`,
    );
  const known = (...args: unknown[]): unknown =>
    deepCopy(cases.find(([given]) => identical(given, args))?.[1]);
  keepExercise({
    ...exercise,
    kind: "write",
    kept: true,
    reference: known,
    alsoRight: known,
    source: { file: "", name: "", as: "" },
    cases: () => cases.map(([given]) => given),
    mistakes: [],
  });
}
