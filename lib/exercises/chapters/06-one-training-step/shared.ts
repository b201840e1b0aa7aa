import type { Random } from "../../../core/base/random";
import type { BigramBatch } from "../../../core/by-hand/bigram";
import { crossEntropy } from "../../../core/by-hand/softmax";
import { gradient } from "../../../core/by-hand/derivative";
import { ids, matrix, scaled, times, whole } from "../../author";

function randomBatch(random: Random, vocabSize: number): BigramBatch {
  const count = whole(random, 3, 9);
  return {
    inputs: ids(random, count, vocabSize),
    targets: ids(random, count, vocabSize),
  };
}

/** One batch that can be worked out by hand, then random ones. */
export function bigramCases(random: Random): [number[][], BigramBatch][] {
  return [
    [
      [
        [0, 0],
        [0, 0],
      ],
      { inputs: [0, 0, 1, 0], targets: [1, 1, 1, 1] },
    ],
    ...times(6, (c): [number[][], BigramBatch] => [
      matrix(random, c + 2, c + 2),
      randomBatch(random, c + 2),
    ]),
    [matrix(random, 3, 3), { inputs: [2], targets: [0] }],
  ];
}

/** Mean loss as a function of all weights in one list, for nudging. */
export function meanLoss(
  vocabSize: number,
  batch: BigramBatch,
): (flat: number[]) => number {
  return (flat: number[]): number => {
    const losses = batch.inputs.map((id, n) =>
      crossEntropy(
        flat.slice(id * vocabSize, (id + 1) * vocabSize),
        batch.targets[n],
      ),
    );
    return losses.reduce((a, b) => a + b, 0) / losses.length;
  };
}

/** The gradient of the mean loss, measured by nudging every weight. */
export function nudgedGradient(
  weights: number[][],
  batch: BigramBatch,
): number[][] {
  const vocabSize = weights.length;
  const flat = gradient(meanLoss(vocabSize, batch), weights.flat());
  return times(vocabSize, (row) =>
    flat.slice(row * vocabSize, (row + 1) * vocabSize),
  );
}

/** weights - rate * slopes, as a new matrix. */
export function stepped(
  weights: number[][],
  slopes: number[][],
  rate: number,
): number[][] {
  return weights.map((row, i) => row.map((w, j) => w - rate * slopes[i][j]));
}

/** Puts new numbers into a matrix that is there already. */
export function assign(weights: number[][], values: number[][]): void {
  weights.forEach((row, i) => row.splice(0, row.length, ...values[i]));
}

/** Puts delta in the place of a row: the classic `=` for `+=`. */
export const overwrite = (
  total: number[][],
  id: number,
  delta: number[],
): void => {
  total[id] = [...delta];
};

/** Adds delta to a column where the row was meant. */
export const intoColumn = (
  total: number[][],
  id: number,
  delta: number[],
): void => {
  delta.forEach((d, j) => {
    total[j][id] += d;
  });
};

/** A mean over N positions becomes their sum. */
export function timesN<T>(mean: T, _weights: unknown, batch: BigramBatch): T {
  return scaled(mean, batch.inputs.length);
}

/** A mean over N positions is divided by N once more. */
export function perN<T>(mean: T, _weights: unknown, batch: BigramBatch): T {
  return scaled(mean, 1 / batch.inputs.length);
}
