import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient } from "./derivative";
import { createRandom, normal } from "../base/random";
import { softmax } from "./softmax";
import { accumulateGradients, sgdUpdateMatrix, bigramStep } from "./bigram";

function zeroMatrix(size: number): number[][] {
  return Array.from({ length: size }, () => new Array<number>(size).fill(0));
}

test("positions that share a token add into the same row", () => {
  const total = zeroMatrix(2);
  accumulateGradients(total, 1, [1, -1]);
  accumulateGradients(total, 0, [5, 7]);
  accumulateGradients(total, 1, [10, 2]);
  assert.deepEqual(total, [
    [5, 7],
    [11, 1],
  ]);
});

test("every weight takes its own step downhill, in place", () => {
  const weights = [
    [1, 2],
    [3, 4],
  ];
  const row = weights[0];
  sgdUpdateMatrix(weights, [[1, 0], [-2, 4]], 0.5); // prettier-ignore
  assert.deepEqual(weights, [
    [0.5, 2],
    [4, 2],
  ]);
  assert.equal(weights[0], row);
});

test("a first step from zero weights can be worked out by hand", () => {
  // two tokens, three times 0 -> 1 and once 1 -> 1, P = 1/2 everywhere:
  // mean gradient of row 0 is 3/4 * (1/2, -1/2), of row 1 is 1/4 of that
  const weights = zeroMatrix(2);
  const batch = { inputs: [0, 0, 1, 0], targets: [1, 1, 1, 1] };
  const loss = bigramStep(weights, batch, 2);
  assertClose(loss, Math.LN2, { tolerance: 1e-15 });
  assert.deepEqual(weights, [
    [-0.75, 0.75],
    [-0.25, 0.25],
  ]);
});

test("the step is learning rate times the gradient that nudging measures", () => {
  const random = createRandom(11);
  const size = 5;
  const start = zeroMatrix(size).map((row) => row.map(() => normal(random)));
  const batch = {
    inputs: [0, 3, 3, 4, 1, 3, 0],
    targets: [3, 3, 4, 1, 3, 0, 2],
  };
  const meanLoss = (flat: number[]): number => {
    let sum = 0;
    batch.inputs.forEach((id, n) => {
      const logits = flat.slice(id * size, (id + 1) * size);
      sum -= Math.log(softmax(logits)[batch.targets[n]]);
    });
    return sum / batch.inputs.length;
  };
  const slopes = gradient(meanLoss, start.flat());
  const weights = start.map((row) => [...row]);
  const loss = bigramStep(weights, batch, 0.3);
  assertClose(loss, meanLoss(start.flat()), { tolerance: 1e-14 });
  const expected = start.flat().map((w, i) => w - 0.3 * slopes[i]);
  assertClose(weights.flat(), expected, { tolerance: 1e-9 });
});

test("training reaches the best bigram model, the result of counting", () => {
  // after 0 comes 1 twice and 2 once, after 1 and 2 always 0
  const batch = { inputs: [0, 1, 0, 1, 0, 2], targets: [1, 0, 1, 0, 2, 0] };
  const best = (3 * Math.log(3) - 2 * Math.log(2)) / 6;
  const weights = zeroMatrix(3);
  let loss = Infinity;
  for (let step = 0; step < 4000; step++) loss = bigramStep(weights, batch, 2);
  assert.ok(loss > best && loss < best + 1e-3, `${loss} against ${best}`);
  assertClose(softmax(weights[0])[1], 2 / 3, { tolerance: 1e-3 });
});

test("bad batches, shapes, ids and learning rates are rejected with a cure", () => {
  const w = zeroMatrix(2);
  const step = (inputs: number[], targets: number[], rate = 1): number =>
    bigramStep(w, { inputs, targets }, rate);
  assert.throws(() => step([], []), /at least one input.*0 inputs/);
  assert.throws(() => step([0, 1], [1]), /2 inputs and 1 targets.*shifted/);
  assert.throws(() => step([2], [0]), /bigramStep: inputs must be.*got 2/);
  assert.throws(() => step([0], [-1]), /bigramStep: targets must be.*got -1/);
  assert.throws(() => step([0], [1], 0), /learningRate.*above 0; got 0/);
  assert.throws(
    () => bigramStep([[1, 2]], { inputs: [0], targets: [1] }, 1),
    /weights must be \(1, 1\) with one row and one column per.*got \(1, 2\)/,
  );
  assert.throws(
    () => sgdUpdateMatrix(w, [[1, 2]], 1),
    /gradW must be \(2, 2\) like weights; got \(1, 2\)/,
  );
  assert.throws(() => sgdUpdateMatrix(w, w, -1), /above 0; got -1/);
  assert.throws(
    () => accumulateGradients(w, 0, [1]),
    /delta must be \(2\); got \(1\)/,
  );
  assert.throws(() => accumulateGradients(w, 2, [1, 1]), /id must be.*got 2/);
  assert.deepEqual(w, zeroMatrix(2), "a rejected step changes nothing");
});
