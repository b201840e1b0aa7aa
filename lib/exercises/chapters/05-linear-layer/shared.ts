import {
  type LinearSlopes,
  linearVectorBackward,
} from "../../../core/by-hand/linear";
import type { Random } from "../../../core/base/random";
import { matrix, times } from "../../author";

/** Deltas, weights and inputs, with a batch of 1 to 4. */
export function batches(
  random: Random,
): [number[][], number[][], number[][]][] {
  return [
    [
      [
        [1, -2],
        [0.5, 1],
      ],
      [
        [1, 0, -1],
        [2, 1, 0],
      ],
      [
        [3, 1, 2],
        [1, 2, 0],
      ],
    ],
    ...times(7, (c): [number[][], number[][], number[][]] => {
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

/** Every number times `by`. */
export function scaled(rows: number[][], by: number): number[][] {
  return rows.map((row) => row.map((value) => value * by));
}

/** Backward through the last row of a batch alone. */
export function lastRow(
  delta: number[][],
  x: number[][],
  weights: number[][],
): LinearSlopes<number[]> {
  const last = x.length - 1;
  return linearVectorBackward(delta[last], weights, x[last]);
}

/** Rows become columns. */
export function transposed(rows: number[][]): number[][] {
  return rows[0].map((_, j) => rows.map((row) => row[j]));
}
