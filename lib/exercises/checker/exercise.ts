import type { Random } from "../../core/base/random";

/** What every exercise has. */
export interface ExerciseHead {
  /** chapter and number, such as `"06.2"` */
  id: string;
  /** what is asked, in a few words */
  title: string;
  /** what a right answer does, in a sentence or two */
  task: string;
  /** how long it takes about */
  minutes: number;
  /** 1 a warm-up ... 5 a hard nut */
  difficulty: 1 | 2 | 3 | 4 | 5;
  points: number;
  /** from a nudge to almost the answer; `hint` gives one at a time */
  hints: readonly string[];
}

/** A classic wrong function, and what helps whoever wrote it. */
export interface Mistake<F> {
  /** what went wrong, in a few words */
  name: string;
  code: F;
  hint: string;
}

/** Where the text of a function stands, for `solution`. */
export interface SourceText {
  /** below `lib`, such as `"core/by-hand/scalar.ts"` */
  file: string;
  /** the function's name there */
  name: string;
  /** its name in the chapter, so that it fits over the learner's */
  as: string;
}

/** A second opinion on the right answer that shares no code with the first. */
export interface Witness<F extends (...args: never[]) => unknown> {
  /** what it is, such as `"central differences"` */
  name: string;
  /** how far from it an answer may be, relative where above 1 */
  tolerance: number;
  /** what should come back; with `changes`, how those should be afterwards */
  expected(...args: Parameters<F>): unknown;
}

/** An exercise answered by a function: write it, or repair a broken one. */
export interface FunctionSpec<
  F extends (...args: never[]) => unknown,
> extends ExerciseHead {
  kind: "write" | "repair";
  /** the right answer; where the course builds a library function, that one */
  reference: F;
  source: SourceText;
  /** names of the arguments, for the card */
  parameters: readonly string[];
  /** arguments that the function changes in place; all others must stay */
  changes?: readonly string[];
  /** the arguments of each case; the seed is fixed */
  cases(random: Random): Parameters<F>[];
  /** how far off a number may be, relative where above 1 (1e-9) */
  tolerance?: number;
  mistakes: readonly Mistake<F>[];
  /**
   * for "repair": the function as the learner receives it, its body in the
   * chapter's own words, by which an unchanged one is known
   */
  given?: F;
  witness?: Witness<F>;
}

/** An exercise answered by a number: predict, then measure. */
export interface NumberSpec extends ExerciseHead {
  kind: "predict";
  reference: number;
  /** what the number counts, such as `"steps"` */
  unit: string;
  /** how far off the prediction may be; 0 for a whole number */
  tolerance: number;
  /** the number is a name, such as a patient's: nothing is too low or high */
  choice?: boolean;
  mistakes: readonly { name: string; value: number; hint: string }[];
  /** how one gets there, in markdown; what `solution` shows */
  explanation: string;
}

/** Any function; the checker knows no more about an answer. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** An exercise as the checker sees it. */
export type Exercise = FunctionSpec<AnyFunction> | NumberSpec;

/** An exercise whose answer has type `A`. */
export type ExerciseFor<A> = Exercise & { readonly answer?: A };

/** One exercise for every id of a chapter's answers. */
export type ChapterExercises<Answers> = {
  readonly [Id in keyof Answers]: ExerciseFor<Answers[Id]>;
};

/**
 * An exercise to be answered by a function of type `F`.
 *
 * @param spec its data
 * @returns the same data, with the argument types put aside
 */
export function functionExercise<F extends (...args: never[]) => unknown>(
  spec: FunctionSpec<F>,
): ExerciseFor<F> {
  return spec as unknown as ExerciseFor<F>;
}

/** An exercise to be answered by a number. */
export function numberExercise(spec: NumberSpec): ExerciseFor<number> {
  return spec;
}
