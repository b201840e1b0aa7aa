import { statSync } from "node:fs";

import { ensure } from "../core/base/expect";
import type { Tensor } from "../core/base/tensor";
import { ensureIdle, type TrainingRun } from "../core/training/training-run";
import { findCheckpoint } from "./checkpoint-folder";
import { modelMetadata, restore, weightsOf } from "./model-file";
import { ensureVersion } from "./notes";
import { progressOf, readProgress } from "./progress";
import {
  differences,
  readSettings,
  type RunSettings,
  settingsOf,
} from "./run-settings";
import { readTensors, writeTensors } from "./safetensors";

/**
 * Saves everything that a training run needs to continue: weights, the
 * optimizer's state, the history, the tokenizer if the run has one, its
 * position, and what made it. The order of the windows and the dropout masks
 * follow from the seeds and the step, so no generator's state is needed.
 *
 * `train(run, { checkpoint: { folder } })` does this by itself.
 *
 * @param run a run from {@link createTrainingRun}
 * @param path where to write, such as "checkpoints/run.safetensors"
 * @throws if the file cannot be written; an earlier one is then still whole
 * @see notebooks/14-training-loop.ipynb
 */
export function saveRun(run: TrainingRun, path: string): void {
  writeRun(run, path, settingsOf(run));
}

/** {@link saveRun} for settings that are known already. */
export function writeRun(
  run: TrainingRun,
  path: string,
  settings: RunSettings,
): void {
  const { model, tokenizer } = run;
  const metadata = {
    ...modelMetadata(model, tokenizer),
    progress: JSON.stringify(progressOf(run)),
    settings: JSON.stringify(settings),
    savedAt: new Date().toISOString(),
    software: `tinyllm ${VERSION}, Node ${process.versions.node}`,
  };
  writeTensors(path, { tensors: stateOf(run), metadata });
}

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { version: VERSION } = require("../../package.json") as {
  version: string;
};

/** Options of {@link resumeRun}. */
export interface ResumeOptions {
  /**
   * continues although settings differ from those of the saved run; the result
   * is then that of neither
   * @defaultValue false
   */
  allowChanges?: boolean;
  /**
   * continues although this run has already come further than the saved one,
   * whose later steps are lost
   * @defaultValue false
   */
  allowOlder?: boolean;
}

/**
 * Restores a run that {@link saveRun} or `train` saved. Training then continues
 * as if it had never stopped, bit for bit. Everything is checked before
 * anything is changed.
 *
 * @param run a new one with the same options
 * @param path path of the file, or a folder of checkpoints, whose newest is
 *   taken
 * @param options what may differ
 * @throws if the file is missing or broken; if a setting differs from the saved
 *   run's, each of which is named; if the run has come further; or if it is
 *   being trained
 * @see notebooks/14-training-loop.ipynb
 */
export function resumeRun(
  run: TrainingRun,
  path: string,
  { allowChanges = false, allowOlder = false }: ResumeOptions = {},
): void {
  ensureIdle("resumeRun", run);
  const chosen = isFolder(path) ? newestIn(path) : path;
  const file = readTensors(chosen);
  const { metadata } = file;
  ensureVersion(chosen, metadata);
  ensure(
    "progress" in metadata,
    () =>
      `resumeRun: ${JSON.stringify(chosen)} must be a saved run; it has no ` +
      `progress. Was it written by saveModel? loadModel reads that.`,
  );
  const progress = readProgress(chosen, metadata);
  const changes = differences(readSettings(chosen, metadata), settingsOf(run));
  ensure(
    changes.length === 0 || allowChanges,
    () =>
      `resumeRun: ${JSON.stringify(chosen)} must come from a run with the same ` +
      `settings; these differ: ${changes.join("; ")}. Make the run with those of ` +
      `the file, or continue all the same with ` +
      `resumeRun(run, path, { allowChanges: true }).`,
  );
  ensure(
    progress.step <= run.totalSteps,
    () =>
      `resumeRun: a run of ${run.totalSteps} steps cannot continue after step ` +
      `${progress.step}, at which ${JSON.stringify(chosen)} was saved. Make ` +
      `one with more steps.`,
  );
  ensure(
    progress.step >= run.step || allowOlder,
    () =>
      `resumeRun: the run is at step ${run.step}, and ` +
      `${JSON.stringify(chosen)} was saved at step ${progress.step}: the steps ` +
      `between would be lost. If you want that, write ` +
      `resumeRun(run, path, { allowOlder: true }).`,
  );
  restore(chosen, stateOf(run), file);
  const { optimizerSteps, step, tokens, elapsedMs, records } = progress;
  Object.assign(run, { step, tokens, elapsedMs, records });
  run.optimizer.steps = optimizerSteps;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function newestIn(folder: string): string {
  const found = findCheckpoint(folder);
  ensure(
    found !== undefined,
    () =>
      `resumeRun: ${JSON.stringify(folder)} must hold a checkpoint; there is ` +
      `none. Was the run trained with checkpoint: { folder }?`,
  );
  return found.path;
}

function stateOf({ model, optimizer }: TrainingRun): Map<string, Tensor> {
  const state = weightsOf(model.parameters);
  for (const [name, tensor] of Object.entries(optimizer.state)) {
    state.set(`optimizer.${name}`, tensor);
  }
  return state;
}
