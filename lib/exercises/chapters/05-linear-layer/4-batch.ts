import { linearBatchBackward } from "../../../core/by-hand/linear";
import {
  after,
  exercise,
  last,
  mistake,
  total,
  transposed,
} from "../../author";
import { batches, lastRow, perRow } from "./shared";

export default exercise(linearBatchBackward, {
  title: "Find the bug: a batch that forgets",
  task: "Return gradW and gradB summed over the batch, and gradX with one row for each row of x.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "With a batch of 1 it is right. What happens to the first row's share when the second row comes?",
    "All rows share W and b. A number that is used many times collects a share from each use.",
    "`+=` for gradW, and for gradB as well.",
  ],
  randomCases: batches,
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
  otherBugs: [
    [["gradB[i] = delta", "gradB[i] += delta"]],
    [["gradW[i][j] = delta", "gradW[i][j] += delta"]],
  ],
  mistakes: [
    mistake(
      "gradB still forgets",
      "gradW is right now. The bias is shared by all rows, too.",
      after({ gradB: (_, delta) => [...last(delta)] }),
    ),
    mistake(
      "gradW still forgets",
      "gradB is right now. The weights are shared by all rows, too.",
      after({ gradW: (_, ...batch) => lastRow(...batch).gradW }),
    ),
    mistake(
      "a mean over the batch",
      "Shares are summed. If the loss is a mean, delta already holds its 1/B. Dividing again makes the step too short.",
      after({ gradW: perRow, gradB: perRow }),
    ),
    mistake(
      "gradX is summed over the batch",
      "Rows of x are not shared: each has a gradient of its own.",
      after({
        gradX: (gradX) => gradX.map(() => transposed(gradX).map(total)),
      }),
    ),
  ],
  alsoRight: (delta, weights, x) => ({
    gradB: weights.map((_, i) => delta.reduce((sum, d) => sum + d[i], 0)),
    gradW: weights.map((row, i) =>
      row.map((_, j) => x.reduce((sum, r, b) => sum + r[j] * delta[b][i], 0)),
    ),
    gradX: delta.map((d) =>
      weights[0].map((_, j) =>
        weights.reduce((sum, row, i) => sum + row[j] * d[i], 0),
      ),
    ),
  }),
});
