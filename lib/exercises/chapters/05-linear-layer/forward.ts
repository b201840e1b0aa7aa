import { matrix, times, vector } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
} from "../../checker/exercise";

/** y = W x + b for one vector: W is (out, in), x (in), b (out). */
export function forwardOne(
  weights: number[][],
  x: number[],
  bias: number[],
): number[] {
  return weights.map((row, i) => {
    let sum = bias[i];
    for (let j = 0; j < x.length; j++) sum += row[j] * x[j];
    return sum;
  });
}

/** Rows become columns. */
export function transposed(rows: number[][]): number[][] {
  return rows[0].map((_, j) => rows.map((row) => row[j]));
}

/** Exercise 05.1. */
export const forwardExercise: ExerciseFor<typeof forwardOne> = functionExercise<
  typeof forwardOne
>({
  kind: "write",
  id: "05.1",
  title: "A linear layer, forward",
  task: "Return y = W x + b: each row of W belongs to one output.",
  minutes: 8,
  difficulty: 2,
  points: 3,
  hints: [
    "One output is one row of W, multiplied place by place with x and summed.",
    "`weights.map((row, i) => ...)` gives one number for each row. Begin its sum with `bias[i]`.",
    "For each j: `sum += row[j] * x[j]`.",
  ],
  reference: forwardOne,
  source: {
    file: "exercises/chapters/05-linear-layer/forward.ts",
    name: "forwardOne",
    as: "myForward",
  },
  parameters: ["weights", "x", "bias"],
  cases: (random) => [
    [
      [
        [1, 0, -1],
        [2, 1, 0],
      ],
      [3, 1, 2],
      [0.5, -1],
    ],
    ...times(7, (c): Parameters<typeof forwardOne> => {
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
    {
      name: "the bias is left out",
      code: (weights, x) =>
        forwardOne(
          weights,
          x,
          weights.map(() => 0),
        ),
      hint: "Every output gets its own bias: begin the sum with `bias[i]`.",
    },
    {
      name: "the bias is added once for each input",
      code: (weights, x, bias) =>
        forwardOne(
          weights,
          x,
          bias.map((b) => b * x.length),
        ),
      hint: "The bias stands in the inner loop. It is added once for each output.",
    },
    {
      name: "the bias is subtracted",
      code: (weights, x, bias) =>
        forwardOne(
          weights,
          x,
          bias.map((b) => -b),
        ),
      hint: "The bias is added: y = W x + b.",
    },
    {
      name: "the first bias everywhere",
      code: (weights, x, bias) =>
        forwardOne(
          weights,
          x,
          bias.map(() => bias[0]),
        ),
      hint: "Output i has the bias `bias[i]`.",
    },
    {
      name: "multiplied, but not summed",
      code: (weights, x, bias) =>
        weights.map(
          (row, i) => row[row.length - 1] * x[x.length - 1] + bias[i],
        ),
      hint: "Only the last product is left: `sum = ...` wipes out the earlier ones. Use `sum += ...`.",
    },
    {
      name: "the transpose",
      code: (weights, x, bias) => {
        const y = transposed(weights).map((column) =>
          column.reduce((sum, w, i) => sum + w * (x[i] ?? 0), 0),
        );
        return y.map((value, j) => value + (bias[j] ?? 0));
      },
      hint: "You sum along the columns. Row i of W belongs to output i: `weights[i][j] * x[j]`.",
    },
  ],
});

/** Exercise 05.2. */
export const sizeExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "05.2",
  title: "Predict: how many slopes",
  task: "A layer with a bias takes 3 numbers and gives 4. It sees a batch of 2. How many numbers do gradW and gradB hold together?",
  minutes: 4,
  difficulty: 1,
  points: 2,
  hints: [
    "A gradient has the shape of what it belongs to.",
    "W is (4, 3), b is (4). Does the batch change how many weights there are?",
    "4 × 3 weights and 4 biases.",
  ],
  reference: 16,
  unit: "numbers",
  tolerance: 0,
  mistakes: [
    {
      name: "the biases are forgotten",
      value: 12,
      hint: "Those are the weights. There are biases too, one for each output.",
    },
    {
      name: "one gradient for each row of the batch",
      value: 32,
      hint: "All rows share the same weights, and their shares are summed. The batch does not make the gradient larger.",
    },
    {
      name: "one bias for each input",
      value: 15,
      hint: "A bias is added to an output. There are 4 outputs.",
    },
    {
      name: "the slopes of the input are counted too",
      value: 22,
      hint: "gradX has 2 × 3 numbers, but it was not asked for.",
    },
  ],
  explanation:
    "A gradient has the shape of what it belongs to: gradW is (4, 3), gradB is (4). " +
    "12 + 4 = **16**. The batch of 2 is summed, so it does not show in the shape.",
});
