import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { createRandom } from "../base/random";
import { fastBackend } from "../../fast";
import { type Backend, referenceBackend } from "./backend";
import { logitLens, lookInside, withoutHead } from "./inside";
import { TinyLLM } from "./tinyllm";

const SIZES = { vocabSize: 17, dModel: 12, nHeads: 3, nLayers: 3, dFf: 20 };
const SETTINGS = { maxSeqLen: 9, attentionBias: true };
const IDS = Int32Array.of(3, 1, 4, 1, 5, 9, 16);
const [T, C, NH, HS, V] = [IDS.length, 12, 3, 4, 17];

/** A model whose weights are far from their small initial values. */
function livelyModel(backend: Backend, recompute: boolean): TinyLLM {
  const options = { ...SIZES, ...SETTINGS, positions: "learned" } as const;
  const model = new TinyLLM(options, backend, { recompute });
  const random = createRandom(9);
  const { data } = model.parameters.values;
  for (let i = 0; i < data.length; i++) data[i] += random() - 0.5;
  return model;
}

const rowOf = (data: ArrayLike<number>, row: number, width: number) =>
  Array.from({ length: width }, (_, c) => data[row * width + c]);

const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, x, c) => sum + x * b[c], 0);

/** softmax of q[i] . k[j] / sqrt(HS) for j <= i, from the block's input. */
function weightsByHand(model: TinyLLM, layer: number, stream: number[][]) {
  const w = model.weights.blocks[layer];
  const qkv = stream.map((x) => {
    const mean = x.reduce((a, b) => a + b) / C;
    const centered = x.map((each) => each - mean);
    const deviation = Math.sqrt(dot(centered, centered) / C + 1e-5);
    const normal = centered.map(
      (each, c) =>
        (each / deviation) * w.norm1Gain.data[c] + w.norm1Bias.data[c],
    );
    return Array.from(
      w.qkvBias!.data,
      (bias, d) => dot(rowOf(w.qkvWeight.data, d, C), normal) + bias,
    );
  });
  const weights = [];
  for (let head = 0; head < NH; head++)
    for (let i = 0; i < T; i++) {
      const part = (row: number[], of: number): number[] =>
        row.slice(of * C + head * HS, of * C + (head + 1) * HS);
      const powers = qkv.map((row, j) =>
        j > i
          ? 0
          : Math.exp(dot(part(qkv[i], 0), part(row, 1)) / Math.sqrt(HS)),
      );
      const sum = powers.reduce((a, b) => a + b);
      weights.push(...powers.map((power) => power / sum));
    }
  return weights;
}

const fast = fastBackend({ threads: 1, memoryMB: 64 });
test.after(() => fast.close());

for (const [name, backend, tolerance] of [
  ["plain TypeScript, 64 bits", referenceBackend(64), 1e-12],
  ["kernels", fast, 1e-5],
] as const)
  for (const recompute of [false, true]) {
    const kind = `${name}${recompute ? ", blocks computed again" : ""}`;
    const model = livelyModel(backend, recompute);

    test(`the weights of every head are the softmax of its scores (${kind})`, () => {
      const { stream, attention } = lookInside(model, IDS);
      assert.equal(stream.length, 4);
      assert.equal(attention.length, 3);
      attention.forEach((weights, layer) => {
        const input = Array.from(IDS, (_, t) =>
          rowOf(stream[layer].data, t, C),
        );
        assert.deepEqual(weights.shape, [NH, T, T]);
        assertClose(weights.data, weightsByHand(model, layer, input), {
          tolerance,
          what: `block ${layer}`,
        });
      });
    });

    test(`the stream begins as the embedding and ends in the logits (${kind})`, () => {
      const { stream } = lookInside(model, IDS);
      const { tokenEmbedding, positionEmbedding } = model.weights;
      const start = Array.from(IDS, (id, t) => {
        const row = rowOf(positionEmbedding!.data, t, C);
        return rowOf(tokenEmbedding.data, id, C).map((x, c) => x + row[c]);
      });
      assertClose(stream[0].data, start.flat(), { tolerance });
      const logits = model.logits(IDS, [1, T]);
      const lens = logitLens(model, stream[3]);
      assert.deepEqual(lens.shape, [T, V]);
      assert.deepEqual([...lens.data], [...logits.data]);
      const early = logitLens(model, stream[1]).data;
      assert.notDeepEqual([...early], [...logits.data]);
    });

    test(`a head is out as if all its values were 0 (${kind})`, () => {
      const before = model.parameters.values.data.slice();
      const without = withoutHead(model, { layer: 1, head: 2 });
      assert.deepEqual(model.parameters.values.data.slice(), before);
      const changed = without.parameters.values.data.filter(
        (value, i) => value !== before[i],
      );
      assert.deepEqual([...changed], new Array(C * HS).fill(0));
      const noValues = livelyModel(backend, false);
      const { qkvWeight, qkvBias } = noValues.weights.blocks[1];
      const first = 2 * C + 2 * HS; // the first row of its values
      qkvWeight.data.fill(0, first * C, (first + HS) * C);
      qkvBias!.data.fill(0, first, first + HS);
      assertClose(
        without.logits(IDS, [1, T]).data,
        noValues.logits(IDS, [1, T]).data,
        { tolerance },
      );
    });
  }

test("looking inside copies: later passes change nothing, nor does the look", () => {
  const model = livelyModel(fast, false);
  const logits = model.logits(IDS, [1, T]).data;
  const inside = lookInside(model, IDS);
  const copies = [...inside.stream, ...inside.attention].map(({ data }) =>
    data.slice(),
  );
  lookInside(model, IDS.slice().reverse());
  [...inside.stream, ...inside.attention].forEach(({ data }, i) =>
    assert.deepEqual(data.slice(), copies[i]),
  );
  assert.deepEqual(model.logits(IDS, [1, T]).data, logits);
});

test("wrong arguments are rejected with the rule", () => {
  const model = livelyModel(referenceBackend(), false);
  const { stream, attention } = lookInside(model, IDS);
  assert.throws(() => logitLens(model, attention[0]), /stream must be \(T, 12\); got \(3, 7, 7\)/); // prettier-ignore
  assert.equal(logitLens(model, stream[0]).shape[1], V);
  assert.throws(() => withoutHead(model, { layer: 3, head: 0 }), /layer must be a whole number from 0 to 2; got 3/); // prettier-ignore
  assert.throws(() => withoutHead(model, { layer: 0, head: -1 }), /head must be a whole number from 0 to 2; got -1/); // prettier-ignore
  assert.throws(() => lookInside(model, Int32Array.of(17)), /0 to 16/);
  assert.throws(() => lookInside(model, new Int32Array(0)), RangeError);
  assert.throws(() => lookInside(model, new Int32Array(10)), /9|maxSeqLen/);
});
