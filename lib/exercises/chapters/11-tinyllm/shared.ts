import { normal, type Random } from "../../../core/base/random";
import { type Tensor, zeros64 } from "../../../core/base/tensor";
import type { BlockTensors, ModelTensors } from "../../../core/model/config";
import { whole } from "../../author";

/** The sizes of a model that is small enough for an exercise. */
export interface Sizes {
  vocabSize: number;
  dModel: number;
  nHeads: number;
  nLayers: number;
  dFf: number;
  batchSize: number;
  length: number;
}

/** Sizes of which no two that could be exchanged are equal. */
export function sizesOf(random: Random, c: number): Sizes {
  const nHeads = [2, 3, 2][c % 3];
  return {
    vocabSize: 11,
    nHeads,
    dModel: 2 * nHeads,
    nLayers: 2 + (c % 2),
    dFf: whole(random, 7, 9),
    batchSize: 2,
    length: 3,
  };
}

/** A tensor of numbers around `mean`. */
export function noise(
  random: Random,
  shape: readonly number[],
  mean: number = 0,
): Tensor {
  const tensor = zeros64(shape);
  tensor.data.forEach((_, i) => (tensor.data[i] = mean + normal(random) / 2));
  return tensor;
}

/** Weights of one block, none of them 0 or 1. */
export function blockTensors(
  random: Random,
  { dModel: C, dFf: F }: Sizes,
): BlockTensors {
  const of = (...shape: number[]): Tensor => noise(random, shape);
  return {
    norm1Gain: noise(random, [C], 1),
    norm1Bias: of(C),
    qkvWeight: of(3 * C, C),
    projectionWeight: of(C, C),
    norm2Gain: noise(random, [C], 1),
    norm2Bias: of(C),
    upWeight: of(F, C),
    upBias: of(F),
    downWeight: of(C, F),
    downBias: of(C),
  };
}

/** Weights of a whole model. */
export function modelTensors(random: Random, sizes: Sizes): ModelTensors {
  const { vocabSize, dModel, nLayers } = sizes;
  return {
    tokenEmbedding: noise(random, [vocabSize, dModel]),
    finalGain: noise(random, [dModel], 1),
    finalBias: noise(random, [dModel]),
    blocks: Array.from({ length: nLayers }, () => blockTensors(random, sizes)),
  };
}

/** Tensors of 0 with the shapes of others. */
export function zerosLike<T extends object>(tensors: T): T {
  const entries = Object.entries(tensors as Record<string, Tensor>);
  return Object.fromEntries(
    entries.map(([name, { shape }]) => [name, zeros64(shape)]),
  ) as T;
}

/** The numbers of a step, without what its backward pass needs. */
export function outOf({ out }: { out: Tensor }): Tensor {
  return out;
}
