import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient } from "./derivative";
import { linearBackward, linearForward } from "./linear";
import { createRandom, normal } from "../base/random";

const W = [
  [1, 2, 3],
  [4, 5, 6],
];

test("each output is a weighted sum of all inputs, plus its bias", () => {
  assert.deepEqual(linearForward(W, [1, 0, -1]), [-2, -2]);
  assert.deepEqual(linearForward(W, [1, 1, 1], [10, 20]), [16, 35]);
});

test("a batch gives for each row what the row gives alone", () => {
  const x = [
    [1, 0, -1],
    [2, 2, 2],
  ];
  const alone = x.map((row) => linearForward(W, row, [1, 2]));
  assert.deepEqual(linearForward(W, x, [1, 2]), alone);
  assert.deepEqual(alone[1], [13, 32]);
});

test("the gradients of one vector are the outer product and W transposed", () => {
  const { gradW, gradX, gradB } = linearBackward([1, -2], W, [3, 0, 5]);
  assert.deepEqual(gradW, [
    [3, 0, 5],
    [-6, 0, -10],
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
    linearForward(w, input, b)
      .flat()
      .reduce((sum, y, n) => sum + y * delta.flat()[n], 0);
  const { gradW, gradX, gradB } = linearBackward(delta, weights, x);
  const pairs: [number[], number[]][] = [
    [gradW.flat(), gradient((w) => loss(unflat(w), x, bias), weights.flat())],
    [gradX.flat(), gradient((v) => loss(weights, unflat(v), bias), x.flat())],
    [gradB, gradient((b) => loss(weights, x, b), bias)],
  ];
  for (const [analytic, numeric] of pairs) {
    assertClose(analytic, numeric, { tolerance: 1e-7 });
  }
});

test("shapes that do not fit are named, with the likely cure", () => {
  assert.throws(
    () => linearForward(W, [1, 2]),
    /weights \(2, 3\) need x \(3\) or \(B, 3\); got \(2\).*transpose/,
  );
  assert.throws(
    () => linearForward(W, [[1, 2, 3], [1]]),
    /need x .*; got \(2, 3\)/,
  );
  assert.throws(
    () => linearForward(W, [1, 2, 3], [1, 2, 3]),
    /bias must be \(2\), .*; got \(3\)/,
  );
  assert.throws(
    () => linearBackward([1, 2, 3], W, [1, 2]),
    /need x \(3\) or \(B, 3\); got \(2\)/,
  );
  assert.throws(
    () => linearBackward([[1, 2]], W, [[1, 2, 3], [4, 5, 6]]), // prettier-ignore
    /delta must be \(2, 2\).*got \(1, 2\)/,
  );
  assert.throws(() => linearForward([[1], [1, 2]], [1]), /the same length/);
  assert.throws(() => linearForward([], [1]), /list of rows/);
});
