import { TOLERANCE } from "../../exercises/checker/compare";
import type {
  AnyFunction,
  Exercise,
  FunctionSpec,
} from "../../exercises/checker/exercise";
import { judge } from "../../exercises/checker/judge";
import {
  judgeRuns,
  openByText,
  tooSlow,
} from "../../exercises/checker/judge-function";
import {
  compareRuns,
  createTrial,
  type Run,
  type Trial,
} from "../../exercises/checker/trial";
import { failed, type Verdict } from "../../exercises/checker/verdict";
import type { Reply, Request, WireRun } from "./messages";
import { decode, encode } from "./wire";

type Answer = Extract<Request, { type: "answer" }>;
type Runs = Extract<Request, { type: "runs" }>;
type Call = Extract<Request, { type: "call" }>;

/** An answer that is being judged, or has been. */
export type Judging =
  | { verdict: Verdict }
  | {
      /** the arguments for the answer, which runs elsewhere */
      run: Reply;
      /** judges what came back; a wrong function may be right in some cases */
      judge(runs: Runs): { verdict: Verdict; share?: number };
      /** calls a function among the arguments */
      call(request: Call): Reply;
    };

const trials = new WeakMap<Exercise, Map<number, Trial>>();

/** The cases of an exercise for a class, with what the reference makes of them. */
export function trialOf(
  exercise: FunctionSpec<AnyFunction>,
  seed: number,
): Trial {
  const bySeed = trials.get(exercise) ?? new Map<number, Trial>();
  trials.set(exercise, bySeed);
  const trial = bySeed.get(seed) ?? createTrial(exercise, seed);
  bySeed.set(seed, trial);
  return trial;
}

/**
 * Begins to judge an answer from another process.
 *
 * @param exercise what was asked
 * @param answer what came; its parts may be anything
 * @param options the class's seed, and how long a function may take
 */
export function beginJudging(
  exercise: Exercise,
  answer: Answer,
  { seed, limitMs }: { seed: number; limitMs: number },
): Judging {
  if (exercise.kind === "predict" || typeof answer.text !== "string")
    return { verdict: judge(exercise, valueOf(answer)) };
  const untouched = openByText(exercise, withText(answer.text));
  if (untouched) return { verdict: untouched };
  const trial = trialOf(exercise, seed);
  const { parameters, changes = [] } = exercise;
  const functions = new Map<string, AnyFunction>();
  const nameOf = (code: object): string => {
    const name = String(functions.size);
    functions.set(name, code as AnyFunction);
    return name;
  };
  const cases = encode(trial.cases, nameOf);
  return {
    run: { type: "run", parameters, changes, cases, limitMs },
    judge: ({ runs, slow, unclear }) => {
      if (slow === true) return { verdict: tooSlow(limitMs) };
      try {
        if (unclear === undefined) {
          const decoded = decodeRuns(runs, trial, parameters);
          const verdict = judgeRuns(trial, decoded);
          return { verdict, share: shareOf(trial, decoded) };
        }
      } catch {
        // what came is no answer
      }
      const sentence = `The answer could not be judged: ${String(unclear)}.`;
      return { verdict: failed(sentence) };
    },
    call: ({ name, args }) => {
      try {
        const value = functions.get(name)?.(...args.map((arg) => decode(arg)));
        return { type: "value", value: encode(value) };
      } catch (error) {
        return { type: "threw", message: String(error) };
      }
    },
  };
}

/** In how many of its cases a function is right, from 0 to 1. */
function shareOf({ exercise, judged, right }: Trial, runs: Run[]): number {
  const tolerance = exercise.tolerance ?? TOLERANCE;
  const isRight = (run: Run, c: number): boolean =>
    run.error === undefined &&
    run.spoiled === undefined &&
    compareRuns(judged, right[c], run, tolerance).difference === undefined;
  return runs.filter(isRight).length / runs.length;
}

function valueOf({ text, value }: Answer): unknown {
  if (typeof text === "string") return withText(text);
  try {
    return decode(value);
  } catch {
    return "(something else)";
  }
}

/** A function of which only the text is known. */
function withText(text: string): AnyFunction {
  return Object.assign(() => undefined, { toString: () => text });
}

/** @throws if they do not fit the cases */
function decodeRuns(
  runs: WireRun[],
  { cases }: Trial,
  parameters: readonly string[],
): Run[] {
  if (!Array.isArray(runs) || runs.length !== cases.length)
    throw new TypeError("as many runs as cases must come");
  return runs.map(({ after, spoiled, error }) => ({
    after: Object(decode(after)) as Run["after"],
    ...(parameters.includes(String(spoiled)) && { spoiled: String(spoiled) }),
    ...(error !== undefined && { error: { thrown: thrownIn(error) } }),
  }));
}

function thrownIn(error: Exclude<WireRun["error"], undefined>): unknown {
  if ("value" in error) return decode(error.value);
  return { name: String(error.name), message: String(error.message) };
}
