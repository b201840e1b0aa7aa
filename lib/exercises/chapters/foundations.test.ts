import { test } from "node:test";
import assert from "node:assert/strict";
import { gradient } from "../../core/by-hand/derivative";
import * as graph from "../../core/by-hand/graph";
import { linearBatchBackward } from "../../core/by-hand/linear";
import { createRandom } from "../../core/base/random";
import { crossEntropy, perplexity } from "../../core/by-hand/softmax";
import { matrix, transposed } from "../author";
import coarseNudge from "./02-partial-derivatives/2-coarse-nudge";
import { neuronBackward } from "./03-chain-rule/2-neuron";
import twoPathsPrediction from "./03-chain-rule/3-two-paths";
import howDeep from "./03-chain-rule/5-how-deep";
import perplexityOfThree from "./04-softmax-and-cross-entropy/3-perplexity";
import { lossAndGradient } from "./04-softmax-and-cross-entropy/5-loss-and-gradient";
import { backwardColumns } from "./05-linear-layer/5-columns";

function near(actual: number, expected: unknown, tolerance = 1e-9): void {
  const distance = Math.abs(actual - Number(expected));
  assert.ok(distance < tolerance, `${actual} ${String(expected)}`);
}

test("the predictions of chapters 02 to 04 are what measuring shows", () => {
  near((2.1 ** 3 - 1.9 ** 3) / 0.2, coarseNudge.reference);
  const twoPaths = ([w]: number[]): number => w * (w + 3);
  near(gradient(twoPaths, [2])[0], twoPathsPrediction.reference, 1e-6);
  const depth = howDeep.reference;
  assert.ok(0.9 ** depth < 1e-3 && 0.9 ** (depth - 1) > 1e-3);
  const mean = (Math.log(2) + Math.log(4) + Math.log(8)) / 3;
  near(perplexity(mean), perplexityOfThree.reference);
});

test("the neuron of 03.2 has the slopes that the library's graph finds", () => {
  const neuron = { w: 0.7, x: -1.2, b: 0.3, y: 0.4 };
  const { leaf, add, multiply, subtract, tanh } = graph;
  const [w, x, b] = [leaf(neuron.w), leaf(neuron.x), leaf(neuron.b)];
  const e = subtract(tanh(add(multiply(w, x), b)), leaf(neuron.y));
  graph.backward(multiply(e, e));
  const { dw, dx, db } = neuronBackward(neuron);
  near(dw, w.gradient);
  near(dx, x.gradient);
  near(db, b.gradient);
});

test("the loss of 04.5 is the library's", () => {
  near(lossAndGradient([1, -2, 40], 1).loss, crossEntropy([1, -2, 40], 1));
});

test("the other convention of 05.5 gives the library's gradients", () => {
  const random = createRandom(5);
  const [delta, weights] = [matrix(random, 4, 3), matrix(random, 3, 5)];
  const x = matrix(random, 4, 5);
  const right = linearBatchBackward(delta, weights, x);
  const columns = backwardColumns(delta, transposed(weights), x);
  assert.deepEqual(transposed(columns.gradW), right.gradW);
  assert.deepEqual(columns.gradX, right.gradX);
});
