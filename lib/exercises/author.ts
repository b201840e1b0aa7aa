import type { Random } from "../core/base/random";
import type {
  AnswersOf,
  AnyFunction,
  Chapter,
  Draft,
  Exercise,
  ExerciseHead,
  Fixed,
  FunctionSpec,
  Mistake,
  NumberSpec,
  Witness,
} from "./checker/exercise";
import { applySpoiled, type Original, type Spoiled } from "./spoil";

export * from "./cases";
export {
  after,
  before,
  doubled,
  halved,
  negated,
  ones,
  scaled,
  transposed,
  zeros,
} from "./spoil";
export * from "./varied";

type Code = (...args: never[]) => unknown;

/** A mistake whose wrong answer may be derived from the right one. */
export type MistakeOf<A> = Mistake<A | Spoiled<A>>;

/** How much an exercise asks for, and what it is worth. */
type Effort = Pick<ExerciseHead, "minutes" | "difficulty" | "points">;

/** An exercise as its author writes it: what is derived is left out. */
type Written<Spec, Derived extends keyof Spec> = Omit<
  Spec,
  keyof Effort | Derived
> & { effort: Effort };

/** What an author writes of an exercise that a function answers. */
export interface FunctionData<F extends Code> extends Written<
  FunctionSpec<F>,
  "id" | "kind" | "reference" | "source" | "parameters" | "cases" | "mistakes"
> {
  /**
   * what the chapter calls the function
   *
   * @defaultValue `my` and the name of the exercise's file, such as `myForward`
   */
  as?: string;
  /** the function that `solution` shows, if that is not the reference */
  shown?: F;
  /** names of the arguments; needed where the reference destructures one */
  parameters?: readonly string[];
  /** the case that a card shows first; small numbers */
  firstCase?: Parameters<F>;
  /** or several of them */
  firstCases?: readonly Parameters<F>[];
  /** the cases after those: see `draw` */
  randomCases?(random: Random): readonly Parameters<F>[];
  mistakes: readonly MistakeOf<F>[];
}

/**
 * An exercise that a function answers: to repair if something broken is
 * `given`, else to write.
 *
 * @param reference the right answer; the library's function if there is one
 * @param data the rest
 */
export function exercise<F extends Code>(
  reference: F,
  data: FunctionData<Fixed<F>>,
): Draft<F> {
  const { effort, shown, firstCase, firstCases, randomCases, ...rest } = data;
  const parameters = data.parameters ?? parameterNames(reference);
  const { name } = shown ?? reference;
  const { changes = [] } = data;
  const original = {
    reference: reference as unknown as AnyFunction,
    parameters,
    changes,
  };
  const spec = {
    ...rest,
    ...effort,
    kind: data.given ? "repair" : "write",
    reference,
    parameters,
    cases: (random: Random) => [
      ...(firstCase ? [firstCase] : []),
      ...(firstCases ?? []),
      ...(randomCases?.(random) ?? []),
    ],
    mistakes: wrongAnswers(data.mistakes, original),
  } as unknown as FunctionSpec<AnyFunction>;
  return {
    reference,
    place: (id, file) => ({
      ...spec,
      id,
      source: { file, name, as: data.as ?? nameInChapter(file) },
    }),
  };
}

/** `"myWayBack"` for `".../3-way-back.ts"` and `".../05.90-way-back.ts"`. */
function nameInChapter(file: string): string {
  const words = file.replace(/^.*\/[\d.]+-|\.ts$/g, "").split("-");
  return `my${words.map((word) => word[0].toUpperCase() + word.slice(1)).join("")}`;
}

/** An exercise that a number answers. */
export function prediction(
  reference: number,
  {
    effort,
    ...data
  }: Written<NumberSpec, "id" | "kind" | "reference" | "mistakes"> & {
    mistakes: readonly MistakeOf<number>[];
  },
): Draft<number> {
  const spec = { ...data, ...effort, kind: "predict", reference } as Omit<
    NumberSpec,
    "id"
  >;
  return { reference, place: (id) => ({ ...spec, id }) };
}

/**
 * A chapter of drafts, each under the name of its file.
 *
 * @param folder the chapter's folder; its first two digits begin the ids
 * @param title as in the course
 * @param drafts in order, such as `{ "1-forward": forward }` for 05.1
 * @param slips rarer mistakes, which would make an exercise's own file long
 */
export function chapter<Folder extends string, Drafts extends object>(
  folder: Folder,
  title: string,
  drafts: Drafts & Record<string, Draft<unknown>>,
  slips: SlipsOf<Drafts> = {},
): Chapter<AnswersOf<Folder, Drafts>> {
  const number = folder.slice(0, 2);
  const exercises = Object.entries(drafts).map(([file, draft]) => {
    const id = `${number}.${file.split("-")[0]}`;
    const placed = draft.place(id, `exercises/chapters/${folder}/${file}.ts`);
    const more = slips[file as keyof Drafts] as MistakeOf<Code>[] | undefined;
    return more ? withMistakes(placed, more) : placed;
  });
  return { number, title, exercises };
}

/** More mistakes for some exercises of a chapter, by the names of their files. */
type SlipsOf<Drafts> = {
  [File in keyof Drafts]?: Drafts[File] extends Draft<infer A>
    ? readonly MistakeOf<A>[]
    : never;
};

function withMistakes(
  placed: Exercise,
  more: readonly MistakeOf<Code>[],
): Exercise {
  const {
    reference,
    parameters,
    changes = [],
  } = placed as FunctionSpec<AnyFunction>;
  const wrong = wrongAnswers(more, { reference, parameters, changes });
  return { ...placed, mistakes: [...placed.mistakes, ...wrong] } as Exercise;
}

/** Mistakes with their answers as functions. */
function wrongAnswers(
  mistakes: readonly MistakeOf<Code>[],
  original: Original,
): Mistake<AnyFunction>[] {
  return mistakes.map(({ name, hint, answer }) => ({
    name,
    hint,
    answer:
      typeof answer === "function"
        ? (answer as AnyFunction)
        : applySpoiled(answer, original),
  }));
}

/**
 * A classic wrong answer.
 *
 * @param name what went wrong, in a few words
 * @param hint what helps the learner who gave it
 * @param answer the wrong function, what {@link before} or {@link after} make
 *   of the reference, or a wrong number
 */
export function mistake<A>(
  name: string,
  hint: string,
  answer: A | Spoiled<A>,
): MistakeOf<A> {
  return { name, hint, answer };
}

/** A witness that nudges each number up and down and measures the slope. */
export function centralDifferences<F extends Code>(
  expected: (...args: Parameters<F>) => unknown,
  tolerance: number = 1e-7,
): Witness<F> {
  return { name: "central differences", tolerance, expected };
}

/**
 * The names of a function's parameters, from its text.
 *
 * @throws if one of them is a pattern and so has no name
 */
export function parameterNames(code: Code): string[] {
  const [, list = ""] = /^[^(]*\(([^)]*)\)/.exec(String(code)) ?? [];
  const names = list
    .split(",")
    .map((parameter) => parameter.split("=")[0].trim())
    .filter(Boolean);
  if (names.length === 0 || !names.every((name) => /^[\w$]+$/.test(name)))
    throw new Error(
      `${code.name}: parameters must have names; got (${list}). ` +
        `Give them in the exercise: parameters: ["inputs"].`,
    );
  return names;
}
