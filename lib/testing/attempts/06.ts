import {
  accumulateGradients,
  sgdUpdateMatrix,
  type BigramBatch,
} from "../../core/by-hand/bigram";
import {
  crossEntropy,
  softmaxCrossEntropyGrad,
} from "../../core/by-hand/softmax";
import { tried, type Attempt } from "./attempt";

/** A training step, with one thing done in another way. */
const step =
  (other: {
    /** the token that is seen, and the one to be predicted */
    pair?: (batch: BigramBatch, n: number) => [number, number];
    /** the row that delta is added to */
    row?: (batch: BigramBatch, n: number) => number;
    /** by what each delta is divided */
    delta?: (batch: BigramBatch) => number;
    /** by what the summed gradient is divided */
    gradient?: (batch: BigramBatch, weights: number[][]) => number;
    /** by what the summed loss is divided */
    loss?: (batch: BigramBatch) => number;
    update?: boolean;
  }) =>
  (weights: number[][], batch: BigramBatch, learningRate: number): number => {
    const count = batch.inputs.length;
    const gradW = weights.map((row) => row.map(() => 0));
    let loss = 0;
    for (let n = 0; n < count; n++) {
      const [id, target] = other.pair?.(batch, n) ?? [
        batch.inputs[n],
        batch.targets[n],
      ];
      loss += crossEntropy(weights[id], target);
      const delta = softmaxCrossEntropyGrad(weights[id], target);
      const by = other.delta?.(batch) ?? 1;
      accumulateGradients(
        gradW,
        other.row?.(batch, n) ?? id,
        delta.map((d) => d / by),
      );
    }
    const by = other.gradient?.(batch, weights) ?? count;
    const mean = gradW.map((row) => row.map((g) => g / by));
    if (other.update ?? true) sgdUpdateMatrix(weights, mean, learningRate);
    return loss / (other.loss?.(batch) ?? count);
  };

/** The gradient, position by position. */
const collected =
  (
    collect: (
      gradW: number[][],
      delta: number[],
      batch: BigramBatch,
      n: number,
    ) => number[][],
  ) =>
  (weights: number[][], batch: BigramBatch): number[][] => {
    let gradW = weights.map((row) => row.map(() => 0));
    for (let n = 0; n < batch.inputs.length; n++) {
      const logits = weights[batch.inputs[n]];
      const delta = softmaxCrossEntropyGrad(logits, batch.targets[n]);
      gradW = collect(gradW, delta, batch, n);
    }
    return gradW;
  };

const added = (
  gradW: number[][],
  delta: number[],
  { inputs }: BigramBatch,
  n: number,
): number[][] => {
  accumulateGradients(gradW, inputs[n], delta);
  return gradW;
};

const over = (rows: number[][], by: number): number[][] =>
  rows.map((row) => row.map((value) => value / by));

/** Wrong answers of chapter 06. */
export const ATTEMPTS_06: Attempt[] = [
  tried(
    "06.1",
    "total[id] = delta",
    (total, id, delta) => {
      total[id] = delta;
    },
    /overwritten instead of added/,
  ),
  tried(
    "06.1",
    "= for +=",
    (total, id, delta) => {
      for (let j = 0; j < delta.length; j++) total[id][j] = delta[j];
    },
    /overwritten instead of added/,
  ),
  tried(
    "06.1",
    "a new row that is lost",
    (total, id, delta) => {
      const row = [...total[id]];
      for (let j = 0; j < delta.length; j++) row[j] += delta[j];
    },
    /total is left as it was/,
  ),
  tried(
    "06.1",
    "the column",
    (total, id, delta) => {
      for (let j = 0; j < delta.length; j++) total[j][id] += delta[j];
    },
    /into the column, not the row/,
  ),
  tried(
    "06.1",
    "concat",
    (total, id, delta) => {
      total[id] = total[id].concat(delta);
    },
    /joined/,
  ),
  tried(
    "06.1",
    "all rows",
    (total, _, delta) => {
      for (const row of total)
        for (let j = 0; j < row.length; j++) row[j] += delta[j];
    },
    /added to every row/,
  ),
  tried(
    "06.1",
    "minus",
    (total, id, delta) => {
      for (let j = 0; j < delta.length; j++) total[id][j] -= delta[j];
    },
    /subtracted instead of added/,
  ),
  tried(
    "06.2",
    "a new matrix",
    (weights, gradW, rate) => {
      const next = weights.map((row, i) =>
        row.map((w, j) => w - rate * gradW[i][j]),
      );
      weights = next;
      void weights;
    },
    /weights is left as it was/,
  ),
  tried(
    "06.2",
    "plus",
    (weights, gradW, rate) => {
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights[i].length; j++)
          weights[i][j] += rate * gradW[i][j];
    },
    /uphill/,
  ),
  tried(
    "06.2",
    "forEach((w) => w -= ...)",
    (weights, gradW, rate) => {
      weights.forEach((row, i) => {
        row.forEach((w, j) => {
          w -= rate * gradW[i][j];
          void w;
        });
      });
    },
    /weights is left as it was/,
  ),
  tried(
    "06.2",
    "no learning rate",
    (weights, gradW) => {
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights[i].length; j++)
          weights[i][j] -= gradW[i][j];
    },
    /the learning rate is missing/,
  ),
  tried(
    "06.2",
    "gradW[j][i]",
    (weights, gradW, rate) => {
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights[i].length; j++)
          weights[i][j] -= rate * gradW[j][i];
    },
    /rows and columns swapped/,
  ),
  tried(
    "06.2",
    "= for -=",
    (weights, gradW, rate) => {
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights[i].length; j++)
          weights[i][j] = rate * gradW[i][j];
    },
    /weights' place/,
  ),
  tried(
    "06.3",
    "no 1/N on the gradient",
    step({ gradient: () => 1 }),
    /the update misses the 1\/N/,
  ),
  tried(
    "06.3",
    "the summed loss",
    step({ loss: () => 1 }),
    /the loss misses the 1\/N/,
  ),
  tried(
    "06.3",
    "an update inside the loop",
    (weights, { inputs, targets }, rate) => {
      const count = inputs.length;
      let loss = 0;
      for (let n = 0; n < count; n++) {
        const logits = weights[inputs[n]];
        loss += crossEntropy(logits, targets[n]);
        const delta = softmaxCrossEntropyGrad(logits, targets[n]);
        delta.forEach((d, j) => (logits[j] -= (rate * d) / count));
      }
      return loss / count;
    },
    /one update for each position/,
  ),
  tried(
    "06.3",
    "the loss after the update",
    (weights, batch, rate) => {
      step({})(weights, batch, rate);
      return step({ update: false })(weights, batch, rate);
    },
    /the loss after the update/,
  ),
  tried(
    "06.3",
    "no update",
    step({ update: false }),
    /the weights are left as they were/,
  ),
  tried(
    "06.3",
    "divided by V",
    step({ gradient: (_, weights) => weights.length }),
    /divided by the vocabulary/,
  ),
  tried(
    "06.3",
    "inputs and targets swapped",
    step({ pair: ({ inputs, targets }, n) => [targets[n], inputs[n]] }),
    /inputs and targets are swapped/,
  ),
  tried(
    "06.3",
    "the row of the target",
    step({ row: ({ targets }, n) => targets[n] }),
    /delta goes to the row of the target/,
  ),
  tried(
    "06.3",
    "divided twice",
    step({ delta: ({ inputs }) => inputs.length }),
    /the 1\/N twice/,
  ),
  tried("06.4", "the division removed", collected(added), /a sum, not a mean/),
  tried(
    "06.4",
    "divided by V",
    (weights, batch) => over(collected(added)(weights, batch), weights.length),
    /divided by the vocabulary/,
  ),
  tried(
    "06.4",
    "divided by n + 1 in the loop",
    collected((gradW, delta, batch, n) =>
      over(added(gradW, delta, batch, n), n + 1),
    ),
    /divided in every turn/,
  ),
  tried(
    "06.4",
    "each row by its own count",
    (weights, batch) => {
      const counts = weights.map(
        (_, id) => batch.inputs.filter((input) => input === id).length,
      );
      return collected(added)(weights, batch).map((row, id) =>
        row.map((g) => g / (counts[id] || 1)),
      );
    },
    /each row divided by its own positions/,
  ),
  tried(
    "06.4",
    "divided twice",
    (weights, batch) => {
      const count = batch.inputs.length;
      return over(collected(added)(weights, batch), count * count);
    },
    /divided by N twice/,
  ),
  tried("06.5", "1/27", 1 / 27, /the probability, not the loss/),
  tried("06.5", "ln 729", Math.log(729), /weights instead of/),
  tried("06.5", "bits", Math.log2(27), /bits instead of nats/),
  tried("06.5", "27", 27, /the perplexity, not the loss/),
  tried("06.5", "0.693", 0.693, /two tokens/),
  tried("06.5", "-ln 27", -Math.log(27), /the sign is missing/),
];
