import assert from "node:assert/strict";
import { after, test } from "node:test";

import { assertClose } from "../testing/close";
import { type Backend, referenceBackend } from "../core/model/backend";
import { crossEntropyLoss } from "../core/ops";
import { createRandom, type Random } from "../core/base/random";
import { type Floats, sizeOf, Tensor } from "../core/base/tensor";
import { fastBackend, type Numbers } from ".";

/** fused.test.ts runs this file again, with the other kernels. */
const numbers = (process.env.TINYLLM_NUMBERS ?? "same everywhere") as Numbers;
const fast = fastBackend({ threads: 2, memoryMB: 512, numbers });
const exact = referenceBackend(64);
after(() => fast.close());

/** The same random numbers for both backends, in 32 bits. */
function twins(random: Random, shape: number[]): { f: Tensor; e: Tensor } {
  const f = fast.create(shape);
  const e = exact.create(shape);
  for (let i = 0; i < sizeOf(shape); i++) {
    f.data[i] = random() - 0.5;
    e.data[i] = f.data[i];
  }
  return { f, e };
}

/** The relative error |difference| / |expected| of two vectors. */
function distance(actual: Floats, expected: Floats): number {
  assert.equal(actual.length, expected.length);
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(difference) / Math.max(Math.sqrt(size), 1e-30);
}

function near(actual: Tensor, expected: Tensor, what: string): void {
  assert.deepEqual([...actual.shape], [...expected.shape], what);
  const error = distance(actual.data, expected.data);
  assert.ok(error < 1e-6, `${what}: relative error ${error}`);
}

/** Calls `work` with each backend and its half of the twins. */
function both<T>(
  pairs: { f: Tensor; e: Tensor }[],
  work: (backend: Backend, tensors: Tensor[]) => T,
): [T, T] {
  return [
    work(
      fast,
      pairs.map(({ f }) => f),
    ),
    work(
      exact,
      pairs.map(({ e }) => e),
    ),
  ];
}

const ROWS_INPUTS_OUTPUTS = [
  [1, 3, 5],
  [2, 5, 3],
  [3, 7, 9],
  [7, 1, 1],
  [13, 8, 16],
  [50, 33, 17],
  [171, 20, 70],
  [700, 65, 40],
  [1100, 300, 21],
];

for (const [rows, inputs, outputs] of ROWS_INPUTS_OUTPUTS) {
  test(`linear layers agree: ${rows} rows, ${inputs} to ${outputs}`, () => {
    const random = createRandom(rows);
    const pairs = [
      [1, rows, inputs],
      [outputs, inputs],
      [outputs],
      [1, rows, outputs],
      [1, rows, inputs],
      [outputs, inputs],
      [outputs],
    ].map((shape) => twins(random, shape));
    const [f, e] = both(pairs, ({ ops, create }, tensors) => {
      const [x, weight, bias, dOut, dx, dWeight, dBias] = tensors;
      const saved = ops.linearForward({ x, weight, bias }, create);
      const without = ops.linearForward({ x, weight }, create);
      ops.linearBackward(saved, dOut, { dx, dWeight, dBias });
      return [saved.out, without.out, dx, dWeight, dBias];
    });
    const names = ["out", "out without bias", "dx", "dWeight", "dBias"];
    names.forEach((name, i) => near(f[i], e[i], name));
  });
}

for (const [batch, length, heads, size] of [
  [1, 1, 1, 1],
  [2, 5, 3, 3],
  [3, 7, 2, 5],
  [1, 13, 4, 7],
  [2, 40, 2, 8],
  [1, 131, 1, 32],
]) {
  const shape = `B=${batch} T=${length} NH=${heads} HS=${size}`;
  test(`causal attention agrees, forward and backward: ${shape}`, () => {
    const random = createRandom(length);
    const width = heads * size;
    const pairs = [3 * width, width, 3 * width].map((last) =>
      twins(random, [batch, length, last]),
    );
    for (const { f, e } of pairs) {
      f.data.forEach((value, i) => {
        f.data[i] = 4 * value;
        e.data[i] = 4 * value;
      });
    }
    const [f, e] = both(pairs, ({ ops, create }, [qkv, dOut, dQkv]) => {
      const saved = ops.attentionForward({ qkv, nHeads: heads }, create);
      ops.attentionBackward(saved, dOut, { dQkv }, create);
      return [saved.out, saved.weights, dQkv];
    });
    ["out", "weights", "dQkv"].forEach((name, i) => near(f[i], e[i], name));
  });
}

test("attention for the next token agrees with the last row of full attention", () => {
  const random = createRandom(8);
  const [length, heads, size] = [11, 3, 5];
  const width = heads * size;
  const qkv = twins(random, [1, length, 3 * width]);
  const cache = [fast, exact].map(({ create }) => ({
    keys: create([length, width]),
    values: create([length, width]),
  }));
  const whole = exact.ops.attentionForward({ qkv: qkv.e, nHeads: heads });
  for (let position = 0; position < length; position++) {
    const from = 3 * width * position;
    const [f, e] = [qkv.f, qkv.e].map((all, i) => {
      const one = [fast, exact][i].create([1, 1, 3 * width]);
      one.data.set(all.data.subarray(from, from + 3 * width));
      const inputs = { qkv: one, nHeads: heads, cache: cache[i], position };
      return [fast, exact][i].ops.attentionNext(inputs);
    });
    near(f.out, e.out, `out at ${position}`);
    near(f.weights, e.weights, `weights at ${position}`);
    const row = whole.out.data.slice(width * position, width * (position + 1));
    assert.ok(distance(f.out.data, row) < 1e-6);
  }
});

for (const [rows, width] of [
  [1, 1],
  [3, 3],
  [5, 7],
  [70, 20],
  [130, 33],
]) {
  test(`layer normalization agrees: ${rows} rows of ${width}`, () => {
    const random = createRandom(width);
    const pairs = [[rows, width], [width], [width], [rows, width]]
      .concat([[rows, width], [width], [width]])
      .map((shape) => twins(random, shape));
    const [f, e] = both(pairs, ({ ops, create }, tensors) => {
      const [x, gain, bias, dOut, dx, dGain, dBias] = tensors;
      const saved = ops.layerNormForward({ x, gain, bias }, create);
      ops.layerNormBackward(saved, dOut, { dx, dGain, dBias });
      return [saved.out, saved.statistics, dx, dGain, dBias];
    });
    const names = ["out", "statistics", "dx", "dGain", "dBias"];
    names.forEach((name, i) => near(f[i], e[i], name));
  });
}

for (const size of [1, 3, 5, 7, 64, 16_387, 40_001]) {
  test(`element-wise operations agree for ${size} numbers`, () => {
    const random = createRandom(size);
    const pairs = Array.from({ length: 7 }, () => twins(random, [size]));
    for (const { f, e } of pairs.slice(0, 1)) {
      f.data.forEach((value, i) => {
        f.data[i] = 20 * value; // far into both tails of GELU
        e.data[i] = f.data[i];
      });
    }
    const mask = { rate: 0.3, key: -123_456_789 };
    const [f, e] = both(pairs, ({ ops, create }, tensors) => {
      const [x, d, dx, dDropped, dBranch, dPlain, scaled] = tensors;
      const gelu = ops.geluForward({ x }, create);
      ops.geluBackward(gelu, d, { dx });
      const dropped = ops.dropoutForward({ x: d, ...mask }, create);
      ops.dropoutBackward(dropped, d, { dx: dDropped });
      const residual = ops.residualForward(
        { x, branch: d, dropout: mask },
        create,
      );
      ops.residualBackward(residual, d, { dBranch });
      const plain = ops.residualForward({ x, branch: d }, create);
      ops.residualBackward(plain, d, { dBranch: dPlain });
      ops.scaleInPlace(scaled, 0.25);
      const outs = [gelu.out, dropped.out, residual.out, plain.out];
      return [...outs, dx, dDropped, dBranch, dPlain, scaled];
    });
    f.forEach((tensor, i) => near(tensor, e[i], `result ${i}`));
    const zeros = (t: Tensor): number[] =>
      Array.from(t.data.keys()).filter((i) => t.data[i] === 0);
    assert.deepEqual(zeros(f[1]), zeros(e[1]), "the same elements are dropped");
    const squares = both(pairs, ({ ops }, [x]) => ops.sumOfSquares(x));
    assertClose(squares[0], squares[1], { tolerance: 1e-7 * squares[1] });
    fast.ops.clear(pairs[0].f);
    assert.ok(pairs[0].f.data.every((value) => value === 0));
  });
}

test("writing stops at the end of a tensor, whatever its length", () => {
  for (let size = 1; size <= 9; size++) {
    const all = fast.create([size + 4]);
    all.data.fill(7);
    const part = new Tensor(all.data.subarray(0, size), [size]);
    fast.ops.scaleInPlace(part, 2);
    fast.ops.residualBackward({ out: part }, part, { dBranch: part });
    fast.ops.clear(part);
    const after = Array.from(all.data.subarray(size));
    assert.deepEqual(after, [7, 7, 7, 7], `size ${size}`);
  }
});

for (const width of [3, 5, 20, 37]) {
  test(`embedding agrees for width ${width}`, () => {
    const random = createRandom(width);
    const [vocabSize, batch, length] = [11, 3, 7];
    const ids = Int32Array.from({ length: batch * length }, (_, i) =>
      Math.floor(i % 3 === 0 ? 4 : random() * vocabSize),
    );
    const pairs = [
      [vocabSize, width],
      [length + 2, width],
      [batch, length, width],
      [vocabSize, width],
      [length + 2, width],
    ].map((shape) => twins(random, shape));
    const [f, e] = both(pairs, ({ ops, create }, tensors) => {
      const [table, positions, dOut, dTable, dPositions] = tensors;
      const shape = [batch, length] as const;
      const inputs = { ids, shape, table, positions, firstPosition: 2 };
      const saved = ops.embeddingForward(inputs, create);
      ops.embeddingBackward(saved, dOut, { dTable, dPositions });
      ops.embeddingBackward(saved, dOut, { dTable });
      return [saved.out, dTable, dPositions];
    });
    f.forEach((tensor, i) => near(tensor, e[i], `result ${i}`));
  });
}

for (const [rows, width, vocabSize] of [
  [1, 3, 5],
  [7, 5, 3],
  [30, 7, 130],
  [600, 16, 33],
]) {
  test(`output loss agrees: ${rows} rows of ${width}, V=${vocabSize}`, () => {
    const random = createRandom(rows);
    const shapes = [
      [1, rows, width],
      [vocabSize, width],
      [1, rows, width],
      [vocabSize, width],
    ];
    const pairs = shapes.map((shape) => twins(random, shape));
    const targets = Int32Array.from({ length: rows }, () =>
      Math.floor(random() * vocabSize),
    );
    const [f, e] = both(pairs, ({ ops, create }, tensors) => {
      const [x, weight, dx, dWeight] = tensors;
      const inputs = { x, weight, targets };
      const alone = ops.outputLoss(inputs, undefined, create);
      const loss = ops.outputLoss(inputs, { dx, dWeight }, create);
      assert.equal(alone, loss);
      return { loss, dx, dWeight };
    });
    assertClose(f.loss, e.loss, { tolerance: 1e-6 * e.loss, what: "loss" });
    near(f.dx, e.dx, "dx");
    near(f.dWeight, e.dWeight, "dWeight");
  });
}

test("three Adam steps agree, with and without weight decay", () => {
  for (const weightDecay of [0, 0.1]) {
    const random = createRandom(4);
    const pairs = Array.from({ length: 4 }, () => twins(random, [1003]));
    const [f, e] = both(pairs, ({ ops }, tensors) => {
      const [weights, gradients, mean, square] = tensors;
      ops.clear(mean);
      ops.clear(square);
      for (let step = 1; step <= 3; step++) {
        const betas = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
        const numbers = { learningRate: 0.01, weightDecay, step, ...betas };
        ops.adamUpdate({ weights, gradients, mean, square }, numbers);
      }
      return [weights, mean, square];
    });
    f.forEach((tensor, i) => near(tensor, e[i], `tensor ${i}`));
  }
});

test("GELU gives 0 where its result would slow down every product", () => {
  const x = fast.create([1000]);
  x.data.forEach((_, i) => (x.data[i] = -i / 50)); // 0 to -20
  const ones = fast.create([1000]);
  ones.data.fill(1);
  const dx = fast.create([1000]);
  const gelu = fast.ops.geluForward({ x });
  fast.ops.geluBackward(gelu, ones, { dx });
  // below 1.2e-38, numbers of 32 bits are slow; a product makes them smaller
  for (const { data } of [gelu.out, dx]) {
    const nonzero = data.map(Math.abs).filter((size) => size > 0);
    assert.ok(nonzero.every((size) => size > 1e-18));
    assert.ok(data.subarray(500).every((value) => value === 0)); // from -10 on
  }
});

test("NaN propagates through every kernel, so a diverged run is noticed", () => {
  const x = fast.create([1, 3, 5]);
  const weight = fast.create([9, 5]);
  x.data.fill(1);
  weight.data.fill(1);
  x.data[7] = NaN;
  const targets = Int32Array.of(1, 2, 3);
  assert.ok(Number.isNaN(fast.ops.outputLoss({ x, weight, targets })));
  assert.ok(Number.isNaN(fast.ops.geluForward({ x }).out.data[7]));
  assert.ok(Number.isNaN(fast.ops.sumOfSquares(x)));
  const gain = fast.create([5]);
  const { out } = fast.ops.layerNormForward({ x, gain, bias: gain });
  assert.deepEqual(
    Array.from(out.data, (value) => Number.isNaN(value)),
    Array.from(out.data, (_, i) => i >= 5 && i < 10),
  );
});

test("a TypeScript operation works on the memory of the kernels", () => {
  const random = createRandom(2);
  const { f, e } = twins(random, [4, 9]);
  const targets = Int32Array.of(1, 8, 0, 3);
  const a = crossEntropyLoss(f, targets, fast.create);
  const b = crossEntropyLoss(e, targets, exact.create);
  assertClose(a.loss, b.loss, { tolerance: 1e-6, what: "loss" });
  near(a.dLogits, b.dLogits, "dLogits");
});
