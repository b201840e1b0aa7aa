import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient } from "./derivative";
import {
  linearBatch,
  linearBatchBackward,
  linearVector,
  linearVectorBackward,
} from "./linear";
import { createRandom, normal } from "../base/random";

const W = [
  [1, 2, 3],
  [4, 5, 6],
];

test("each output is a weighted sum of all inputs, plus its bias", () => {
  assert.deepEqual(linearVector(W, [1, 0, -1], [0, 0]), [-2, -2]);
  assert.deepEqual(linearVector(W, [1, 1, 1], [10, 20]), [16, 35]);
});

test("a batch gives the same result for each row as the row alone", () => {
  const x = [
    [1, 0, -1],
    [2, 2, 2],
  ];
  const alone = x.map((row) => linearVector(W, row, [1, 2]));
  assert.deepEqual(linearBatch(W, x, [1, 2]), alone);
  assert.deepEqual(alone[1], [13, 32]);
});

test("the gradients of one vector are the outer product and W transposed", () => {
  const { gradW, gradX, gradB } = linearVectorBackward([1, -2], W, [3, 1, 5]);
  assert.deepEqual(gradW, [
    [3, 1, 5],
    [-6, -2, -10],
  ]);
  assert.deepEqual(gradX, [-7, -8, -9]);
  assert.deepEqual(gradB, [1, -2]);
});

test("all three gradients of a batch agree with central differences", () => {
  const [batch, width, out] = [5, 3, 7];
  const random = createRandom(3);
  const matrix = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => normal(random)),
    );
  const [weights, x, delta] = [
    matrix(out, width),
    matrix(batch, width),
    matrix(batch, out),
  ];
  const bias = matrix(1, out)[0];
  const unflat = (list: number[]): number[][] =>
    Array.from({ length: list.length / width }, (_, row) =>
      list.slice(row * width, (row + 1) * width),
    );
  // a loss whose slope at the output is exactly delta
  const loss = (w: number[][], input: number[][], b: number[]): number =>
    linearBatch(w, input, b)
      .flat()
      .reduce((sum, y, n) => sum + y * delta.flat()[n], 0);
  const { gradW, gradX, gradB } = linearBatchBackward(delta, weights, x);
  const pairs: [number[], number[]][] = [
    [gradW.flat(), gradient((w) => loss(unflat(w), x, bias), weights.flat())],
    [gradX.flat(), gradient((v) => loss(weights, unflat(v), bias), x.flat())],
    [gradB, gradient((b) => loss(weights, x, b), bias)],
  ];
  for (const [analytic, numeric] of pairs) {
    assertClose(analytic, numeric, { tolerance: 1e-7 });
  }
});

test("a batch of one has the gradients of its only vector", () => {
  const [delta, x] = [
    [1, -2],
    [3, 1, 5],
  ];
  const alone = linearVectorBackward(delta, W, x);
  const batch = linearBatchBackward([delta], W, [x]);
  assert.deepEqual(batch, { ...alone, gradX: [alone.gradX] });
});

test("shapes that do not fit are rejected with the likely cure", () => {
  const [one, bias] = [
    [1, 2, 3],
    [1, 2],
  ];
  assert.throws(
    () => linearVector(W, [1, 2], bias),
    /x must be \(3\) because weights is \(2, 3\); got \(2\)\..*transpose/,
  );
  assert.throws(
    () => linearBatch(W, [one, [1]], bias),
    /x must be .*got \(1\)/,
  );
  assert.throws(
    () => linearVector(W, one, one),
    /bias must be \(2\) .*; got \(3\)/,
  );
  assert.throws(() => linearVector(W, [one] as never, bias), /got \(1, 3\)/);
  assert.throws(
    () => linearVectorBackward(one, W, [1, 2]),
    /x must be \(3\) .*; got \(2\)/,
  );
  assert.throws(
    () => linearVectorBackward(one, W, one),
    /delta must be \(2\) .*; got \(3\)/,
  );
  assert.throws(
    () => linearBatchBackward([bias], W, [one, one]),
    /delta must be \(2, 2\) .*; got \(1, 2\)/,
  );
  assert.throws(
    () => linearBatchBackward([bias, bias], W, [one, [1]]),
    /x must be \(B, 3\) .*; got lists of different lengths/,
  );
  assert.throws(
    () => linearVector([[1], [1, 2]], [1], bias),
    /weights must be \(out, in\); got lists of different lengths/,
  );
  for (const weights of [[], [[]], "W", undefined])
    assert.throws(
      () => linearVector(weights as never, [1], [1]),
      /linearVector: weights must be \(out, in\); got/,
    );
});
