import { ensure } from "../core/base/expect";
import { readTensors, writeTensors } from "./safetensors";
import { restore, weightsOf } from "./model-file";
import type { Tensor } from "../core/base/tensor";
import type { StepRecord, TrainingRun } from "../core/training/training-run";

/** The position of a run. */
interface Progress {
  step: number;
  tokens: number;
  elapsedMs: number;
  optimizerSteps: number;
  records: StepRecord[];
}

/**
 * Saves everything that a training run needs to continue: weights, the
 * optimizer's state, and its position.
 *
 * @param run a run from {@link createTrainingRun}
 * @param path where to write, such as "checkpoints/run.safetensors"
 * @see notebooks/14-training-loop.ipynb
 */
export function saveRun(run: TrainingRun, path: string): void {
  const { step, tokens, elapsedMs, records, optimizer } = run;
  const optimizerSteps = optimizer.steps;
  const progress = { step, tokens, elapsedMs, optimizerSteps, records };
  const metadata = {
    config: JSON.stringify(run.model.config),
    progress: JSON.stringify(progress),
  };
  writeTensors(path, { tensors: stateOf(run), metadata });
}

/**
 * Restores a run that {@link saveRun} saved. Training then continues as if it
 * had never stopped, bit for bit.
 *
 * @param run a new one with the same options
 * @param path path of the file
 * @throws if the file is missing or broken, or was saved from another model
 */
export function resumeRun(run: TrainingRun, path: string): void {
  const file = readTensors(path);
  const config = JSON.stringify(run.model.config);
  ensure(
    file.metadata.config === config && "progress" in file.metadata,
    () =>
      `resumeRun: ${JSON.stringify(path)} must come from a run of the same model; ` +
      `its config is ${file.metadata.config}, but this run's is ${config}.`,
  );
  restore(path, stateOf(run), file);
  const progress = JSON.parse(file.metadata.progress) as Progress;
  const { optimizerSteps, ...rest } = progress;
  Object.assign(run, rest);
  run.optimizer.steps = optimizerSteps;
}

function stateOf({ model, optimizer }: TrainingRun): Map<string, Tensor> {
  const state = weightsOf(model.parameters);
  for (const [name, tensor] of Object.entries(optimizer.state)) {
    state.set(`optimizer.${name}`, tensor);
  }
  return state;
}
