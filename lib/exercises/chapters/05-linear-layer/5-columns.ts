import type { LinearSlopes } from "../../../core/by-hand/linear";
import {
  after,
  before,
  exercise,
  last,
  mistake,
  negated,
  total,
  transposed,
} from "../../author";
import { type Batch, batches, lastRow, perRow } from "./shared";

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

const lastGradW = (_: unknown, ...batch: Batch): number[][] => {
  const [delta, weights, x] = batch;
  return transposed(lastRow(delta, transposed(weights), x).gradW);
};

const lastGradB = (_: unknown, delta: number[][]): number[] => [...last(delta)];

export default exercise(backwardColumns, {
  title: "Backward in the other convention",
  task: "For Y = X W + b with W as (in, out), return { gradW, gradX, gradB }. delta is (B, out), x is (B, in).",
  effort: { minutes: 12, difficulty: 3, points: 4 },
  hints: [
    "A gradient has the shape of what it belongs to: here gradW is (in, out).",
    "y[b][i] = sum over j of x[b][j] * weights[j][i]. Which number is weights[j][i] multiplied by?",
    "`gradW[j][i] += x[b][j] * delta[b][i]`, `gradX[b][j] += delta[b][i] * weights[j][i]`, `gradB[i] += delta[b][i]`.",
  ],
  randomCases: (random) =>
    batches(random).map(([delta, weights, x]) => [
      delta,
      transposed(weights),
      x,
    ]),
  mistakes: [
    mistake(
      "the formulas of the first convention",
      "Here W is (in, out): `weights[j][i]` is the weight from input j to output i, so `gradW[j][i]` collects `x[b][j] * delta[b][i]`.",
      (delta, weights, x) => {
        const gradW = weights.map((row) => row.map(() => 0));
        const gradB = weights.map(() => 0);
        const gradX = x.map((row) => row.map(() => 0));
        for (let n = 0; n < x.length; n++) {
          for (let i = 0; i < weights.length; i++) {
            gradB[i] += delta[n][i];
            for (let j = 0; j < weights[i].length; j++) {
              gradW[i][j] += delta[n][i] * x[n][j];
              gradX[n][j] += delta[n][i] * weights[i][j];
            }
          }
        }
        return { gradW, gradX, gradB };
      },
    ),
    mistake(
      "gradW has the shape of the other convention",
      "Here W is (in, out), so gradW is (in, out): `gradW[j][i]`.",
      after({ gradW: transposed }),
    ),
    mistake(
      "a mean over the batch",
      "Shares are summed over the batch. A mean loss has its 1/B in delta already.",
      after({ gradW: perRow, gradB: perRow }),
    ),
    mistake(
      "only the last row of the batch",
      "All rows share W and b: use `+=`.",
      after({ gradW: lastGradW, gradB: lastGradB }),
    ),
    mistake(
      "gradW forgets all rows but the last",
      "gradB is right. The weights are shared by all rows, too: use `+=`.",
      after({ gradW: lastGradW }),
    ),
    mistake(
      "gradB forgets all rows but the last",
      "gradW is right. The bias is shared by all rows, too: use `+=`.",
      after({ gradB: lastGradB }),
    ),
    mistake(
      "the sign is flipped",
      "No minus here. It belongs to the update.",
      before({ delta: negated }),
    ),
    mistake(
      "gradX without the weights",
      "Each share of x[b][j] is multiplied by the weight it met on the way forward: `weights[j][i]`.",
      after({
        gradX: (gradX, delta) =>
          gradX.map((row, b) => row.map(() => total(delta[b]))),
      }),
    ),
  ],
  alsoRight: (delta, weights, x) => {
    const gradB = delta.reduce((sum, d) => sum.map((g, i) => g + d[i]));
    const gradX = delta.map((d) =>
      weights.map((row) => row.reduce((sum, w, i) => sum + w * d[i], 0)),
    );
    const gradW = weights.map((row, j) =>
      row.map((_, i) => x.reduce((sum, r, b) => sum + delta[b][i] * r[j], 0)),
    );
    return { gradW, gradX, gradB };
  },
});
