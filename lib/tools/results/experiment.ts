import type { TrainingRun } from "../../core/training/training-run";
import { trainingLoop } from "../../core/training/train";
import type { ResultRun } from "../../corpus/results";
import type { FastBackend } from "../../fast";

/** What an experiment gets from the command line. */
export interface Context {
  backend: FastBackend;
  /** true to try out whether everything works: a few steps of each run */
  quick: boolean;
  /** path of `--text` */
  text?: string;
  /** where the results go, for files beside them */
  folder: string;
  /** Prints a line of progress. */
  print(line: string): void;
  /** with `--go-on`, the runs that the file has already */
  finished: readonly ResultRun[];
  /** Writes the runs so far, so that an interruption does not lose them. */
  save(runs: readonly ResultRun[]): void;
}

/** A seeded experiment, whose results are stored and shown in chapters. */
export interface Experiment {
  /** of the command and the file */
  name: string;
  /** what is tried, in one sentence */
  about: string;
  /** expected time on two cores of an AMD EPYC (Zen 5) with nothing else running */
  minutes: number;
  /** true if it needs `--text` */
  needsText?: boolean;
  run(context: Context): Promise<ResultRun[]>;
}

/**
 * Does the runs of a long experiment, one after the other, and saves after each.
 * Runs that are finished are not repeated.
 *
 * @param context of the experiment
 * @param runs by their names
 */
export async function runEach(
  { finished, save }: Context,
  runs: ReadonlyMap<string, () => Promise<ResultRun>>,
): Promise<ResultRun[]> {
  const done: ResultRun[] = [];
  for (const [name, run] of runs) {
    done.push(finished.find((one) => one.name === name) ?? (await run()));
    save(done);
  }
  return done;
}

/** Options of {@link trainAndRecord}. */
export interface RecordOptions {
  /** what else was chosen; the run's own settings are added */
  settings?: ResultRun["settings"];
  /** measured with the current model at each validation, for the curve */
  measure?: () => Record<string, number>;
  /** receives each validation loss and its step, such as to keep the best weights */
  measured?: (validationLoss: number, step: number) => void;
  /** ends the run early */
  signal?: AbortSignal;
}

/**
 * Trains a run, and prints and collects what it measures. The
 * training losses of the curve are means over the steps since the last point.
 *
 * @param context of the experiment
 * @param name of the run
 * @param run a new run with validation windows
 * @param options further settings and measurements
 * @returns a run whose `final` holds its last validation loss; add to it
 */
export async function trainAndRecord(
  context: Context,
  name: string,
  run: TrainingRun,
  { settings, measure, measured, signal }: RecordOptions = {},
): Promise<ResultRun> {
  const { model, schedule, optimizer, batchSize, maxNorm, seed } = run;
  const curve: ResultRun["curve"] = [];
  const samples: ResultRun["samples"] = [];
  const started = performance.now();
  const seconds = (): number => round((performance.now() - started) / 1000, 1);
  const totalSteps = context.quick ? Math.min(4, run.totalSteps) : undefined;
  let losses: number[] = [];
  await trainingLoop(run, {
    steps: totalSteps,
    signal,
    observer: {
      step({ step, loss, validationLoss, sample }) {
        losses.push(loss);
        if (validationLoss === undefined && step !== totalSteps) return;
        const train = losses.reduce((sum, one) => sum + one, 0) / losses.length;
        const validation = validationLoss ?? train;
        const point = { step, train, validation, ...measure?.() };
        measured?.(validation, step);
        losses = [];
        curve.push(mapValues(point, round));
        if (sample !== undefined) samples.push({ step, text: sample });
        context.print(progressLine(name, run, point, seconds()));
      },
    },
  });
  const { weightDecay, ...others } = { weightDecay: 0, ...optimizer.settings };
  return {
    name,
    settings: {
      ...settings,
      ...model.config,
      parameters: model.parameters.values.data.length,
      batchSize,
      ...schedule,
      ...others,
      weightDecay,
      maxNorm,
      orderSeed: seed,
    },
    seconds: seconds(),
    curve,
    final: { validation: curve[curve.length - 1].validation },
    samples,
  };
}

function progressLine(
  name: string,
  { totalSteps }: TrainingRun,
  { step, ...measured }: { step: number } & Record<string, number>,
  seconds: number,
): string {
  const numbers = Object.entries(measured).map(
    ([what, value]) => `${what} ${value.toFixed(3)}`,
  );
  const left = Math.round((seconds / step) * (totalSteps - step));
  return (
    `${name}: step ${step} of ${totalSteps}, ${numbers.join(", ")}; ` +
    `${Math.round(seconds)} s, about ${left} s left`
  );
}

function mapValues(
  values: Record<string, number>,
  change: (value: number) => number,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, change(value)]),
  );
}

/** Rounds a number for the file. */
export function round(value: number, digits = 5): number {
  return Number(value.toFixed(digits));
}
