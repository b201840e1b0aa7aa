import { at, nameOf, partsOf, withPart } from "./answer-parts";
import { CUT_SLIPS, SLIPS, VAGUE_SLIPS } from "./answer-slips";
import { misreadings, type Misreading } from "./argument-slips";
import type { AnyFunction, FunctionSpec } from "./exercise";
import { factorSlips, givenIn } from "./factor-slips";
import { numbersOf, type Part, type Slip } from "./slip";
import { withTimeLimit } from "./time-limit";
import { runCases, sameRuns, type Run, type Trial } from "./trial";
import type { KnownMistake } from "./verdict";

/** How long misread arguments may keep the right function busy. */
const ALL_MS = 500;
const ONE_MS = 100;

/** Whether the answer is what `theirs` gives, in all cases. */
type Fits = (theirs: (c: number) => Run) => boolean;

/**
 * Recognizes a slip in an answer that no mistake of the exercise explains: in
 * all cases it is the right answer turned into a wrong one by one rule, or the
 * right answer to arguments of which one is misread.
 *
 * @returns undefined if there is no such rule
 */
export function recognizeSlip(
  trial: Trial,
  runs: Run[],
  tolerance: number,
): KnownMistake | undefined {
  const first = runs.findIndex(
    (run, c) => !sameRuns(trial, [run], [trial.right[c]], tolerance),
  );
  if (first < 0 || !runs.every(isClear)) return undefined;
  const all = [first, ...runs.keys()]; // most slips do not fit the first one
  const fits: Fits = (theirs) =>
    all.every((c) => sameRuns(trial, [runs[c]], [theirs(c)], tolerance)) &&
    isFitBySize(trial, runs, theirs, tolerance);
  try {
    return (
      turnedAnswer(trial, runs, fits, exactly) ??
      misread(trial, fits) ??
      turnedAnswer(trial, runs, fits, () => VAGUE_SLIPS) ??
      onlyWrong(trial, runs, fits)
    );
  } catch {
    return undefined; // an answer may hold anything, such as a bigint
  }
}

/** What rounding may leave where 0 belongs, relative to the right numbers. */
const ROUNDING = 1e-15;

/**
 * Whether a fit holds where the answer's numbers are tiny and the right ones
 * are not. The tolerance is absolute below 1: within 1e-9, a day upside down
 * is 0, and half of itself. So such numbers are compared by their size.
 */
function isFitBySize(
  { right }: Trial,
  runs: Run[],
  theirs: (c: number) => Run,
  tolerance: number,
): boolean {
  return partsOf(right[0].after).every((path) => {
    const all = (runOf: (c: number) => Run): number[] =>
      numbersOf(runs.map((_, c) => at(runOf(c).after, path)));
    const expected = largestOf(all((c) => right[c]));
    const [mine, other] = [all((c) => runs[c]), all(theirs)];
    const scale = Math.max(largestOf(mine), largestOf(other));
    const tiny = 1000 * tolerance;
    if (expected <= tiny || scale > tiny) return true;
    return (
      scale <= ROUNDING * expected ||
      mine.every((v, i) => Math.abs(v - other[i]) <= 1e-6 * scale)
    );
  });
}

function largestOf(numbers: number[]): number {
  return numbers.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
}

/** Whether a run gave numbers; NaN has too many causes. */
function isClear({ after, error }: Run): boolean {
  try {
    return !error && numbersOf(after).every(Number.isFinite);
  } catch {
    return false; // an answer that contains itself has no end
  }
}

function argumentsOf({ exercise, cases }: Trial): Record<string, unknown>[] {
  const { parameters } = exercise;
  return cases.map((args) =>
    Object.fromEntries(parameters.map((name, i) => [name, args[i]])),
  );
}

function exactly(parts: Part[]): Slip[] {
  const large = numbersOf(parts.map(({ right }) => right)).some(
    (v) => Math.abs(v) > 2,
  );
  return [...SLIPS, ...(large ? CUT_SLIPS : []), ...factorSlips(parts)];
}

function turnedAnswer(
  trial: Trial,
  runs: Run[],
  fits: Fits,
  slips: (parts: Part[]) => readonly Slip[],
): KnownMistake | undefined {
  const { right } = trial;
  const inputs = argumentsOf(trial);
  const paths = partsOf(right[0].after).slice(1).reverse(); // small parts first
  for (const path of paths) {
    const parts = right.map(({ after }, c): Part => ({
      right: at(after, path),
      yours: at(runs[c].after, path),
      before: at(inputs[c], path),
      given: Object.fromEntries(
        Object.entries(inputs[c]).flatMap(([n, value]) => givenIn(value, n)),
      ),
    }));
    const slip = slips(parts).find(({ wrong }) =>
      fits((c) => {
        const part = wrong(parts[c]) ?? parts[c].right;
        return { after: withPart(right[c].after, path, part) as Run["after"] };
      }),
    );
    if (!slip) continue;
    const part = nameOf(path);
    const name = part ? `${part}: ${slip.name}` : slip.name;
    return { name, hint: slip.hint };
  }
  return undefined;
}

/** The one part of an answer that is wrong, when all others are right. */
function onlyWrong(
  { right, judged }: Trial,
  runs: Run[],
  fits: Fits,
): KnownMistake | undefined {
  const least = judged.length > 1 ? 1 : 2; // a part, not the whole answer
  const parts = partsOf(right[0].after).filter(({ length }) => length >= least);
  const path = parts.reverse().find((part) =>
    fits((c) => {
      const yours = at(runs[c].after, part);
      return { after: withPart(right[c].after, part, yours) as Run["after"] };
    }),
  );
  if (!path) return undefined;
  const hint = "All other parts are right, in all cases.";
  const name = nameOf(path) && `\`${nameOf(path)}\``;
  return { name: `only ${name || "the result"} is wrong`, hint };
}

/** What the right function makes of misread arguments. */
type MisreadRuns = KnownMistake & { runs: Run[] };

/** They are the same in every trial of an exercise. */
const misreadRuns = new WeakMap<FunctionSpec<AnyFunction>, MisreadRuns[]>();

function misread(trial: Trial, fits: Fits): KnownMistake | undefined {
  const { exercise } = trial;
  const all = misreadRuns.get(exercise) ?? runMisread(trial);
  misreadRuns.set(exercise, all);
  const found = all.find(({ runs }) => fits((c) => runs[c]));
  return found && { name: found.name, hint: found.hint };
}

/** Leaves out the misreadings that make no sense, or make a loop endless. */
function runMisread(trial: Trial): MisreadRuns[] {
  const { exercise } = trial;
  const inputs = argumentsOf(trial);
  const run = ({ spoil, name, hint }: Misreading): MisreadRuns[] => {
    try {
      const cases = inputs.map((args) => {
        const wrong = spoil(args);
        return exercise.parameters.map((parameter) => wrong[parameter]);
      });
      const runs = runCases(exercise, exercise.reference, cases);
      return [{ name, hint, runs }];
    } catch {
      return []; // an argument that cannot be misread like this
    }
  };
  const all = misreadings(inputs[0], exercise.changes ?? []);
  return (
    inTime(ALL_MS, () => all.flatMap(run)) ??
    all.flatMap((one) => inTime(ONE_MS, () => run(one)) ?? [])
  );
}

function inTime<T>(limitMs: number, run: () => T): T | undefined {
  try {
    return withTimeLimit(limitMs, run);
  } catch {
    return undefined;
  }
}
