import { TOLERANCE } from "./compare";
import type { AnyFunction, FunctionSpec } from "./exercise";
import { isEmptyFunction, isSameCode } from "./open";
import { recognizeSlip } from "./recognize";
import { TooSlow, withTimeLimit } from "./time-limit";
import {
  compareRuns,
  createTrial,
  sameWhereWhole,
  runCases,
  runOwn,
  sameRuns,
  judgedPart,
  thrownName,
  thrownText,
  type Run,
  type Trial,
} from "./trial";
import { valueText } from "./value-text";
import { deepCopy } from "./values";
import {
  diagnosis,
  failed,
  type Failed,
  type Failure,
  type Open,
  type Passed,
  type Verdict,
} from "./verdict";

/**
 * A right answer takes a few milliseconds. In 1.5 s a loop that only pushes
 * fills the longest list that V8 can make, and the whole process ends.
 */
const LIMIT_MS = 600;

/** In which case it fails is for the learner to find out. */
const UNTOUCHED =
  "You have not changed the function yet: find the bug, then run this cell " +
  "again. As given, it fails in some cases.";

/**
 * Judges a function: the same seeded cases for the reference and for the
 * answer, each on its own copy of the input.
 *
 * @param exercise what was asked
 * @param answer what came, of any type but undefined
 * @param limitMs how long the answer may take for all cases together
 */
export function judgeFunction(
  exercise: FunctionSpec<AnyFunction>,
  answer: unknown,
  limitMs: number = LIMIT_MS,
): Verdict {
  if (typeof answer !== "function")
    return failed(`The answer must be a function; got ${valueText(answer)}.`);
  const code = answer as AnyFunction;
  const untouched = openByText(exercise, code);
  if (untouched) return untouched;
  const trial = createTrial(exercise);
  const runs = runWithinLimit(trial, code, limitMs);
  return runs ? judgeRuns(trial, runs) : tooSlow(limitMs);
}

/** The verdict on a function that is empty, or still as it was given. */
export function openByText(
  { given }: Pick<FunctionSpec<AnyFunction>, "given">,
  code: AnyFunction,
): Open | undefined {
  if (isEmptyFunction(code))
    return { state: "open", sentence: "The function has no code yet." };
  return given && isSameCode(code, given)
    ? { state: "open", sentence: UNTOUCHED }
    : undefined;
}

/** The verdict on a function that was stopped. */
export function tooSlow(limitMs: number): Failed {
  return failed(
    `It did not end within ${limitMs / 1000} s and was stopped. ` +
      `Is there a loop that never ends? Look at what should end it.`,
  );
}

/**
 * Judges what a function made of the cases, wherever it ran.
 *
 * @param trial the exercise and its cases
 * @param runs one per case
 */
export function judgeRuns(trial: Trial, runs: Run[]): Verdict {
  return runs.some(({ error }) => thrownName(error?.thrown) === "ExerciseOpen")
    ? { state: "open", sentence: "The function is not written yet." }
    : verdictOn(trial, runs);
}

function runWithinLimit(
  trial: Trial,
  code: AnyFunction,
  limitMs: number,
): Run[] | undefined {
  const { exercise, cases } = trial;
  try {
    return withTimeLimit(limitMs, () => runCases(exercise, code, cases));
  } catch (error) {
    if (error instanceof TooSlow) return undefined;
    throw error;
  }
}

function verdictOn(trial: Trial, runs: Run[]): Verdict {
  const { exercise, cases } = trial;
  const tolerance = exercise.tolerance ?? TOLERANCE;
  let largest = 0;
  for (let c = 0; c < cases.length; c++) {
    const found = inspect(trial, runs, c, tolerance);
    largest = Math.max(largest, found.largest);
    if (found.failure) return explain(trial, runs, found.failure, tolerance);
  }
  const spoiler = runs.findIndex(({ spoiled }) => spoiled !== undefined);
  if (spoiler >= 0)
    return explain(trial, runs, spoiledInput(trial, runs, spoiler), tolerance);
  const witness = askWitness(trial, runs);
  if ("sentence" in witness) return { state: "failed", failure: witness };
  return { state: "passed", cases: cases.length, largest, ...witness };
}

/** Looks at one case: exception first, then values. */
function inspect(
  trial: Trial,
  runs: Run[],
  c: number,
  tolerance: number,
): { failure?: Failure; largest: number } {
  const { right, judged } = trial;
  const run = runs[c];
  const input = inputOf(trial, c);
  const expected = judgedPart(trial, right[c]);
  if (run.error) {
    const sentence = `It threw ${thrownText(run.error.thrown)}`;
    return { failure: { sentence, input, expected }, largest: Infinity };
  }
  const { difference, largest } = compareRuns(judged, right[c], run, tolerance);
  if (difference) {
    const yours = judgedPart(trial, run);
    const sentence = run.spoiled
      ? `${difference.sentence} It also changed the input ${run.spoiled}.`
      : difference.sentence;
    const failure = { ...difference, sentence, input, expected, yours };
    return { failure, largest };
  }
  return { largest };
}

function inputOf(trial: Trial, c: number): Record<string, unknown> {
  const { exercise, cases } = trial;
  return Object.fromEntries(
    exercise.parameters.map((name, i) => [name, cases[c][i]]),
  );
}

/** What to say when every case is right, but an argument has changed. */
function spoiledInput(trial: Trial, runs: Run[], c: number): Failure {
  const sentence =
    `The answer is right, but it changed the input ${runs[c].spoiled} on the ` +
    `way, and the caller still needs it. Work on a copy.`;
  return { sentence, input: inputOf(trial, c) };
}

/** Finds out whether the answer is a classic mistake or still as given. */
function explain(
  trial: Trial,
  runs: Run[],
  failure: Failure,
  tolerance: number,
): Verdict {
  const { exercise } = trial;
  const does = (code: AnyFunction, within: number): boolean =>
    sameRuns(trial, runs, runOwn(trial, code), within);
  const fitting = fittingMistakes(trial, runs, tolerance);
  if (exercise.given && does(exercise.given, 0)) {
    const sentence = `Your change makes no difference: ${failure.sentence}`;
    const named = diagnosis(fitting);
    return { state: "failed", failure: { ...failure, sentence, ...named } };
  }
  const slip =
    fitting.length === 0 ? recognizeSlip(trial, runs, tolerance) : undefined;
  const found = diagnosis(slip ? [slip] : fitting);
  return { state: "failed", failure: { ...failure, ...found } };
}

/**
 * The mistakes that give exactly these answers. One that changes its input
 * fits an answer that does so, too; one that does not may fit any.
 */
function fittingMistakes(trial: Trial, runs: Run[], tolerance: number) {
  const { exercise } = trial;
  const all = exercise.mistakes.map((mistake) => ({
    mistake,
    theirs: runOwn(trial, mistake.answer),
  }));
  const exact = all.filter(({ theirs }) =>
    sameRuns(trial, runs, theirs, tolerance),
  );
  const fitting =
    exact.length > 0
      ? exact
      : all.filter(({ theirs }) =>
          sameWhereWhole(trial, runs, theirs, tolerance),
        );
  const alike = fitting.filter(({ theirs }) =>
    theirs.every(({ spoiled }, c) => spoiled === runs[c].spoiled),
  );
  const harmless = fitting.filter(({ theirs }) =>
    theirs.every(({ spoiled }) => spoiled === undefined),
  );
  return (alike.length > 0 ? alike : harmless).map(({ mistake }) => mistake);
}

/** Holds the answers against the second opinion, if there is one. */
function askWitness(
  trial: Trial,
  runs: Run[],
): Failure | Pick<Passed, "witness"> {
  const { exercise, cases, judged } = trial;
  const { witness } = exercise;
  if (!witness) return {};
  let largest = 0;
  for (let c = 0; c < cases.length; c++) {
    const expected = witness.expected(...cases[c].map(deepCopy));
    const after =
      judged.length === 1
        ? { [judged[0]]: expected }
        : (expected as Record<string, unknown>);
    const found = compareRuns(judged, { after }, runs[c], witness.tolerance);
    largest = Math.max(largest, found.largest);
    if (found.difference) {
      const sentence = `${witness.name}: ${found.difference.sentence}`;
      return { sentence };
    }
  }
  return { witness: { name: witness.name, largest } };
}
