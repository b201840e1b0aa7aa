import { join } from "node:path";

import { ensure, expectNumber, show } from "../core/base/expect";
import {
  type TrainingLoopOptions,
  trainingLoop,
  type TrainingObserver,
  type TrainingOutcome,
} from "../core/training/train";
import { ensureIdle, type TrainingRun } from "../core/training/training-run";
import { writeRun } from "./checkpoint";
import {
  BEST,
  checkpointPath,
  deleteOld,
  findCheckpoint,
  listCheckpoints,
  lowestLoss,
  putAside,
} from "./checkpoint-folder";
import {
  differences,
  readSettings,
  type RunSettings,
  settingsOf,
} from "./run-settings";

/** Where and how often {@link train} saves a run. */
export interface CheckpointOptions {
  /** of this run alone; created if it is missing */
  folder: string;
  /**
   * steps between two checkpoints, or a time such as "2 minutes", "30 seconds"
   * @defaultValue "2 minutes"
   */
  every?: number | string;
  /**
   * number of checkpoints that are kept, beside the best on validation
   * @defaultValue 2
   */
  keep?: number;
  /**
   * moves what another run, or this one when it was further, left in the
   * folder to a folder beside it
   * @defaultValue false
   */
  putAside?: boolean;
}

/** Options of {@link train}. */
export interface TrainOptions extends TrainingLoopOptions {
  /** saves the run while it trains and at its end */
  checkpoint?: CheckpointOptions;
}

/**
 * Trains until the run is complete, or stopped, and saves it on the way: it is
 * {@link trainingLoop} with checkpoints. Calling it again continues the run.
 *
 * After a crash, `resumeRun(run, folder)` with a new run of the same options
 * restores the newest checkpoint; at most the steps since then are repeated.
 *
 * @param run the result of {@link createTrainingRun}; updated during training
 * @param options observer, abort signal, number of steps, checkpoints
 * @returns why it ended, and the records of the whole run
 * @throws TrainingDiverged if the loss or the gradient is NaN or infinite; the
 *   weights are then those of the last good step. RangeError if the run is
 *   being trained already, or the folder holds checkpoints of another run or of
 *   later steps.
 * @see notebooks/14-training-loop.ipynb
 */
export async function train(
  run: TrainingRun,
  { checkpoint, ...options }: TrainOptions = {},
): Promise<TrainingOutcome> {
  if (!checkpoint) return trainingLoop(run, options);
  ensureIdle("train", run);
  const saver = createSaver(run, checkpoint);
  const observer = inTurn(options.observer, saver);
  return trainingLoop(run, { ...options, observer });
}

/** An observer that saves the run it observes. */
function createSaver(
  run: TrainingRun,
  { folder, every = "2 minutes", keep = 2, ...options }: CheckpointOptions,
): TrainingObserver {
  ensure(
    typeof folder === "string" && folder !== "",
    () =>
      `train: checkpoint.folder must be the path of a folder, such as ` +
      `"checkpoints/moby-dick"; got ${show(folder)}.`,
  );
  const isDue = createClock(every);
  expectNumber("train: checkpoint.keep", keep, { whole: true, least: 1 });
  const settings = settingsOf(run);
  prepareFolder(run, { folder, settings, ...options });
  const known = new Set(listCheckpoints(folder));
  const write = (path: string): void => {
    expectOneWriter(folder, known);
    writeRun(run, path, settings);
    known.add(path);
  };
  let saved = run.step;
  const save = (): void => {
    if (run.step === saved) return;
    write(checkpointPath(folder, run.step));
    saved = run.step;
    deleteOld(folder, keep);
  };
  return {
    step({ validationLoss = Infinity }) {
      if (validationLoss < lowestLoss(folder)) write(join(folder, BEST));
      if (isDue(run.step - saved)) save();
    },
    end({ reason }) {
      if (reason !== "diverged") save();
    },
  };
}

const UNITS = { second: 1e3, minute: 60e3, hour: 3600e3 } as const;

/** Says, from the steps since the last checkpoint, whether one is due. */
function createClock(every: number | string): (steps: number) => boolean {
  if (typeof every === "number") {
    const rule = {
      whole: true,
      least: 1,
      hint: 'Or write a time: "2 minutes".',
    };
    expectNumber("train: checkpoint.every", every, rule);
    return (steps) => steps >= every;
  }
  const time = /^(\d+(?:\.\d+)?) (second|minute|hour)s?$/.exec(String(every));
  ensure(
    time !== null && Number(time[1]) > 0,
    () =>
      `train: checkpoint.every must be a number of steps, or a time such as ` +
      `"30 seconds" or "2 minutes"; got ${show(every)}.`,
  );
  const interval = Number(time[1]) * UNITS[time[2] as keyof typeof UNITS];
  let last = performance.now();
  return () => {
    if (performance.now() - last < interval) return false;
    last = performance.now();
    return true;
  };
}

/** Checks that the folder holds nothing that this run would overwrite. */
function prepareFolder(
  run: TrainingRun,
  options: { folder: string; settings: RunSettings; putAside?: boolean },
): void {
  const { folder, settings } = options;
  const found = findCheckpoint(folder);
  if (!found) return;
  const { path, step, metadata } = found;
  const changes = differences(readSettings(path, metadata), settings);
  if (options.putAside && (changes.length > 0 || step > run.step)) {
    putAside(folder);
    return;
  }
  const cure =
    `Take another folder for this run, or let train move them to a folder ` +
    `beside it with checkpoint: { folder, putAside: true }.`;
  ensure(
    changes.length === 0,
    () =>
      `train: ${JSON.stringify(folder)} must hold checkpoints of this run ` +
      `only; those in it are of another: ${changes.join("; ")}. ${cure}`,
  );
  ensure(
    step <= run.step,
    () =>
      `train: ${JSON.stringify(folder)} holds this run at step ${step}, and it ` +
      `would begin again after step ${run.step}. resumeRun(run, ` +
      `${JSON.stringify(folder)}) continues it. ${cure}`,
  );
}

/**
 * Checks that no other program saves its run in the folder: a notebook that is
 * open twice, for example. The first one that saves goes on.
 *
 * @param known the checkpoints that this run found or wrote
 */
function expectOneWriter(folder: string, known: ReadonlySet<string>): void {
  const [newest] = listCheckpoints(folder);
  ensure(
    newest === undefined || known.has(newest),
    () =>
      `train: ${JSON.stringify(folder)} must be written by one run at a time; ` +
      `another notebook or program has saved ${JSON.stringify(newest)} since ` +
      `this run began. Shut down one of the two kernels. To continue in this ` +
      `one, write resumeRun(run, ${JSON.stringify(folder)}) first.`,
  );
}

/** Two observers as one. */
function inTurn(
  first: TrainingObserver | undefined,
  second: TrainingObserver,
): TrainingObserver {
  return {
    start: (plan) => (first?.start?.(plan), second.start?.(plan)),
    step: (record) => (first?.step?.(record), second.step?.(record)),
    end: (outcome) => (first?.end?.(outcome), second.end?.(outcome)),
  };
}
