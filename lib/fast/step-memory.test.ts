import assert from "node:assert/strict";
import { test } from "node:test";

import { type Backend, referenceBackend } from "../core/model/backend";
import { blockBackward, blockForward } from "../core/model/block";
import { dropoutMasks, type TinyLLMOptions } from "../core/model/config";
import type { TokenBatch } from "../core/text/sequences";
import { TinyLLM } from "../core/model/tinyllm";
import { randomBatch } from "../testing/fast/random-batch";
import { fastBackend } from ".";

const SMALL: TinyLLMOptions = {
  vocabSize: 53,
  dModel: 21,
  nHeads: 3,
  nLayers: 3,
  dFf: 37,
  maxSeqLen: 19,
  dropout: 0.2,
  positions: "learned",
  attentionBias: true,
};
/** 3C above dFf, and one layer: no block comes after the first */
const NARROW: TinyLLMOptions = { ...SMALL, dFf: 8, nLayers: 1, dropout: 0 };

function batchOf(vocabSize: number, batchSize: number, length: number) {
  return randomBatch(7, { vocabSize, batchSize, length });
}

/** Forward and backward pass of chapter 11: nothing is shared or recomputed. */
function keepingAll(model: TinyLLM, batch: TokenBatch, step: number): number {
  const { weights: w, gradients: g, positions } = model;
  const { ops, create } = model.backend;
  const { nHeads } = model.config;
  const shape = [batch.batchSize, batch.length] as const;
  const masks = dropoutMasks(model.config, step);
  ops.clear(model.parameters.gradients);
  const context = (layer: number) => ({
    ops,
    create,
    zeros: create,
    attend: (qkv: ReturnType<typeof create>) =>
      ops.attentionForward({ qkv, nHeads }, create),
    dropout: masks?.blocks[layer],
  });
  const table = w.tokenEmbedding;
  const embedding = ops.embeddingForward(
    { ids: batch.inputs, shape, table, positions },
    create,
  );
  const dropped =
    masks &&
    ops.dropoutForward({ x: embedding.out, ...masks.embedding }, create);
  let x = dropped?.out ?? embedding.out;
  const blocks = w.blocks.map((weights, layer) => {
    const saved = blockForward(x, weights, context(layer));
    x = saved.out;
    return saved;
  });
  const { finalGain: gain, finalBias: bias } = w;
  const final = ops.layerNormForward({ x, gain, bias }, create);
  const dHidden = create(x.shape);
  const loss = ops.outputLoss(
    { x: final.out, weight: table, targets: batch.targets },
    { dx: dHidden, dWeight: g.tokenEmbedding },
    create,
  );
  const dStream = create(x.shape);
  const { finalGain: dGain, finalBias: dBias } = g;
  ops.layerNormBackward(final, dHidden, { dx: dStream, dGain, dBias });
  for (let layer = blocks.length - 1; layer >= 0; layer--)
    blockBackward(blocks[layer], dStream, g.blocks[layer], context(layer));
  let dEmbedding = dStream;
  if (dropped) {
    dEmbedding = create(x.shape);
    ops.dropoutBackward(dropped, dStream, { dx: dEmbedding });
  }
  const into = { dTable: g.tokenEmbedding, dPositions: g.positionEmbedding };
  ops.embeddingBackward(embedding, dEmbedding, into);
  return loss;
}

for (const [what, options] of Object.entries({ SMALL, NARROW }))
  test(`a step that reuses or recomputes gives the same bits: ${what}`, () => {
    const fast = fastBackend({ threads: 2, memoryMB: 256 });
    const batch = batchOf(options.vocabSize, 3, 17);
    for (const backend of [fast, referenceBackend(), referenceBackend(64)]) {
      const model = new TinyLLM(options, backend);
      const gradients = model.parameters.gradients.data;
      for (let step = 1; step <= 2; step++) {
        const loss = keepingAll(model, batch, step);
        const expected = gradients.slice();
        for (const recompute of [false, true]) {
          model.recompute = recompute;
          assert.equal(model.lossAndGradients(batch, step), loss);
          assert.deepEqual(gradients, expected, `recompute ${recompute}`);
        }
        gradients.forEach((g, i) => {
          model.parameters.values.data[i] -= 0.1 * g;
        });
      }
    }
    fast.close();
  });

test("blocks return their results in any order, and backward can be repeated", () => {
  const batch = batchOf(53, 2, 5);
  const [reusing, recomputing] = [false, true].map((recompute) => {
    const model = new TinyLLM(SMALL, referenceBackend(64), { recompute });
    const gradients = model.parameters.gradients.data;
    return model.scope(() => {
      const saved = model.forward(batch.inputs, [2, 5], { dropoutStep: 3 });
      const dHidden = model.backend.create(saved.final.out.shape);
      dHidden.data.forEach((_, i) => (dHidden.data[i] = Math.sin(i)));
      const numbers = [0, 1].map(() => {
        model.parameters.gradients.data.fill(0);
        model.backward(saved, dHidden);
        return gradients.slice();
      });
      assert.deepEqual(numbers[0], numbers[1]);
      for (const layer of [2, 0, 1, 2]) {
        const { attention, gelu, out } = saved.blocks[layer]();
        for (const { data } of [attention.weights, gelu.out, out])
          numbers.push(data.slice());
      }
      assert.deepEqual(numbers.slice(2, 5), numbers.slice(-3));
      return numbers;
    });
  });
  assert.deepEqual(recomputing, reusing);
});

/** Megabytes that a model allocates for its first step. */
function megabytesOf(backend: Backend, recompute: boolean): number {
  let bytes = 0;
  const counting: Backend = {
    ...backend,
    create: (shape) => {
      const tensor = backend.create(shape);
      bytes += tensor.data.byteLength;
      return tensor;
    },
  };
  const model = new TinyLLM({ vocabSize: 5000 }, counting, { recompute });
  model.lossAndGradients(batchOf(5000, 32, 128), 1);
  return bytes / 1e6;
}

test("a step of the course's model allocates 163 MB, or 112 MB with recompute", () => {
  const fast = fastBackend({ threads: 2 });
  const reusing = megabytesOf(fast, false);
  const recomputing = megabytesOf(fast, true);
  fast.close();
  assert.ok(reusing < 170, `${reusing} MB; with all results it is 263 MB`);
  assert.ok(recomputing < 120, `${recomputing} MB`);
});
