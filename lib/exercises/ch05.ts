import type { LinearGradients } from "../core/linear";
import type { Random } from "../core/random";
import { matrix, times } from "./cases";
import {
  backwardExercise,
  backwardOne,
  forwardExercise,
  sizeExercise,
  transposed,
  type forwardOne,
} from "./ch05-one";
import { functionExercise, type ChapterExercises } from "./exercise";

/** What chapter 05 asks for. */
export interface Answers05 {
  "05.1": typeof forwardOne;
  "05.2": number;
  "05.3": typeof backwardOne;
  "05.4": typeof backwardBatch;
  "05.5": typeof backwardColumns;
}

/** Backward through Y = X transpose(W) + b: delta is (B, out), x (B, in). */
export function backwardBatch(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearGradients<number[][]> {
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

/** Backward through Y = X W + b, with W as (in, out): one column an output. */
export function backwardColumns(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearGradients<number[][]> {
  const { gradW, gradX, gradB } = backwardBatch(delta, transposed(weights), x);
  return { gradW: transposed(gradW), gradX, gradB };
}

/** Deltas, weights and inputs, with a batch of 2 to 4. */
function batches(random: Random): [number[][], number[][], number[][]][] {
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
  ];
}

function scaled(rows: number[][], by: number): number[][] {
  return rows.map((row) => row.map((value) => value * by));
}

function lastRow(
  delta: number[][],
  x: number[][],
  weights: number[][],
): LinearGradients<number[]> {
  const last = x.length - 1;
  return backwardOne(delta[last], weights, x[last]);
}

const batchExercise = functionExercise<Answers05["05.4"]>({
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
  source: { file: "exercises/ch05.ts", name: "backwardBatch" },
  parameters: ["delta", "weights", "x"],
  cases: batches,
  given: (delta, weights, x) => {
    const { gradX } = backwardBatch(delta, weights, x);
    const { gradW, gradB } = lastRow(delta, x, weights);
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

const columnsExercise = functionExercise<Answers05["05.5"]>({
  kind: "write",
  id: "05.5",
  title: "The other convention, backward",
  task: "For Y = X W + b with W as (in, out), return gradW, gradX and gradB. delta is (B, out), x is (B, in).",
  minutes: 12,
  difficulty: 3,
  points: 4,
  hints: [
    "A gradient has the shape of what it belongs to: here gradW is (in, out).",
    "y[b][i] = sum over j of x[b][j] * weights[j][i]. Which number stands beside weights[j][i]?",
    "`gradW[j][i] += x[b][j] * delta[b][i]`, `gradX[b][j] += delta[b][i] * weights[j][i]`, `gradB[i] += delta[b][i]`.",
  ],
  reference: backwardColumns,
  source: { file: "exercises/ch05.ts", name: "backwardColumns" },
  parameters: ["delta", "weights", "x"],
  cases: (random) =>
    batches(random).map(([delta, weights, x]) => [
      delta,
      transposed(weights),
      x,
    ]),
  mistakes: [
    {
      name: "gradW has the shape of the other convention",
      code: (delta, weights, x) => {
        const right = backwardColumns(delta, weights, x);
        return { ...right, gradW: transposed(right.gradW) };
      },
      hint: "Here W is (in, out), so gradW is (in, out): `gradW[j][i]`.",
    },
    {
      name: "a mean over the batch",
      code: (delta, weights, x) => {
        const { gradW, gradX, gradB } = backwardColumns(delta, weights, x);
        const share = 1 / x.length;
        return {
          gradW: scaled(gradW, share),
          gradX,
          gradB: gradB.map((g) => g * share),
        };
      },
      hint: "Shares are summed over the batch. A mean loss has its 1/B in delta already.",
    },
    {
      name: "only the last row of the batch",
      code: (delta, weights, x) => {
        const { gradW, gradB } = lastRow(delta, x, transposed(weights));
        const { gradX } = backwardColumns(delta, weights, x);
        return { gradW: transposed(gradW), gradX, gradB };
      },
      hint: "All rows share W and b: use `+=`.",
    },
    {
      name: "the sign is flipped",
      code: (delta, weights, x) =>
        backwardColumns(scaled(delta, -1), weights, x),
      hint: "No minus here. It stands in the update.",
    },
    {
      name: "gradX without the weights",
      code: (delta, weights, x) => ({
        ...backwardColumns(delta, weights, x),
        gradX: x.map((row, b) =>
          row.map(() => delta[b].reduce((sum, d) => sum + d, 0)),
        ),
      }),
      hint: "Each share of x[b][j] is multiplied by the weight it met on the way forward: `weights[j][i]`.",
    },
  ],
});

/** Exercises of notebooks/05-linear-layer.ipynb. */
export const chapter05: ChapterExercises<Answers05> = {
  "05.1": forwardExercise,
  "05.2": sizeExercise,
  "05.3": backwardExercise,
  "05.4": batchExercise,
  "05.5": columnsExercise,
};
