import { sgdUpdateMatrix } from "../../../core/by-hand/bigram";
import {
  after,
  before,
  between,
  draw,
  exercise,
  matrix,
  mistake,
  negated,
  ones,
  rows,
  scaled,
  whole,
} from "../../author";
import { assign, stepped } from "./shared";

export default exercise(sgdUpdateMatrix, {
  title: "The update rule for a matrix",
  task: "Take a step of gradient descent on every weight, in place. Nothing is returned.",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "It is the rule of chapter 01, for each weight with its own slope.",
    "Two loops: over the rows i, and over the columns j of each row.",
    "`weights[i][j] -= learningRate * gradW[i][j]`.",
  ],
  changes: ["weights"],
  firstCases: [
    [rows([1, 2], [3, 4]), rows([1, 0], [-2, 4]), 0.5],
    [[[2, -1, 4]], [[1, 2, -3]], 0.5],
  ],
  randomCases: draw(8, (random) => {
    const [rows, columns] = [whole(random, 1, 4), whole(random, 2, 5)];
    return [
      matrix(random, rows, columns),
      matrix(random, rows, columns),
      between(random, 0.01, 0.9),
    ];
  }),
  mistakes: [
    mistake(
      "uphill, with the sign flipped",
      "The gradient points uphill. Subtract it.",
      before({ gradW: negated }),
    ),
    mistake(
      "the learning rate is missing",
      "Each weight goes its whole slope. Multiply by the learning rate.",
      before({ learningRate: ones }),
    ),
    mistake(
      "weights is left as it was",
      "The caller keeps looking at `weights`. A new matrix or a copy of a number, as in `forEach((w) => ...)`, is lost when the function ends. Write into `weights[i][j]`.",
      (weights, gradW, rate) => stepped(weights, gradW, rate),
    ),
    mistake(
      "the gradient takes the weights' place",
      "You wrote the step where the weight should be. Use `-=`, not `=`.",
      after({
        weights: (
          _: unknown,
          _weights: unknown,
          gradW: number[][],
          rate: number,
        ) => scaled(gradW, -rate),
      }),
    ),
    mistake(
      "only the first row",
      "The function ends, or returns, after the first row. Let the outer loop visit all of them.",
      (weights, gradW, rate) => {
        assign(weights, [
          ...stepped(weights.slice(0, 1), gradW, rate),
          ...weights.slice(1),
        ].map((row) => [...row])); // prettier-ignore
      },
    ),
  ],
  alsoRight: (weights, gradW, rate) => {
    for (let j = weights[0].length - 1; j >= 0; j--)
      for (let i = weights.length - 1; i >= 0; i--)
        weights[i][j] = weights[i][j] - gradW[i][j] * rate;
  },
});
