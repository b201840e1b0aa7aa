import { createRandom } from "../../core/base/random";
import { agree, compare, type Comparison } from "./compare";
import type { AnyFunction, FunctionSpec } from "./exercise";
import { valueText } from "./value-text";
import { deepCopy, identical, isList, isRecord } from "./values";

/** A function's exercise, its cases and what the reference makes of them. */
export interface Trial {
  exercise: FunctionSpec<AnyFunction>;
  cases: unknown[][];
  right: Run[];
  /** what is compared: the result, and arguments that are to be changed */
  judged: string[];
  /** what other functions of the exercise's own made of the cases */
  wrong: Map<AnyFunction, Run[]>;
}

/** What a function did with one case. */
export interface Run {
  /** what it returned, and what it left in the arguments it may change */
  after: Record<string, unknown>;
  /** an argument that it changed and should not have */
  spoiled?: string;
  /** what it threw instead of returning */
  error?: { thrown: unknown };
}

/** The seed of the cases that learners see. */
const SEED = 20;
const RESULT = "result";

/** The same in every trial of an exercise with the same seed. */
const wrongRuns = new WeakMap<
  FunctionSpec<AnyFunction>,
  Map<number, Trial["wrong"]>
>();

/**
 * Draws the cases and runs the reference on them.
 *
 * @param exercise what was asked
 * @param seed the cases follow from it
 */
export function createTrial(
  exercise: FunctionSpec<AnyFunction>,
  seed: number = SEED,
): Trial {
  const cases = exercise.cases(createRandom(seed));
  const right = runCases(exercise, exercise.reference, cases);
  const returns = right[0].after[RESULT] !== undefined;
  const judged = [...(returns ? [RESULT] : []), ...(exercise.changes ?? [])];
  const bySeed = wrongRuns.get(exercise) ?? new Map<number, Trial["wrong"]>();
  wrongRuns.set(exercise, bySeed);
  const wrong = bySeed.get(seed) ?? new Map<AnyFunction, Run[]>();
  bySeed.set(seed, wrong);
  return { exercise, cases, right, judged, wrong };
}

/** Runs a function on copies of all cases. */
export function runCases(
  exercise: Pick<FunctionSpec<AnyFunction>, "parameters" | "changes">,
  code: AnyFunction,
  cases: unknown[][],
): Run[] {
  return cases.map((original) => {
    const args = original.map(deepCopy);
    const after: Record<string, unknown> = {};
    try {
      after[RESULT] = code(...args);
    } catch (thrown) {
      return { after, error: { thrown } };
    }
    const changes = exercise.changes ?? [];
    let spoiled: string | undefined;
    exercise.parameters.forEach((name, i) => {
      if (changes.includes(name)) after[name] = args[i];
      else if (!identical(original[i], args[i])) spoiled ??= name;
    });
    return { after, spoiled };
  });
}

/** Runs a function of the exercise's own on all cases, once. */
export function runOwn(
  { exercise, cases, wrong }: Trial,
  code: AnyFunction,
): Run[] {
  const runs = wrong.get(code) ?? runCases(exercise, code, cases);
  wrong.set(code, runs);
  return runs;
}

/** Compares what is judged of two runs of the same case. */
export function compareRuns(
  judged: string[],
  expected: Run,
  actual: Run,
  tolerance: number,
): Comparison {
  let largest = 0;
  for (const name of judged) {
    const found = compare(
      expected.after[name],
      actual.after[name],
      name,
      tolerance,
    );
    largest = Math.max(largest, found.largest);
    if (found.difference) return { difference: found.difference, largest };
  }
  return { largest };
}

/** Whether two runs of the same case agree in all that is judged. */
function agreeing(
  judged: string[],
  expected: Run,
  actual: Run,
  tolerance: number,
): boolean {
  return judged.every((name) =>
    agree(expected.after[name], actual.after[name], tolerance),
  );
}

/**
 * Whether two functions gave the same answers in all cases. What is thrown is
 * an answer, too; its message depends on how the code is written.
 */
export function sameRuns(
  trial: Trial,
  one: Run[],
  other: Run[],
  tolerance: number,
): boolean {
  return one.every((run, c) => {
    const [error, theirs] = [run.error, other[c].error];
    if (error || theirs)
      return (
        error !== undefined &&
        theirs !== undefined &&
        thrownName(error.thrown) === thrownName(theirs.thrown)
      );
    return agreeing(trial.judged, other[c], run, tolerance);
  });
}

/** Fewer cases that agree may do so by chance. */
const LEAST_AGREEING = 2;

/**
 * Whether a wrong answer is a mistake, but breaks down in some of the cases
 * where the mistake still gives numbers: an index outside of a list gives NaN,
 * or throws.
 */
export function sameWhereWhole(
  trial: Trial,
  yours: Run[],
  mistake: Run[],
  tolerance: number,
): boolean {
  const { judged, right } = trial;
  let same = 0;
  for (let c = 0; c < right.length; c++) {
    const differ = (one: Run, other: Run): boolean =>
      !agreeing(judged, one, other, tolerance);
    const wrong = differ(right[c], mistake[c]);
    if (wrong && isBroken(trial, mistake[c], yours[c])) continue;
    if (differ(mistake[c], yours[c])) return false;
    if (wrong) same++;
  }
  return same >= LEAST_AGREEING;
}

/** Whether a run threw, or gave something else where a number belongs. */
function isBroken({ judged }: Trial, model: Run, run: Run): boolean {
  const broken = (number: unknown, value: unknown): boolean => {
    if (typeof number === "number")
      return value === undefined || Number.isNaN(value);
    if (isList(number) && isList(value) && number.length === value.length)
      return Array.from(number).some((part, i) => broken(part, value[i]));
    if (isRecord(number) && isRecord(value))
      return Object.keys(number).some((key) => broken(number[key], value[key]));
    return false;
  };
  return (
    run.error !== undefined ||
    judged.some((name) => broken(model.after[name], run.after[name]))
  );
}

/** The judged part of a run, by name. */
export function judgedPart(trial: Trial, run: Run): Record<string, unknown> {
  return Object.fromEntries(
    trial.judged.map((name) => [name, run.after[name]]),
  );
}

/** The class of what was thrown; empty when it has none. */
export function thrownName(thrown: unknown): string {
  const name = (thrown as { name?: unknown } | null | undefined)?.name;
  return typeof name === "string" ? name : "";
}

/** What was thrown, for a card: class and message. */
export function thrownText(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null | undefined)?.message;
  if (typeof message !== "string") return valueText(thrown);
  return `${thrownName(thrown) || "Error"}: ${message}`;
}
