import { ensure, expectNumber, expectNumbers } from "../base/expect";
import type { Tensor } from "../base/tensor";
import { fillSinusoids, type DropoutMask } from "../ops";
import { dropoutKey } from "../ops/dropout";
import type { Backend } from "./backend";
import { type ParameterSpec, vectorSpec, weightSpec } from "./parameters";

/**
 * The sizes and settings of a TinyLLM.
 * @see notebooks/11-tinyllm.ipynb
 */
export interface TinyLLMConfig {
  /** V: number of different tokens */
  vocabSize: number;
  /**
   * C: numbers per position
   * @defaultValue 128
   */
  dModel: number;
  /**
   * NH: heads of each attention; C must be a multiple of it
   * @defaultValue 4
   */
  nHeads: number;
  /**
   * number of blocks
   * @defaultValue 4
   */
  nLayers: number;
  /**
   * hidden numbers of each feed-forward
   * @defaultValue 512
   */
  dFf: number;
  /**
   * longest sequence, in tokens
   * @defaultValue 128
   */
  maxSeqLen: number;
  /**
   * share of numbers dropped in training, at least 0 and below 1
   * @defaultValue 0.1
   */
  dropout: number;
  /**
   * fixed waves, as strong as the initial embeddings, or one trained row per
   * position, as in GPT-2
   * @defaultValue "sinusoidal"
   */
  positions: "sinusoidal" | "learned";
  /**
   * whether the attention's projections have biases, as in GPT-2
   * @defaultValue false
   */
  attentionBias: boolean;
  /**
   * seed of the initial weights and the dropout masks
   * @defaultValue 1
   */
  seed: number;
}

const DEFAULTS = {
  dModel: 128,
  nHeads: 4,
  nLayers: 4,
  dFf: 512,
  maxSeqLen: 128,
  dropout: 0.1,
  positions: "sinusoidal",
  attentionBias: false,
  seed: 1,
} as const;

/** A configuration in which only the vocabulary is required. */
export type TinyLLMOptions = Pick<TinyLLMConfig, "vocabSize"> &
  Partial<TinyLLMConfig>;

const SIZE = { whole: true, least: 1 };

const RULES = {
  vocabSize: SIZE,
  dModel: SIZE,
  nHeads: SIZE,
  nLayers: SIZE,
  dFf: SIZE,
  maxSeqLen: SIZE,
  dropout: { least: 0, below: 1 },
  seed: { whole: true },
};

/**
 * Fills in the defaults and checks the rules.
 *
 * @throws if a size is not an integer above zero, dModel is not a multiple of
 *   nHeads, or dropout is not in [0, 1)
 */
export function tinyLLMConfig(options: TinyLLMOptions): TinyLLMConfig {
  const config: TinyLLMConfig = { ...DEFAULTS, ...options };
  expectConfig(config);
  return config;
}

function expectConfig(config: TinyLLMConfig): void {
  expectNumbers("TinyLLM", config, RULES);
  const { dModel, nHeads, nLayers, dFf, vocabSize, maxSeqLen } = config;
  const perBlock = 4 * dModel + 2 * dFf;
  const rows = vocabSize + maxSeqLen + nLayers * perBlock;
  expectNumber("TinyLLM: number of weights", rows * dModel, {
    most: 2 ** 31,
    hint: "Choose smaller sizes.",
  });
  ensure(
    dModel % nHeads === 0,
    () =>
      `TinyLLM: dModel must be a multiple of nHeads, because each head gets ` +
      `dModel / nHeads numbers; got ${dModel} and ${nHeads}.`,
  );
}

/** The tensors of one block, weights or their gradients: C = dModel. */
export interface BlockTensors {
  /** (C) */
  norm1Gain: Tensor;
  /** (C) */
  norm1Bias: Tensor;
  /** (3C, C) */
  qkvWeight: Tensor;
  /** (3C), with attentionBias */
  qkvBias?: Tensor;
  /** (C, C) */
  projectionWeight: Tensor;
  /** (C), with attentionBias */
  projectionBias?: Tensor;
  /** (C) */
  norm2Gain: Tensor;
  /** (C) */
  norm2Bias: Tensor;
  /** (dFf, C) */
  upWeight: Tensor;
  /** (dFf) */
  upBias: Tensor;
  /** (C, dFf) */
  downWeight: Tensor;
  /** (C) */
  downBias: Tensor;
}

/** The tensors of the whole model: weights, or their gradients. */
export interface ModelTensors {
  /** (V, C) */
  tokenEmbedding: Tensor;
  /** (maxSeqLen, C), if positions are learned */
  positionEmbedding?: Tensor;
  /** (C) */
  finalGain: Tensor;
  /** (C) */
  finalBias: Tensor;
  blocks: BlockTensors[];
}

/** A spec per tensor; undefined for one that this configuration lacks. */
type SpecsOf<Tensors> = Record<keyof Tensors, ParameterSpec | undefined>;

/** Standard deviation of all matrices at the start; as in GPT-2. */
const DEVIATION = 0.02;

/** The parameters of one block, in the order of the forward pass. */
function blockSpecs(config: TinyLLMConfig): SpecsOf<BlockTensors> {
  const { dModel, dFf, nLayers, attentionBias } = config;
  const bias = (length: number): ParameterSpec | undefined =>
    attentionBias ? vectorSpec(length, 0) : undefined;
  // 2 nLayers branches add to the stream: its variance must not grow with them
  const intoStream = DEVIATION / Math.sqrt(2 * nLayers);
  return {
    norm1Gain: vectorSpec(dModel, 1),
    norm1Bias: vectorSpec(dModel, 0),
    qkvWeight: weightSpec([3 * dModel, dModel], DEVIATION),
    qkvBias: bias(3 * dModel),
    projectionWeight: weightSpec([dModel, dModel], intoStream),
    projectionBias: bias(dModel),
    norm2Gain: vectorSpec(dModel, 1),
    norm2Bias: vectorSpec(dModel, 0),
    upWeight: weightSpec([dFf, dModel], DEVIATION),
    upBias: vectorSpec(dFf, 0),
    downWeight: weightSpec([dModel, dFf], intoStream),
    downBias: vectorSpec(dModel, 0),
  };
}

function outerSpecs(
  config: TinyLLMConfig,
): SpecsOf<Omit<ModelTensors, "blocks">> {
  const { vocabSize, dModel, maxSeqLen, positions } = config;
  return {
    tokenEmbedding: weightSpec([vocabSize, dModel], DEVIATION),
    positionEmbedding:
      positions === "learned"
        ? weightSpec([maxSeqLen, dModel], DEVIATION)
        : undefined,
    finalGain: vectorSpec(dModel, 1),
    finalBias: vectorSpec(dModel, 0),
  };
}

/**
 * The table of all parameters: name, shape, initial values, decay. Count,
 * buffers, checkpoint and optimizer all follow from it.
 */
export function parameterTable(
  config: TinyLLMConfig,
): Map<string, ParameterSpec> {
  expectConfig(config);
  const table = new Map<string, ParameterSpec>();
  const add = (prefix: string, specs: SpecsOf<object>): void => {
    for (const [name, spec] of Object.entries<ParameterSpec | undefined>(specs))
      if (spec) table.set(prefix + name, spec);
  };
  add("", outerSpecs(config));
  for (let layer = 0; layer < config.nLayers; layer++)
    add(`blocks.${layer}.`, blockSpecs(config));
  return table;
}

/** Tensors by name become a structure: `tensors.blocks[0].upWeight`. */
export function asModelTensors(
  named: Iterable<readonly [string, Tensor]>,
): ModelTensors {
  const tensors: Record<string, Tensor> = {};
  const blocks: Record<string, Tensor>[] = [];
  for (const [name, tensor] of named) {
    const [first, layer, rest] = name.split(".");
    if (first === "blocks") (blocks[Number(layer)] ??= {})[rest] = tensor;
    else tensors[first] = tensor;
  }
  // the names are those of the table, so none is missing
  return { ...tensors, blocks } as unknown as ModelTensors;
}

/** The fixed positions of a configuration: (maxSeqLen, C). */
export function createWaves(config: TinyLLMConfig, backend: Backend): Tensor {
  expectConfig(config);
  const { maxSeqLen, dModel } = config;
  const positions = backend.create([maxSeqLen, dModel]);
  // a wave of height sqrt(2) has deviation 1
  fillSinusoids(positions, DEVIATION * Math.SQRT2);
  return positions;
}

/** The dropout masks of a model in one training step. */
export interface DropoutMasks {
  embedding: DropoutMask;
  /** per block, after its attention and after its feed-forward */
  blocks: (readonly [DropoutMask, DropoutMask])[];
}

/**
 * The dropout masks of one training step. The dropout layers are numbered in
 * the order of the forward pass: 0 after the embedding, then 2 b + 1 after the
 * attention and 2 b + 2 after the feed-forward of block b, from b = 0. A
 * layer's mask follows from the seed, the step and that number.
 *
 * @param step number of the training step
 * @returns `undefined` if there is no step or no dropout
 */
export function dropoutMasks(
  config: TinyLLMConfig,
  step?: number,
): DropoutMasks | undefined {
  expectConfig(config);
  const { dropout: rate, seed, nLayers } = config;
  if (step === undefined || rate === 0) return undefined;
  const mask = (layer: number): DropoutMask => {
    return { rate, key: dropoutKey(seed, step, layer) };
  };
  const blocks = Array.from({ length: nLayers }, (_, b) => {
    return [mask(2 * b + 1), mask(2 * b + 2)] as const;
  });
  return { embedding: mask(0), blocks };
}
