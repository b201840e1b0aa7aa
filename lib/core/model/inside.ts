import { expectNumber, expectShape } from "../base/expect";
import type { Tensor } from "../base/tensor";
import { TinyLLM } from "./tinyllm";

/** What a model computed while it read a text of T tokens. */
export interface Inside {
  /** nLayers + 1 times (T, C): after the embedding, and after each block */
  stream: Tensor[];
  /** per block (NH, T, T): how much each position attends to each, as shares */
  attention: Tensor[];
}

/**
 * Reads a text and keeps what the forward pass computes on the way: the residual
 * stream and the attention weights. No number of the model changes.
 *
 * @param model any TinyLLM
 * @param ids (T) token ids, T from 1 to maxSeqLen
 * @returns copies, in the memory of the model's backend
 * @throws if there are no ids, too many, or one outside the vocabulary
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function lookInside(model: TinyLLM, ids: Int32Array): Inside {
  const { dModel, nHeads } = model.config;
  const T = ids.length;
  const copyOf = ({ data }: Tensor, shape: number[]): Tensor => {
    const copy = model.backend.create(shape);
    copy.data.set(data);
    return copy;
  };
  return model.scope(() => {
    const { embedding, blocks } = model.forward(ids, [1, T]);
    const stream = [copyOf(embedding.out, [T, dModel])];
    const attention = blocks.map((results) => {
      const block = results(); // valid until the next block's results
      stream.push(copyOf(block.out, [T, dModel]));
      return copyOf(block.attention.weights, [nHeads, T, T]);
    });
    return { stream, attention };
  });
}

/**
 * The logit lens: the logits that the model would give if a stream were already
 * its last one. logits = finalNorm(stream) tokenEmbedding^T
 *
 * @param model any TinyLLM
 * @param stream (T, C), one of {@link lookInside}; for the last one the result
 *   equals `model.logits`
 * @returns (T, V)
 * @throws if the stream does not have C channels, or is not in the memory of
 *   the model's backend
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function logitLens(model: TinyLLM, stream: Tensor): Tensor {
  const { ops, create } = model.backend;
  const { finalGain, finalBias, tokenEmbedding } = model.weights;
  expectShape("logitLens: stream", stream, ["T", model.config.dModel]);
  const { out } = ops.layerNormForward(
    { x: stream, gain: finalGain, bias: finalBias },
    create,
  ); // (T, C)
  return ops.linearForward({ x: out, weight: tokenEmbedding }, create).out;
}

/** Names one attention head. */
export interface HeadPlace {
  /** block, from 0 */
  layer: number;
  /** head of this block, from 0 */
  head: number;
}

/**
 * Copies a model without one of its heads: the weights that read the head's
 * output, its HS columns of the block's projection (C, C), are 0.
 *
 * @param model any TinyLLM; it is not changed
 * @param place which head
 * @returns a new model on the same backend
 * @throws if the model has no such head
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function withoutHead(
  model: TinyLLM,
  { layer, head }: HeadPlace,
): TinyLLM {
  const { dModel, nHeads } = model.config;
  expectNumber("withoutHead: layer", layer, {
    whole: true,
    least: 0,
    most: model.config.nLayers - 1,
  });
  expectNumber("withoutHead: head", head, {
    whole: true,
    least: 0,
    most: nHeads - 1,
  });
  const copy = new TinyLLM(model.config, model.backend);
  copy.parameters.values.data.set(model.parameters.values.data);
  const { data } = copy.weights.blocks[layer].projectionWeight; // (C, C)
  const size = dModel / nHeads; // HS
  for (let at = head * size; at < data.length; at += dModel)
    data.fill(0, at, at + size); // W[row][head's channels] = 0
  return copy;
}
