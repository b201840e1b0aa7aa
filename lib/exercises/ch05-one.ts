import { gradient } from "../core/derivative";
import type { LinearGradients } from "../core/linear";
import { matrix, times, vector } from "./cases";
import { functionExercise, numberExercise, type ExerciseFor } from "./exercise";

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

/** Backward through y = W x + b for one vector; delta is (out). */
export function backwardOne(
  delta: number[],
  weights: number[][],
  x: number[],
): LinearGradients<number[]> {
  const gradW = delta.map((d) => x.map((value) => d * value));
  const gradX = x.map((_, j) => {
    let sum = 0;
    for (let i = 0; i < delta.length; i++) sum += weights[i][j] * delta[i];
    return sum;
  });
  return { gradW, gradX, gradB: [...delta] };
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
  source: { file: "exercises/ch05-one.ts", name: "forwardOne" },
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

/** Exercise 05.3. */
export const backwardExercise: ExerciseFor<typeof backwardOne> =
  functionExercise<typeof backwardOne>({
    kind: "write",
    id: "05.3",
    title: "A linear layer, backward",
    task: "From delta, the slope of the loss at each output, return gradW, gradX and gradB.",
    minutes: 15,
    difficulty: 3,
    points: 5,
    hints: [
      "Begin with the shapes: gradW is (out, in) like W, gradX is (in) like x, gradB is (out) like b.",
      "`gradW[i][j] = delta[i] * x[j]`: upstream times the other factor of the product.",
      "x[j] goes to every output, so its shares add up: gradX[j] = sum over i of `weights[i][j] * delta[i]`.",
      "b[i] is only added: gradB is a copy of delta.",
    ],
    reference: backwardOne,
    source: { file: "exercises/ch05-one.ts", name: "backwardOne" },
    parameters: ["delta", "weights", "x"],
    cases: (random) => [
      [
        [1, -2],
        [
          [1, 0, -1],
          [2, 1, 0],
        ],
        [3, 1, 2],
      ],
      ...times(7, (c): Parameters<typeof backwardOne> => {
        const [out, inputs] = [2 + (c % 3), 2 + (c % 2)];
        return [
          vector(random, out),
          matrix(random, out, inputs),
          vector(random, inputs),
        ];
      }),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: (delta, weights, x) => {
        const columns = x.length;
        const loss = (w: number[], input: number[], b: number[]): number =>
          delta.reduce((sum, d, i) => {
            const row = w.slice(i * columns, (i + 1) * columns);
            return (
              sum + d * row.reduce((s, value, j) => s + value * input[j], b[i])
            );
          }, 0);
        const flat = weights.flat();
        const zeros = delta.map(() => 0);
        const gradW = gradient((w) => loss(w, x, zeros), flat);
        return {
          gradW: delta.map((_, i) =>
            gradW.slice(i * columns, (i + 1) * columns),
          ),
          gradX: gradient((input) => loss(flat, input, zeros), x),
          gradB: gradient((b) => loss(flat, x, b), zeros),
        };
      },
    },
    mistakes: [
      {
        name: "gradW is transposed",
        code: (delta, weights, x) => {
          const right = backwardOne(delta, weights, x);
          return { ...right, gradW: transposed(right.gradW) };
        },
        hint: "gradW must have the shape of W, (out, in): row i belongs to output i, so `delta[i] * x[j]`.",
      },
      {
        name: "gradX uses W instead of its transpose",
        code: (delta, weights, x) => {
          const gradX = x.map((_, j) =>
            delta.reduce((sum, d, i) => sum + (weights[j]?.[i] ?? 0) * d, 0),
          );
          return { ...backwardOne(delta, weights, x), gradX };
        },
        hint: "x[j] stands beside column j of W: sum over `weights[i][j] * delta[i]`, with i running.",
      },
      {
        name: "only the last output counts for gradX",
        code: (delta, weights, x) => {
          const last = delta.length - 1;
          const gradX = weights[last].map((w) => w * delta[last]);
          return { ...backwardOne(delta, weights, x), gradX };
        },
        hint: "Each input goes to every output: fan-out adds. Use `+=`.",
      },
      {
        name: "gradW holds the weights instead of the input",
        code: (delta, weights, x) => ({
          ...backwardOne(delta, weights, x),
          gradW: weights.map((row, i) => row.map((w) => delta[i] * w)),
        }),
        hint: "In w · x the slope with respect to w is the other factor, x.",
      },
      {
        name: "delta is left out of gradW",
        code: (delta, weights, x) => ({
          ...backwardOne(delta, weights, x),
          gradW: delta.map(() => [...x]),
        }),
        hint: "x[j] is the local derivative. Multiply by what arrives from above, `delta[i]`.",
      },
      {
        name: "gradB is all ones",
        code: (delta, weights, x) => ({
          ...backwardOne(delta, weights, x),
          gradB: delta.map(() => 1),
        }),
        hint: "1 is the local derivative of the sum. Upstream times 1 is delta itself.",
      },
      {
        name: "the sign is flipped",
        code: (delta, weights, x) =>
          backwardOne(
            delta.map((d) => -d),
            weights,
            x,
          ),
        hint: "No minus here: gradients point uphill. The minus stands in the update.",
      },
    ],
  });
