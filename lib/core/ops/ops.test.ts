import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { gradientCheck } from "../training/gradient-check";
import { createRandom, normal } from "../base/random";
import { type CreateTensor, sizeOf, Tensor, zeros64 } from "../base/tensor";
import * as ops from ".";
import { dropoutKey } from "./dropout";
import { addProduct, matrixOf } from "./matrix-product";

/** Memory like a workspace's, full of old numbers. */
const dirty: CreateTensor = (shape) => {
  const tensor = zeros64(shape);
  tensor.data.fill(NaN);
  return tensor;
};

function randomTensor(shape: number[], seed: number): Tensor {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: sizeOf(shape) }, () =>
    normal(random),
  );
  return new Tensor(data, shape);
}

/** A loss that weighs every output differently, and its gradient. */
const slopeOf = (out: Tensor): Tensor => randomTensor([...out.shape], 99);
const weigh = (out: Tensor): number =>
  Array.from(slopeOf(out).data).reduce((s, d, i) => s + d * out.data[i], 0);

/**
 * Checks each gradient, and that the backward pass adds to existing numbers.
 */
function check(
  inputs: Record<string, Tensor>,
  forward: () => Tensor,
  backward: (dOut: Tensor, into: Record<string, Tensor>) => void,
): void {
  const names = Object.keys(inputs);
  const before = 0.5;
  const into = Object.fromEntries(
    names.map((name) => {
      const gradient = zeros64(inputs[name].shape);
      gradient.data.fill(before);
      return [name, gradient];
    }),
  );
  backward(slopeOf(forward()), into);
  for (const name of names) {
    into[name].data.forEach((value, i, data) => (data[i] = value - before));
  }
  const tensors = names.map((name) => ({
    name,
    values: inputs[name],
    gradients: into[name],
  }));
  const options = { random: createRandom(4), samples: 200 };
  const results = gradientCheck(tensors, () => weigh(forward()), options);
  assert.equal(results.length, names.length);
  for (const result of results) {
    assert.ok(result.relativeError < 1e-6, JSON.stringify(result));
  }
}

test("linear: gradients of x, weight and bias", () => {
  const x = randomTensor([3, 5, 7], 1);
  const weight = randomTensor([4, 7], 2);
  const bias = randomTensor([4], 3);
  const forward = () => ops.linearForward({ x, weight, bias }, dirty);
  check(
    { x, weight, bias },
    () => forward().out,
    (dOut, into) =>
      ops.linearBackward(forward(), dOut, {
        dx: into.x,
        dWeight: into.weight,
        dBias: into.bias,
      }),
  );
});

test("a product larger than its blocks equals the triple loop", () => {
  const [rows, columns, depth] = [5, 519, 261];
  const a = randomTensor([rows, depth], 1);
  const b = randomTensor([depth, columns], 2);
  const out = zeros64([rows, columns]);
  addProduct(matrixOf(a), matrixOf(b), matrixOf(out));
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) {
        sum += a.data[i * depth + k] * b.data[k * columns + j];
      }
      assertClose(out.data[i * columns + j], sum, { tolerance: 1e-10 });
    }
  }
});

test("embedding: a token that comes twice gets two gradients", () => {
  const table = randomTensor([6, 5], 1);
  const positions = randomTensor([3, 5], 2);
  const ids = Int32Array.of(4, 4, 0, 1, 4, 5);
  const shape = [2, 3] as const;
  const forward = () =>
    ops.embeddingForward({ ids, shape, table, positions }, dirty);
  check(
    { table, positions },
    () => forward().out,
    (dOut, into) =>
      ops.embeddingBackward(forward(), dOut, {
        dTable: into.table,
        dPositions: into.positions,
      }),
  );
});

test("layer norm: gradients of x, gain and bias", () => {
  const x = randomTensor([2, 3, 7], 1);
  const gain = randomTensor([7], 2);
  const bias = randomTensor([7], 3);
  const forward = () => ops.layerNormForward({ x, gain, bias }, dirty);
  check(
    { x, gain, bias },
    () => forward().out,
    (dOut, into) =>
      ops.layerNormBackward(forward(), dOut, {
        dx: into.x,
        dGain: into.gain,
        dBias: into.bias,
      }),
  );
});

test("GELU: gradient of x, and known values", () => {
  const x = randomTensor([3, 5], 1);
  check(
    { x },
    () => ops.geluForward({ x }, dirty).out,
    (dOut, into) => ops.geluBackward({ x, out: x }, dOut, { dx: into.x }),
  );
  const known = new Tensor(Float64Array.of(-1, 0, 1, 3), [4]);
  const { out } = ops.geluForward({ x: known }, dirty);
  // torch.nn.functional.gelu(approximate="tanh")
  const expected = [-0.15880800939172324, 0, 0.8411919906082768, 2.996362607];
  assertClose(out.data, expected, { tolerance: 1e-9 });
});

test("attention: gradients of queries, keys and values", () => {
  const qkv = randomTensor([2, 5, 18], 1);
  const nHeads = 3;
  const forward = () => ops.attentionForward({ qkv, nHeads }, dirty);
  check(
    { qkv },
    () => forward().out,
    (dOut, into) =>
      ops.attentionBackward(forward(), dOut, { dQkv: into.qkv }, dirty),
  );
});

test("attention: a later token never changes an earlier output", () => {
  const qkv = randomTensor([1, 5, 12], 1);
  const before = ops.attentionForward({ qkv, nHeads: 2 }).out.data.slice();
  for (let i = 3 * 12; i < 5 * 12; i++) qkv.data[i] += 1;
  const { out, weights } = ops.attentionForward({ qkv, nHeads: 2 });
  assert.deepEqual(out.data.slice(0, 12), before.slice(0, 12));
  assert.notDeepEqual(out.data.slice(12), before.slice(12));
  for (let i = 0; i < 5; i++) {
    const row = weights.data.slice(i * 5, i * 5 + 5);
    const sum = Array.from(row).reduce((a, b) => a + b);
    assertClose(sum, 1, { tolerance: 1e-6 });
    assert.ok(row.slice(i + 1).every((weight) => weight === 0));
  }
});

test("residual with dropout: gradient of the branch", () => {
  const x = randomTensor([3, 5], 1);
  const branch = randomTensor([3, 5], 2);
  const dropout = { rate: 0.4, key: 12345 };
  const forward = () => ops.residualForward({ x, branch, dropout }, dirty);
  check(
    { branch },
    () => forward().out,
    (dOut, into) =>
      ops.residualBackward(forward(), dOut, { dBranch: into.branch }),
  );
});

test("dropout keeps the mean, and drops the given share", () => {
  const x = new Tensor(new Float64Array(100_000).fill(1), [100_000]);
  for (const rate of [0.1, 0.5, 0.9]) {
    const key = dropoutKey(1, 7, 2);
    const { out } = ops.dropoutForward({ x, rate, key });
    const dropped = out.data.filter((value) => value === 0).length;
    const deviation = Math.sqrt((rate * (1 - rate)) / 100_000);
    assertClose(dropped / 100_000, rate, { tolerance: 4 * deviation });
    const mean = Array.from(out.data).reduce((a, b) => a + b) / 100_000;
    assertClose(mean, 1, { tolerance: (4 * deviation) / (1 - rate) });
  }
});

test("dropout masks of different steps and layers are independent", () => {
  const x = new Tensor(new Float64Array(50_000).fill(1), [50_000]);
  const mask = (key: number) =>
    ops.dropoutForward({ x, rate: 0.5, key }).out.data;
  const first = mask(dropoutKey(1, 1, 0));
  for (const key of [
    dropoutKey(1, 2, 0),
    dropoutKey(1, 1, 1),
    dropoutKey(2, 1, 0),
  ]) {
    const other = mask(key);
    const both = first.filter((value, i) => value > 0 && other[i] > 0).length;
    assertClose(both / 50_000, 0.25, { tolerance: 0.01 });
  }
});

test("cross-entropy: gradient of the logits, with logits of a thousand", () => {
  const logits = randomTensor([2, 3, 5], 1);
  const targets = Int32Array.of(0, 4, 2, 2, 1, 3);
  const { dLogits } = ops.crossEntropyLoss(logits, targets, dirty);
  const input = { name: "logits", values: logits, gradients: dLogits };
  const loss = () => ops.crossEntropyLoss(logits, targets, dirty).loss;
  const [result] = gradientCheck([input], loss, {
    random: createRandom(1),
    samples: 30,
  });
  assert.ok(result.relativeError < 1e-6);
  const huge = new Tensor(Float64Array.of(1000, 0, -1000), [1, 3]);
  assert.equal(ops.crossEntropyLoss(huge, Int32Array.of(1)).loss, 1000);
});

test("the loss in chunks equals projection and cross-entropy in one", () => {
  const x = randomTensor([1, 300, 3], 1);
  const weight = randomTensor([5, 3], 2);
  const targets = Int32Array.from({ length: 300 }, (_, i) => (i * i) % 5);
  const saved = ops.linearForward({ x, weight }, zeros64);
  const { loss, dLogits } = ops.crossEntropyLoss(saved.out, targets, zeros64);
  const whole = { dx: zeros64(x.shape), dWeight: zeros64(weight.shape) };
  ops.linearBackward(saved, dLogits, whole);
  const chunks = { dx: zeros64(x.shape), dWeight: zeros64(weight.shape) };
  const inputs = { x, weight, targets };
  const sum = ops.outputLoss(inputs, chunks, dirty);
  assertClose(sum, loss, { tolerance: 1e-12 });
  assert.equal(ops.outputLoss(inputs, undefined, dirty), sum);
  for (const name of ["dx", "dWeight"] as const) {
    const tolerance = 1e-12;
    assertClose(whole[name].data, chunks[name].data, { tolerance, what: name });
  }
});

test("wrong shapes, heads and ids are rejected with rule and cure", () => {
  const x = zeros64([8, 32, 64]);
  const errors: [() => unknown, string][] = [
    [
      () => ops.linearForward({ x, weight: zeros64([64, 128]) }),
      "linearForward: weight must be (D, 64) because x is (8, 32, 64); " +
        "got (64, 128). Did you pass the transpose?",
    ],
    [
      () => ops.attentionForward({ qkv: zeros64([1, 2, 10]), nHeads: 2 }),
      "attentionForward: the last axis of qkv must be 3C with C a multiple " +
        "of nHeads = 2; got 10. Does qkv hold queries, keys and values?",
    ],
    [
      () =>
        ops.embeddingForward({
          ids: Int32Array.of(1, 7),
          shape: [1, 2],
          table: zeros64([7, 3]),
          positions: zeros64([4, 3]),
        }),
      "embeddingForward: ids must be whole numbers from 0 to 6, because there " +
        "are 7 tokens; got 7 at index 1. Was the text encoded by another " +
        "tokenizer?",
    ],
    [
      () => ops.crossEntropyLoss(zeros64([1, 2, 3]), Int32Array.of(1)),
      "crossEntropyLoss: targets must be (2) because there is one per position " +
        "of (1, 2, 3); got (1).",
    ],
  ];
  for (const [call, message] of errors) assert.throws(call, { message });
});
