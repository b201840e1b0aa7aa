import type { Answers, ExerciseId } from "../../exercises/course";

/**
 * What a good card makes of a wrong answer: the name of the mistake (a pattern
 * for its name or for the sentence that says it), `"TypeScript"` if the cell
 * does not compile, or `"generic"` if the case that differs is all that can be
 * said.
 */
export type Expected = RegExp | "TypeScript" | "generic";

/** A wrong answer that a learner gave. */
export interface Attempt {
  id: ExerciseId;
  /** what the learner did, in a few words */
  label: string;
  answer: unknown;
  expected: Expected;
}

/** One wrong answer; its type is that of a right one. */
export function tried<Id extends ExerciseId>(
  id: Id,
  label: string,
  answer: Answers[Id],
  expected: Expected,
): Attempt {
  return { id, label, answer, expected };
}

/** One wrong answer that TypeScript does not accept, as JavaScript. */
export function triedUntyped(
  id: ExerciseId,
  label: string,
  answer: unknown,
  expected: Expected,
): Attempt {
  return { id, label, answer, expected };
}
