import type { Exercise, ExerciseHead } from "./checker/exercise";
import type { SealedNumber } from "./checker/seal";
import { withBug } from "./checker/open";
import { deepCopy, identical } from "./checker/values";
import { type ExerciseId, findExercise, keepExercise } from "./course";

interface ClassExerciseHead extends Omit<ExerciseHead, "id" | "kept"> {
  id: ExerciseId;
}

/**
 * An exercise of a class as its notebook brings it, without its reference: one that
 * a teacher has added, or a prediction of the course with other numbers.
 */
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

/** A function to repair that has another bug in a class. */
export interface ClassBug {
  id: ExerciseId;
  /** which of its other bugs, from 0 */
  bug: number;
}

/**
 * Makes an exercise of a class known to `check` and `hint`. The notebook brings it
 * along, in a collapsed cell that `npm run release` writes.
 *
 * @param exercise its text, and results of some cases or a sealed number; or which
 *   bug a function of the course has
 * @throws if a function has no parameters or no cases, or is one of the course
 */
export function classExercise(exercise: ClassExercise | ClassBug): void {
  if ("bug" in exercise)
    return keepExercise(withBug(findExercise(exercise.id), exercise.bug));
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
  if (!/\.9\d$/.test(id))
    throw new Error(
      `classExercise: a function of a class must have a number from 90 to 99; ` +
        `got ${id}. Take this cell as your teacher has handed it out.`,
    );
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
