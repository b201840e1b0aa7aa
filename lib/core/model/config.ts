import type { Backend } from "./backend";
import { ensure, ensureFraction, ensureInteger } from "../base/expect";
import { dropoutKey, type DropoutMask, fillSinusoids } from "../ops";
import { type ParameterSpec, vectorSpec, weightSpec } from "./parameters";
import type { Tensor } from "../base/tensor";

/**
 * What shapes a TinyLLM.
 * @see notebooks/11-tinyllm.ipynb
 */
export interface TinyLLMConfig {
  /** V: how many different tokens */
  vocabSize: number;
  /** C: numbers that describe one position; 128 */
  dModel: number;
  /** NH: heads of each attention; 4. C must be a multiple of it */
  nHeads: number;
  /** blocks one after another; 4 */
  nLayers: number;
  /** hidden numbers of each feed-forward; 512 */
  dFf: number;
  /** longest sequence; 128 */
  maxSeqLen: number;
  /** share of numbers dropped in training; 0.1 */
  dropout: number;
  /** fixed waves, as strong as the embeddings are at the start, or one trained
   * row a position as in GPT-2; "sinusoidal" */
  positions: "sinusoidal" | "learned";
  /** biases in the attention's projections, as in GPT-2; false */
  attentionBias: boolean;
  /** what initial weights and dropout masks follow from; 1 */
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

/** A configuration of which only the vocabulary must be given. */
export type TinyLLMOptions = Pick<TinyLLMConfig, "vocabSize"> &
  Partial<TinyLLMConfig>;

/**
 * Fills in the defaults and checks the rules.
 *
 * @throws if a size is not a whole number above zero, dModel is not a multiple
 *   of nHeads, or dropout is not in [0, 1)
 */
export function tinyLLMConfig(options: TinyLLMOptions): TinyLLMConfig {
  const config: TinyLLMConfig = { ...DEFAULTS, ...options };
  const sizes = [
    "vocabSize",
    "dModel",
    "nHeads",
    "nLayers",
    "dFf",
    "maxSeqLen",
  ] as const;
  for (const name of sizes) ensureInteger("TinyLLM", name, config[name]);
  ensureFraction("TinyLLM", "dropout", config.dropout);
  const { dModel, nHeads } = config;
  ensure(
    dModel % nHeads === 0,
    () =>
      `TinyLLM: dModel must be a multiple of nHeads, because each head gets ` +
      `dModel / nHeads numbers; got ${dModel} and ${nHeads}.`,
  );
  return config;
}

/** Spread of the embeddings at the start, and of all other matrices. */
const EMBEDDING_DEVIATION = 0.02;

/** The parameters of one block, in the order in which data meets them. */
function blockSpecs(config: TinyLLMConfig) {
  const { dModel, dFf, nLayers, attentionBias } = config;
  const bias = (length: number): ParameterSpec | undefined =>
    attentionBias ? vectorSpec(length, 0) : undefined;
  // what a branch adds to the stream starts smaller the more branches there are
  const intoStream = EMBEDDING_DEVIATION / Math.sqrt(2 * nLayers);
  return {
    norm1Gain: vectorSpec(dModel, 1),
    norm1Bias: vectorSpec(dModel, 0),
    qkvWeight: weightSpec([3 * dModel, dModel], EMBEDDING_DEVIATION),
    qkvBias: bias(3 * dModel),
    projectionWeight: weightSpec([dModel, dModel], intoStream),
    projectionBias: bias(dModel),
    norm2Gain: vectorSpec(dModel, 1),
    norm2Bias: vectorSpec(dModel, 0),
    upWeight: weightSpec([dFf, dModel], EMBEDDING_DEVIATION),
    upBias: vectorSpec(dFf, 0),
    downWeight: weightSpec([dModel, dFf], intoStream),
    downBias: vectorSpec(dModel, 0),
  };
}

function outerSpecs(config: TinyLLMConfig) {
  const { vocabSize, dModel, maxSeqLen, positions } = config;
  return {
    tokenEmbedding: weightSpec([vocabSize, dModel], EMBEDDING_DEVIATION),
    positionEmbedding:
      positions === "learned"
        ? weightSpec([maxSeqLen, dModel], EMBEDDING_DEVIATION)
        : undefined,
    finalGain: vectorSpec(dModel, 1),
    finalBias: vectorSpec(dModel, 0),
  };
}

/** One tensor for each spec; optional where the spec may be missing. */
type TensorsOf<Specs> = {
  [Name in keyof Specs as undefined extends Specs[Name] ? never : Name]: Tensor;
} & {
  [
    Name in keyof Specs as undefined extends Specs[Name] ? Name : never
  ]?: Tensor;
};

/** The tensors of one block: weights, or their gradients. */
export type BlockTensors = TensorsOf<ReturnType<typeof blockSpecs>>;

/** The tensors of the whole model: weights, or their gradients. */
export type ModelTensors = TensorsOf<ReturnType<typeof outerSpecs>> & {
  blocks: BlockTensors[];
};

/**
 * The one table of all parameters: name, shape, initialisation, decay. Count,
 * buffers, checkpoint and optimizer all follow from it.
 */
export function parameterTable(
  config: TinyLLMConfig,
): Map<string, ParameterSpec> {
  const entries = Object.entries(outerSpecs(config));
  for (let layer = 0; layer < config.nLayers; layer++) {
    for (const [name, spec] of Object.entries(blockSpecs(config))) {
      entries.push([`blocks.${layer}.${name}`, spec]);
    }
  }
  const present = entries.filter(([, spec]) => spec !== undefined);
  return new Map(present as [string, ParameterSpec][]);
}

/** Names to tensors, ordered as the model is: `tensors.blocks[0].upWeight`. */
export function asModelTensors(
  named: Iterable<readonly [string, Tensor]>,
): ModelTensors {
  const tensors: Record<string, Tensor> & { blocks?: unknown } = {};
  const blocks: Record<string, Tensor>[] = [];
  for (const [name, tensor] of named) {
    const [first, layer, rest] = name.split(".");
    if (first === "blocks") (blocks[Number(layer)] ??= {})[rest] = tensor;
    else tensors[first] = tensor;
  }
  return { ...tensors, blocks } as unknown as ModelTensors;
}

/** The fixed positions of a configuration: (maxSeqLen, dModel). */
export function createWaves(config: TinyLLMConfig, backend: Backend): Tensor {
  const { maxSeqLen, dModel } = config;
  const positions = backend.create([maxSeqLen, dModel]);
  fillSinusoids(positions, EMBEDDING_DEVIATION * Math.SQRT2);
  return positions;
}

/** What one dropout layer drops in one training step; nothing without one. */
export function dropoutMask(
  { dropout: rate, seed }: TinyLLMConfig,
  layer: number,
  step?: number,
): DropoutMask | undefined {
  if (step === undefined || rate === 0) return undefined;
  return { rate, key: dropoutKey(seed, step, layer) };
}
