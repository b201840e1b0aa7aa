import { gradient } from "../../../core/by-hand/derivative";
import { linearVectorBackward } from "../../../core/by-hand/linear";
import {
  after,
  args,
  before,
  centralDifferences,
  exercise,
  last,
  matrix,
  mistake,
  negated,
  ones,
  rows,
  scaled,
  times,
  total,
  transposed,
  vector,
} from "../../author";

export default exercise(linearVectorBackward, {
  title: "Backward through a linear layer",
  task: "From delta, the slope of the loss at each output, return { gradW, gradX, gradB }.",
  effort: { minutes: 15, difficulty: 3, points: 5 },
  hints: [
    "Begin with the shapes: gradW is (out, in) like W, gradX is (in) like x, gradB is (out) like b.",
    "`gradW[i][j] = delta[i] * x[j]`: upstream times the other factor of the product.",
    "x[j] goes to every output, so its shares add up: gradX[j] = sum over i of `weights[i][j] * delta[i]`.",
    "b[i] is only added: gradB is a copy of delta.",
  ],
  firstCase: args([1, -2], rows([1, 0, -1], [2, 1, 0]), [3, 1, 2]),
  randomCases: (random): Parameters<typeof linearVectorBackward>[] => [
    ...times(7, (c): Parameters<typeof linearVectorBackward> => {
      const [out, inputs] = [2 + (c % 3), 2 + (c % 2)];
      return [
        vector(random, out),
        matrix(random, out, inputs),
        vector(random, inputs),
      ];
    }),
    [vector(random, 1), matrix(random, 1, 3), vector(random, 3)],
    [vector(random, 5), matrix(random, 5, 2), vector(random, 2)],
  ],
  witness: centralDifferences((delta, weights, x) => {
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
      gradW: delta.map((_, i) => gradW.slice(i * columns, (i + 1) * columns)),
      gradX: gradient((input) => loss(flat, input, zeros), x),
      gradB: gradient((b) => loss(flat, x, b), zeros),
    };
  }),
  mistakes: [
    mistake(
      "gradW is transposed",
      "gradW must have the shape of W, (out, in): row i belongs to output i, so `delta[i] * x[j]`.",
      after({ gradW: transposed }),
    ),
    mistake(
      "gradX uses W instead of its transpose",
      "x[j] is multiplied by column j of W: sum `weights[i][j] * delta[i]` over i.",
      after({
        gradX: (_, delta, weights, x) =>
          x.map((_, j) =>
            delta.reduce((sum, d, i) => sum + (weights[j]?.[i] ?? 0) * d, 0),
          ),
      }),
    ),
    mistake(
      "only the last output counts for gradX",
      "Each input goes to every output: fan-out adds. Use `+=`.",
      after({
        gradX: (_, delta, weights) => scaled(last(weights), last(delta)),
      }),
    ),
    mistake(
      "gradW holds the weights instead of the input",
      "In w · x the slope with respect to w is the other factor, x.",
      after({
        gradW: (_, delta, weights) =>
          weights.map((row, i) => scaled(row, delta[i])),
      }),
    ),
    mistake(
      "delta is left out of gradW",
      "x[j] is the local derivative. Multiply by the upstream gradient, `delta[i]`.",
      after({ gradW: (_, delta, _weights, x) => delta.map(() => [...x]) }),
    ),
    mistake(
      "delta is left out of gradX",
      "The weights are the local derivatives. Multiply each by the upstream gradient, `delta[i]`, then add.",
      after({ gradX: (_, _delta, weights) => transposed(weights).map(total) }),
    ),
    mistake(
      "gradB is all ones",
      "1 is the local derivative of the sum. Upstream times 1 is delta itself.",
      after({ gradB: ones }),
    ),
    mistake(
      "the sign is flipped",
      "No minus here: gradients point uphill. The minus belongs to the update.",
      before({ delta: negated }),
    ),
  ],
  alsoRight: (delta, weights, x) => {
    const gradX = new Array<number>(x.length).fill(0);
    const gradW = weights.map((row, i) =>
      row.map((w, j) => {
        gradX[j] = gradX[j] + delta[i] * w;
        return x[j] * delta[i];
      }),
    );
    return { gradB: delta.map((d) => d * 1), gradX, gradW };
  },
});
