import {
  type LinearSlopes,
  linearVectorBackward,
} from "../../../core/by-hand/linear";
import type { Random } from "../../../core/base/random";
import { last, matrix, rows, scaled, times } from "../../author";

/** Deltas (B, out), weights, and inputs (B, in). */
export type Batch = [delta: number[][], weights: number[][], x: number[][]];

/** Deltas, weights and inputs, with a batch of 1 to 4. */
export function batches(random: Random): Batch[] {
  return [
    [
      rows([1, -2], [0.5, 1]),
      rows([1, 0, -1], [2, 1, 0]),
      rows([3, 1, 2], [1, 2, 0]),
    ],
    ...times(7, (c): Batch => {
      const [B, out, inputs] = [2 + (c % 3), 2 + (c % 2), 3];
      return [
        matrix(random, B, out),
        matrix(random, out, inputs),
        matrix(random, B, inputs),
      ];
    }),
    [matrix(random, 1, 2), matrix(random, 2, 3), matrix(random, 1, 3)],
    [matrix(random, 3, 1), matrix(random, 1, 4), matrix(random, 3, 4)],
  ];
}

/** Backward through the last row of a batch alone. */
export function lastRow(...[delta, weights, x]: Batch): LinearSlopes<number[]> {
  return linearVectorBackward(last(delta), weights, last(x));
}

/** A sum over the batch becomes a mean. */
export function perRow<T>(sum: T, ...[, , x]: Batch): T {
  return scaled(sum, 1 / x.length);
}
