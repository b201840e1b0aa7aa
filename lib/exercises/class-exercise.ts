import type { Exercise, ExerciseHead } from "./checker/exercise";
import type { SealedNumber } from "./checker/seal";
import { deepCopy, identical } from "./checker/values";
import { type ClassExerciseId, keepExercise } from "./course";

interface ClassExerciseHead extends Omit<ExerciseHead, "id" | "kept"> {
  id: ClassExerciseId;
}

/** An exercise of a class as its notebook brings it, without its reference. */
export type ClassExercise = ClassExerciseHead &
  (
    | {
        /** names of the arguments, for the card */
        parameters: readonly string[];
        /** the arguments of each case for learners, and what should come back */
        cases: readonly (readonly [args: unknown[], expected: unknown])[];
        /** how far off a number may be, relative where above 1 */
        tolerance?: number;
      }
    | { sealed: SealedNumber; unit: string; tolerance: number }
  );

/**
 * Makes an exercise that a teacher has added known to `check` and `hint`. The
 * notebook brings it along, in a collapsed cell that `npm run release` writes.
 *
 * @param exercise its text, and results of some cases or a sealed number
 * @throws if a function has no parameters or no cases
 */
export function classExercise(exercise: ClassExercise): void {
  keepExercise(
    "sealed" in exercise ? numberOf(exercise) : functionOf(exercise),
  );
}

function numberOf(
  exercise: Extract<ClassExercise, { unit: string }>,
): Exercise {
  const unknown = { reference: NaN, mistakes: [], explanation: "" };
  return { ...exercise, kind: "predict", kept: true, ...unknown };
}

function functionOf(
  exercise: Extract<ClassExercise, { cases: unknown }>,
): Exercise {
  const { id, cases, parameters } = exercise;
  if (!(cases?.length > 0) || !(parameters?.length > 0))
    throw new Error(
      `classExercise: exercise ${id} must have parameters and cases; some are ` +
        `missing. Take this cell as your teacher has handed it out.`,
    );
  const known = (...args: unknown[]): unknown =>
    deepCopy(cases.find(([given]) => identical(given, args))?.[1]);
  return {
    ...exercise,
    kind: "write",
    kept: true,
    reference: known,
    alsoRight: known,
    source: { file: "", name: "", as: "" },
    cases: () => cases.map(([given]) => given),
    mistakes: [],
  };
}
