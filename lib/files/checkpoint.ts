import { type Backend, referenceBackend } from "../core/model/backend";
import { ensure, shapeText } from "../core/base/expect";
import type { Parameters } from "../core/model/parameters";
import { readTensors, type TensorFile, writeTensors } from "./safetensors";
import type { Tensor } from "../core/base/tensor";
import { TinyLLM } from "../core/model/tinyllm";
import type { TinyLLMOptions } from "../core/model/config";
import type { StepRecord, TrainingRun } from "../core/training/training-run";

/**
 * Saves a model's weights and configuration as a safetensors file.
 *
 * @param model any TinyLLM
 * @param path where to write, such as "checkpoints/moby-dick.safetensors"
 * @see notebooks/15-train-tinyllm.ipynb
 */
export function saveModel(model: TinyLLM, path: string): void {
  const metadata = { config: JSON.stringify(model.config) };
  writeTensors(path, { tensors: weightsOf(model.parameters), metadata });
}

/**
 * Builds the model that {@link saveModel} or {@link saveRun} saved.
 *
 * @param path path of the file
 * @param backend the operations to use @defaultValue plain TypeScript, 32-bit
 * @throws if the file is missing, broken, or does not hold a model
 */
export function loadModel(
  path: string,
  backend: Backend = referenceBackend(),
): TinyLLM {
  const file = readTensors(path);
  ensure(
    "config" in file.metadata,
    () =>
      `loadModel: ${JSON.stringify(path)} must hold a model's config; it has none. Was it ` +
      `written by saveModel or saveRun?`,
  );
  const config = JSON.parse(file.metadata.config) as TinyLLMOptions;
  const model = new TinyLLM(config, backend);
  restore(path, weightsOf(model.parameters), file);
  return model;
}

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

function weightsOf({ list }: Parameters): Map<string, Tensor> {
  return new Map(list.map(({ name, values }) => [name, values]));
}

function stateOf({ model, optimizer }: TrainingRun): Map<string, Tensor> {
  const state = weightsOf(model.parameters);
  for (const [name, tensor] of Object.entries(optimizer.state)) {
    state.set(`optimizer.${name}`, tensor);
  }
  return state;
}

function restore(
  path: string,
  wanted: Map<string, Tensor>,
  { tensors }: TensorFile,
): void {
  for (const [name, tensor] of wanted) {
    const found = tensors.get(name);
    ensure(
      found?.data.length === tensor.data.length,
      () =>
        `${JSON.stringify(path)} must hold "${name}" of shape ` +
        `${shapeText(tensor.shape)}; it has ` +
        `${found ? shapeText(found.shape) : "none"}. ` +
        `Was it saved with the same optimizer and configuration?`,
    );
    tensor.data.set(found.data);
  }
}
