import { ops, type Tensor, type TokenBatch, zeros64 } from "../../../core";
import type { BlockSaved } from "../../../core/model/block";
import type { TinyLLM } from "../../../core/model/tinyllm";
import { tinyLLMConfig } from "../../../core/model/config";
import { draw, exercise, ids, mistake } from "../../author";
import { blockForward } from "./6-block-forward";
import { modelTensors, noise, sizesOf } from "./shared";

/** What of a model its forward pass needs. */
export type Model = Pick<TinyLLM, "config" | "weights" | "positions">;

/** What a forward pass returns, for the loss and for the backward pass. */
export interface ModelSaved {
  embedding: ops.EmbeddingSaved;
  blocks: BlockSaved[];
  final: ops.LayerNormSaved;
  logits: ops.LinearSaved;
}

/** The whole model: ids, embedding and positions, blocks, LayerNorm, logits. */
export function modelForward(model: Model, batch: TokenBatch): ModelSaved {
  const { weights: w, positions, config } = model;
  const { inputs: ids, batchSize, length } = batch;
  const embedding = ops.embeddingForward(
    { ids, shape: [batchSize, length], table: w.tokenEmbedding, positions },
    zeros64,
  );
  let x = embedding.out; // (B, T, C)
  const blocks: BlockSaved[] = [];
  for (const weights of w.blocks) {
    const saved = blockForward(x, weights, config.nHeads);
    blocks.push(saved);
    x = saved.out; // (B, T, C)
  }
  const { finalGain: gain, finalBias: bias } = w;
  const final = ops.layerNormForward({ x, gain, bias }, zeros64);
  const logits = ops.linearForward(
    { x: final.out, weight: w.tokenEmbedding },
    zeros64,
  ); // (B, T, V)
  return { logits, embedding, blocks, final };
}

/** The same from another list of blocks, or with other steps after them. */
export function modelWired(wires: {
  /** what block `at` reads, if not the stream */
  input?: (stream: Tensor, embedding: Tensor) => Tensor;
  /** what the last LayerNorm reads, if not the stream */
  final?: (blocks: BlockSaved[], embedding: Tensor) => Tensor;
  /** what the output projection reads, if not the last LayerNorm */
  hidden?: (final: ops.LayerNormSaved) => Tensor;
}): typeof modelForward {
  return (model, batch) => {
    const { tokenEmbedding: weight, finalGain, finalBias } = model.weights;
    const { embedding } = modelForward(model, batch);
    let stream = embedding.out;
    const blocks = model.weights.blocks.map((weights) => {
      const x = wires.input?.(stream, embedding.out) ?? stream;
      const saved = blockForward(x, weights, model.config.nHeads);
      stream = saved.out;
      return saved;
    });
    const x = wires.final?.(blocks, embedding.out) ?? stream;
    const final = ops.layerNormForward(
      { x, gain: finalGain, bias: finalBias },
      zeros64,
    );
    const hidden = wires.hidden?.(final) ?? final.out;
    const logits = ops.linearForward({ x: hidden, weight }, zeros64);
    return { logits, embedding, blocks, final };
  };
}

/** The right answer for a model whose list of blocks is changed. */
export function withBlocks(
  change: (blocks: Model["weights"]["blocks"]) => Model["weights"]["blocks"],
): typeof modelForward {
  return (model, batch) => {
    const blocks = change(model.weights.blocks);
    return modelForward(
      { ...model, weights: { ...model.weights, blocks } },
      batch,
    );
  };
}

export default exercise(modelForward, {
  title: "Write the model",
  task: "Return { logits, embedding, blocks, final }: ids become rows, pass every block, the last LayerNorm, and the output projection, whose weights are the embedding's.",
  effort: { minutes: 15, difficulty: 3, points: 5 },
  hints: [
    "Begin with `ops.embeddingForward`. Its shape is [batch.batchSize, batch.length], and its ids are batch.inputs.",
    "`let x = embedding.out;` Then for each item of model.weights.blocks: saved = blockForward(x, item, model.config.nHeads). Keep saved in a list, and go on with x = saved.out.",
    "After the loop: LayerNorm of x with finalGain and finalBias, then a linear layer of final.out with weight: tokenEmbedding and no bias.",
  ],
  parameters: ["model", "batch"],
  randomCases: draw(4, (random, c) => {
    const sizes = sizesOf(random, c);
    const { vocabSize, dModel, batchSize, length } = sizes;
    const maxSeqLen = length + 1;
    const count = batchSize * length;
    return [
      {
        config: tinyLLMConfig({ ...sizes, maxSeqLen, dropout: 0 }),
        weights: modelTensors(random, sizes),
        positions: noise(random, [maxSeqLen, dModel]),
      },
      {
        inputs: Int32Array.from(ids(random, count, vocabSize)),
        targets: Int32Array.from(ids(random, count, vocabSize)),
        batchSize,
        length,
      },
    ];
  }),
  mistakes: [
    mistake(
      "every block reads the embedding",
      "A block reads what the block before it has left: x = saved.out at the end of each round.",
      modelWired({ input: (_, embedding) => embedding }),
    ),
    mistake(
      "all blocks have the weights of the first",
      "Each block has weights of its own: model.weights.blocks[layer].",
      withBlocks((blocks) => blocks.map(() => blocks[0])),
    ),
    mistake(
      "the first block only",
      "Go through all of model.weights.blocks.",
      withBlocks(([first]) => [first]),
    ),
    mistake(
      "the last block is left out",
      "The loop ends one block too early.",
      withBlocks((blocks) => blocks.slice(0, -1)),
    ),
    mistake(
      "the first block is left out",
      "The loop begins one block too late: the first is blocks[0].",
      withBlocks((blocks) => blocks.slice(1)),
    ),
    mistake(
      "the last block comes first",
      "The forward pass begins with blocks[0].",
      withBlocks((blocks) => [...blocks].reverse()),
    ),
    mistake(
      "logits without the last LayerNorm",
      "The output projection reads final.out, not the stream.",
      modelWired({ hidden: ({ x }) => x }),
    ),
    mistake(
      "the last LayerNorm reads the embedding",
      "After the loop, the LayerNorm reads what the last block has left.",
      modelWired({ final: (_, embedding) => embedding }),
    ),
    mistake(
      "the targets are read",
      "A model that reads the targets sees the answers. Its ids are batch.inputs.",
      (model, batch) =>
        modelForward(model, { ...batch, inputs: batch.targets }),
    ),
    mistake(
      "batch and time exchanged",
      "The shape is [batchSize, length]: the sequences first, then their tokens.",
      (model, { inputs, targets, batchSize, length }) =>
        modelForward(model, {
          inputs,
          targets,
          batchSize: length,
          length: batchSize,
        }),
    ),
  ],
  alsoRight: (model, { inputs, batchSize, length }) => {
    const { weights, positions } = model;
    const { tokenEmbedding: table } = weights;
    const embedding = ops.embeddingForward(
      { ids: inputs, shape: [batchSize, length], table, positions },
      zeros64,
    );
    const blocks = weights.blocks.reduce<BlockSaved[]>(
      (all, w) => [
        ...all,
        blockForward(all.at(-1)?.out ?? embedding.out, w, model.config.nHeads),
      ],
      [],
    );
    const final = ops.layerNormForward(
      {
        x: blocks[blocks.length - 1].out,
        gain: weights.finalGain,
        bias: weights.finalBias,
      },
      zeros64,
    );
    const logits = ops.linearForward({ x: final.out, weight: table }, zeros64);
    return { logits, embedding, blocks, final };
  },
});
