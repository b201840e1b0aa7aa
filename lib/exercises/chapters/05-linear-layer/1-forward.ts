import { linearVector } from "../../../core/by-hand/linear";
import {
  args,
  before,
  exercise,
  last,
  matrix,
  mistake,
  negated,
  rows,
  scaled,
  times,
  transposed,
  vector,
  zeros,
} from "../../author";

export default exercise(linearVector, {
  title: "Forward through a linear layer",
  task: "Return y = W x + b: each row of W belongs to one output.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "One output is one row of W, multiplied place by place with x and summed.",
    "`weights.map((row, i) => ...)` gives one number for each row. Begin its sum with `bias[i]`.",
    "For each j: `sum += row[j] * x[j]`.",
  ],
  firstCase: args(rows([1, 0, -1], [2, 1, 0]), [3, 1, 2], [0.5, -1]),
  randomCases: (random): Parameters<typeof linearVector>[] => [
    ...times(7, (c): Parameters<typeof linearVector> => {
      const [out, inputs] = [2 + (c % 3), 3 + (c % 2)];
      // also a square one, in which a transpose does not show by its shape
      return [
        matrix(random, out, c === 0 ? 2 : inputs),
        vector(random, c === 0 ? 2 : inputs),
        vector(random, out),
      ];
    }),
    [matrix(random, 1, 3), vector(random, 3), vector(random, 1)],
    [matrix(random, 5, 2), vector(random, 2), vector(random, 5)],
  ],
  mistakes: [
    mistake(
      "the bias is left out",
      "Every output gets its own bias: begin the sum with `bias[i]`.",
      before({ bias: zeros }),
    ),
    mistake(
      "the bias is added once for each input",
      "The bias is added in the inner loop. Add it once for each output.",
      before({ bias: (b: number[], _, x: number[]) => scaled(b, x.length) }),
    ),
    mistake(
      "the bias is subtracted",
      "The bias is added: y = W x + b.",
      before({ bias: negated }),
    ),
    mistake(
      "the first bias everywhere",
      "Output i has the bias `bias[i]`.",
      before({ bias: (bias: number[]) => bias.map(() => bias[0]) }),
    ),
    mistake(
      "multiplied, but not summed",
      "Only the last product is left: `sum = ...` wipes out the earlier ones. Use `sum += ...`.",
      (weights, x, bias) => bias.map((b, i) => last(weights[i]) * last(x) + b),
    ),
    mistake(
      "the transpose",
      "You sum along the columns. Row i of W belongs to output i: `weights[i][j] * x[j]`.",
      (weights, x, bias) => {
        const y = transposed(weights).map((column) =>
          column.reduce((sum, w, i) => sum + w * (x[i] ?? 0), 0),
        );
        return y.map((value, j) => value + (bias[j] ?? 0));
      },
    ),
  ],
  alsoRight: (weights, x, bias) => {
    const y = bias.slice();
    for (let j = x.length - 1; j >= 0; j--)
      for (let i = 0; i < y.length; i++) y[i] += x[j] * weights[i][j];
    return y;
  },
});
