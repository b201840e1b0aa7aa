import type { Random } from "../../core/base/random";
import type { SealedNumber } from "./seal";

/** What every exercise has. */
export interface ExerciseHead {
  /** chapter and number, such as `"06.2"` */
  id: string;
  /** what is asked, in a few words */
  title: string;
  /** what a right answer does, in a sentence or two */
  task: string;
  /** about how long it takes */
  minutes: number;
  /** 1 a warm-up ... 5 a hard nut */
  difficulty: 1 | 2 | 3 | 4 | 5;
  points: number;
  /** from a nudge to almost the answer; `hint` gives one at a time */
  hints: readonly string[];
  /** a teacher has added it and keeps the solution */
  kept?: boolean;
}

/** A classic wrong answer, and a hint for the learner who gave it. */
export interface Mistake<A> {
  /** what went wrong, in a few words */
  name: string;
  hint: string;
  /** the wrong answer itself, by which it is recognized */
  answer: A;
}

/** Where to find the text of a right answer, for `solution`. */
export interface SourceText {
  /** the exercise's file below `lib`; it declares or imports the function */
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
  /**
   * how far off a number may be, relative where above 1
   *
   * @defaultValue 1e-9
   */
  tolerance?: number;
  mistakes: readonly Mistake<F>[];
  /** a right answer that looks nothing like the reference; tests judge it */
  alsoRight: F;
  /**
   * for "repair": the function as the learner receives it, its body in the
   * chapter's own words, by which an unchanged one is known
   */
  given?: F;
  /** for "repair": what makes another bug of the given one, by variant */
  otherBugs?: readonly TextEdits[];
  witness?: Witness<F>;
}

/** An exercise answered by a number: predict, then measure. */
export interface NumberSpec extends ExerciseHead {
  kind: "predict";
  reference: number;
  /** what the number counts, such as `"steps"`, or what it is: `"a slope"` */
  unit: string;
  /** how far off the prediction may be; 0 for an integer */
  tolerance: number;
  /** the reference in a sealed hand-out, where `reference` is `NaN` */
  sealed?: SealedNumber;
  /** the number is a name, such as a patient's: nothing is too low or high */
  choice?: boolean;
  mistakes: readonly Mistake<number>[];
  /** how to get there, in markdown; what `solution` shows */
  explanation: string;
  /** the same question with other numbers, for classes that get variants */
  variant?: (random: Random) => NumberSpec;
}

/** `T`, from which the compiler infers nothing: `NoInfer` for TypeScript 5.0. */
export type Fixed<T> = [T][T extends unknown ? 0 : never];

/** Texts that occur once, each with what comes in its place. */
export type TextEdits = readonly (readonly [from: string, to: string])[];

/** Any function; the checker knows no more about an answer. */
export type AnyFunction = (...args: unknown[]) => unknown;

/** An exercise as the checker sees it. */
export type Exercise = FunctionSpec<AnyFunction> | NumberSpec;

/** An exercise that has no place in a chapter yet; `A` types its answer. */
export interface Draft<A> {
  reference: A;
  /**
   * The exercise at its place.
   *
   * @param id chapter and number
   * @param file where it is written, below `lib`
   */
  place(id: string, file: string): Exercise;
}

/** A chapter; `Answers` types the answer to each of its exercises, by id. */
export interface Chapter<Answers = unknown> {
  /** two digits, as in the notebook's file name */
  number: string;
  title: string;
  /** in order */
  exercises: readonly Exercise[];
  /** only for the compiler */
  answers?: Answers;
}

/** The answers to a chapter's drafts, which have the names of their files. */
export type AnswersOf<Folder, Drafts> = {
  [File in keyof Drafts as IdOf<Folder, File>]: Drafts[File] extends Draft<
    infer A
  >
    ? A
    : never;
};

/** `"05.1"` for `"05-linear-layer"` and `"1-forward"`. */
type IdOf<Folder, File> = Folder extends `${infer Chapter}-${string}`
  ? File extends `${infer Number}-${string}`
    ? `${Chapter}.${Number}`
    : never
  : never;
