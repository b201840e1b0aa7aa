import type { LinearSlopes } from "../../../core/by-hand/linear";
import type { Random } from "../../../core/base/random";
import { matrix, times } from "../../author";
import { backwardOne } from "./backward";
import { transposed } from "./forward";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Backward through Y = X transpose(W) + b: delta is (B, out), x (B, in). */
export function backwardBatch(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearSlopes<number[][]> {
  const gradW = weights.map((row) => row.map(() => 0));
  const gradB = weights.map(() => 0);
  const gradX = x.map((row) => row.map(() => 0));
  for (let b = 0; b < x.length; b++) {
    for (let i = 0; i < weights.length; i++) {
      gradB[i] += delta[b][i];
      for (let j = 0; j < weights[i].length; j++) {
        gradW[i][j] += delta[b][i] * x[b][j];
        gradX[b][j] += delta[b][i] * weights[i][j];
      }
    }
  }
  return { gradW, gradX, gradB };
}

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
  return backwardOne(delta[last], weights, x[last]);
}

/** Exercise 05.4. */
export const batchExercise: ExerciseFor<typeof backwardBatch> =
  functionExercise<typeof backwardBatch>({
    kind: "repair",
    id: "05.4",
    title: "Find the bug: a batch that forgets",
    task: "Return gradW and gradB summed over the batch, and gradX with one row for each row of x.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "With a batch of 1 it is right. What becomes of the first row's share when the second row comes?",
      "All rows share W and b. A number that is used many times collects a share from each use.",
      "`+=` for gradW, and for gradB as well.",
    ],
    reference: backwardBatch,
    source: {
      file: "exercises/chapters/05-linear-layer/batch.ts",
      name: "backwardBatch",
      as: "myBatch",
    },
    parameters: ["delta", "weights", "x"],
    cases: batches,
    given: (delta, weights, x) => {
      const gradW = weights.map((row) => row.map(() => 0));
      const gradB = weights.map(() => 0);
      const gradX = x.map((row) => row.map(() => 0));
      for (let n = 0; n < x.length; n++) {
        for (let i = 0; i < weights.length; i++) {
          gradB[i] = delta[n][i];
          for (let j = 0; j < weights[i].length; j++) {
            gradW[i][j] = delta[n][i] * x[n][j];
            gradX[n][j] += delta[n][i] * weights[i][j];
          }
        }
      }
      return { gradW, gradX, gradB };
    },
    mistakes: [
      {
        name: "gradB still forgets",
        code: (delta, weights, x) => ({
          ...backwardBatch(delta, weights, x),
          gradB: [...delta[delta.length - 1]],
        }),
        hint: "gradW is right now. The bias is shared by all rows, too.",
      },
      {
        name: "gradW still forgets",
        code: (delta, weights, x) => ({
          ...backwardBatch(delta, weights, x),
          gradW: lastRow(delta, x, weights).gradW,
        }),
        hint: "gradB is right now. The weights are shared by all rows, too.",
      },
      {
        name: "a mean over the batch",
        code: (delta, weights, x) => {
          const { gradW, gradX, gradB } = backwardBatch(delta, weights, x);
          const share = 1 / x.length;
          return {
            gradW: scaled(gradW, share),
            gradX,
            gradB: gradB.map((g) => g * share),
          };
        },
        hint: "Shares are summed. Whether the loss is a mean is already said in delta: dividing again makes the step too short.",
      },
      {
        name: "gradX is summed over the batch",
        code: (delta, weights, x) => {
          const right = backwardBatch(delta, weights, x);
          const total = transposed(right.gradX).map((column) =>
            column.reduce((a, b) => a + b, 0),
          );
          return { ...right, gradX: x.map(() => [...total]) };
        },
        hint: "Rows of x are not shared: each has a gradient of its own.",
      },
    ],
  });
