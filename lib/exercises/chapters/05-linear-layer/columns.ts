import type { LinearSlopes } from "../../../core/by-hand/linear";
import { batches, lastRow, scaled } from "./batch";
import { transposed } from "./forward";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Backward through Y = X W + b, with W as (in, out): one column an output. */
export function backwardColumns(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearSlopes<number[][]> {
  const gradW = weights.map((row) => row.map(() => 0));
  const gradX = x.map((row) => row.map(() => 0));
  const gradB = delta[0].map(() => 0);
  for (let b = 0; b < x.length; b++) {
    for (let i = 0; i < gradB.length; i++) {
      gradB[i] += delta[b][i];
      for (let j = 0; j < weights.length; j++) {
        gradW[j][i] += x[b][j] * delta[b][i];
        gradX[b][j] += delta[b][i] * weights[j][i];
      }
    }
  }
  return { gradW, gradX, gradB };
}

/** Exercise 05.5. */
export const columnsExercise: ExerciseFor<typeof backwardColumns> =
  functionExercise<typeof backwardColumns>({
    kind: "write",
    id: "05.5",
    title: "The other convention, backward",
    task: "For Y = X W + b with W as (in, out), return { gradW, gradX, gradB }. delta is (B, out), x is (B, in).",
    minutes: 12,
    difficulty: 3,
    points: 4,
    hints: [
      "A gradient has the shape of what it belongs to: here gradW is (in, out).",
      "y[b][i] = sum over j of x[b][j] * weights[j][i]. Which number stands beside weights[j][i]?",
      "`gradW[j][i] += x[b][j] * delta[b][i]`, `gradX[b][j] += delta[b][i] * weights[j][i]`, `gradB[i] += delta[b][i]`.",
    ],
    reference: backwardColumns,
    source: {
      file: "exercises/chapters/05-linear-layer/columns.ts",
      name: "backwardColumns",
      as: "myColumns",
    },
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
        name: "gradW forgets all rows but the last",
        code: (delta, weights, x) => ({
          ...backwardColumns(delta, weights, x),
          gradW: transposed(lastRow(delta, x, transposed(weights)).gradW),
        }),
        hint: "gradB is right. The weights are shared by all rows, too: use `+=`.",
      },
      {
        name: "gradB forgets all rows but the last",
        code: (delta, weights, x) => ({
          ...backwardColumns(delta, weights, x),
          gradB: lastRow(delta, x, transposed(weights)).gradB,
        }),
        hint: "gradW is right. The bias is shared by all rows, too: use `+=`.",
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
