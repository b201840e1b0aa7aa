import {
  ensure,
  expectId,
  expectIds,
  expectNumber,
  expectShape,
  shapeOf,
} from "../base/expect";
import { crossEntropy, softmaxCrossEntropyGrad } from "./softmax";

/** Pairs of neighboring tokens: `targets[n]` came after `inputs[n]`. */
export interface BigramBatch {
  /** (N) ids of the tokens the model sees */
  inputs: number[];
  /** (N) ids of the tokens that came next */
  targets: number[];
}

/**
 * Adds one position's gradient to the running total of the shared matrix.
 *
 *     total[id][j] += delta[j]
 *
 * Row `id` made the prediction, so row `id` alone receives its gradient. Two
 * positions with the same token share that row: their gradients add up.
 *
 * @param total (V, V) changed in place
 * @param id from 0 to V - 1; the token this position saw
 * @param delta (V) slope of this position's loss at its logits
 * @throws if the id is out of range, or delta and a row differ in length
 * @see notebooks/06-one-training-step.ipynb
 */
export function accumulateGradients(
  total: number[][],
  id: number,
  delta: number[],
): void {
  expectId("accumulateGradients: id", id, total.length);
  expectShape("accumulateGradients: total[id]", total[id], ["V"]);
  expectShape("accumulateGradients: delta", delta, [total[id].length]);
  const row = total[id];
  // total[id][j] += delta[j]
  for (let j = 0; j < delta.length; j++) row[j] += delta[j];
}

/**
 * One step of gradient descent on every weight of a matrix.
 *
 *     weights[i][j] -= learningRate * gradW[i][j]
 *
 * @param weights (rows, columns) changed in place
 * @param gradW (rows, columns) slope of the loss at each weight
 * @param learningRate above 0
 * @throws if the shapes differ or the learning rate is not above 0
 * @see notebooks/06-one-training-step.ipynb
 */
export function sgdUpdateMatrix(
  weights: number[][],
  gradW: number[][],
  learningRate: number,
): void {
  expectNumber("sgdUpdateMatrix: learningRate", learningRate, RATE);
  expectShape("sgdUpdateMatrix: weights", weights, ["rows", "columns"]);
  expectShape("sgdUpdateMatrix: gradW", gradW, shapeOf(weights), {
    because: "like weights",
  });
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < weights[i].length; j++) {
      weights[i][j] -= learningRate * gradW[i][j]; // w[i][j] -= rate dw[i][j]
    }
  }
}

/**
 * One training step of the bigram language model: row `id` of the weights holds
 * the logits of the token after token `id`.
 *
 * For every position: forward, loss, backward, accumulate. Then one update.
 * The loss is a mean over N positions, so the summed gradient is divided by N
 * too, once, before the update.
 *
 * @param weights (V, V) changed in place
 * @param batch N pairs of neighboring tokens
 * @param learningRate above 0
 * @returns mean nats per token of this batch, before the update
 * @throws if the weights are not square, the batch is empty, inputs and
 *   targets differ in length, an id is out of range, or the learning rate is not above 0
 * @see notebooks/06-one-training-step.ipynb
 */
export function bigramStep(
  weights: number[][],
  batch: BigramBatch,
  learningRate: number,
): number {
  expectNumber("bigramStep: learningRate", learningRate, RATE);
  expectShape(
    "bigramStep: weights",
    weights,
    [weights.length, weights.length],
    SQUARE,
  );
  const { inputs, targets } = batch;
  ensure(
    inputs.length > 0 && inputs.length === targets.length,
    () =>
      `bigramStep: a batch needs at least one input and one target per ` +
      `input; got ${inputs.length} inputs and ${targets.length} targets. ` +
      `Targets are the same text, shifted by one.`,
  );
  expectIds("bigramStep: inputs", inputs, weights.length);
  expectIds("bigramStep: targets", targets, weights.length);
  const gradW = weights.map((row) => row.map(() => 0)); // (V, V)
  let loss = 0;
  for (let n = 0; n < inputs.length; n++) {
    const logits = weights[inputs[n]]; //                          forward
    loss += crossEntropy(logits, targets[n]); //                   loss
    const delta = softmaxCrossEntropyGrad(logits, targets[n]); //  backward
    accumulateGradients(gradW, inputs[n], delta); //               accumulate
  }
  const meanGradW = gradW.map((row) => row.map((g) => g / inputs.length));
  sgdUpdateMatrix(weights, meanGradW, learningRate); //            update
  return loss / inputs.length;
}

const RATE = { above: 0, hint: "Try 0.1." };
const SQUARE = { because: "with one row and one column per token" };
