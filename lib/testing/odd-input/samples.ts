/*
 * Right arguments that several tables use: small tensors, models and runs.
 */
import {
  type BlockContext,
  createTrainingRun,
  createTrainingSequences,
  type Tensor,
  TinyLLM,
  referenceBackend,
  type TokenBatch,
  type TrainingRun,
  type TrainingSequence,
} from "../../core";

export const SIZES = {
  vocabSize: 8,
  dModel: 4,
  nHeads: 2,
  nLayers: 1,
  dFf: 8,
  maxSeqLen: 6,
  dropout: 0.1,
  positions: "sinusoidal" as const,
  attentionBias: false,
  seed: 1,
};

export const backend = referenceBackend();
export const { create, ops } = backend;

export const fill = (...shape: number[]): Tensor => {
  const tensor = backend.create(shape);
  tensor.data.forEach((_, i) => (tensor.data[i] = Math.sin(i + 1)));
  return tensor;
};
export const list = (...values: number[]): Int32Array =>
  Int32Array.from(values);
export const model = (): TinyLLM => new TinyLLM(SIZES, backend);
export const windows = (): TrainingSequence[] =>
  createTrainingSequences(list(0, 1, 2, 3, 4, 5, 6, 7, 1), { length: 2 });
export const batch = (): TokenBatch => ({
  inputs: list(0, 1, 2, 3),
  targets: list(1, 2, 3, 4),
  batchSize: 2,
  length: 2,
});
export const gradientsOf = (owner: TinyLLM): TinyLLM => {
  owner.lossAndGradients(batch());
  return owner;
};
export const context = (): BlockContext => ({
  ops,
  create: backend.create,
  zeros: backend.create,
  attend: (qkv) => ops.attentionForward({ qkv, nHeads: 2 }, backend.create),
});
export const run = (): TrainingRun =>
  createTrainingRun({ model: model(), sequences: windows(), totalSteps: 9, batchSize: 2 }); // prettier-ignore
