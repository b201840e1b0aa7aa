import {
  accumulateGradients,
  sgdUpdateMatrix,
} from "../../../core/by-hand/bigram";
import { between, matrix, times, vector, whole } from "../../author";
import { assign, intoColumn, overwrite, scaled, stepped } from "./bigram";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 06.1. */
export const accumulateExercise: ExerciseFor<typeof accumulateGradients> =
  functionExercise<typeof accumulateGradients>({
    kind: "write",
    id: "06.1",
    title: "Accumulate one position's gradient",
    task: "Add delta to row id of total, in place. Nothing is returned.",
    minutes: 6,
    difficulty: 2,
    points: 3,
    hints: [
      "Only the row of the token that was seen had a part in the prediction.",
      "What is in the row already came from earlier positions, and must stay.",
      "For every j: `total[id][j] += delta[j]`.",
    ],
    reference: accumulateGradients,
    source: {
      file: "core/by-hand/bigram.ts",
      name: "accumulateGradients",
      as: "myAccumulate",
    },
    parameters: ["total", "id", "delta"],
    changes: ["total"],
    cases: (random) => [
      [
        [
          [1, 2],
          [3, 4],
        ],
        1,
        [10, -20],
      ],
      ...times(8, (c): [number[][], number, number[]] => {
        const vocabSize = 2 + (c % 4);
        const id = whole(random, 0, vocabSize - 1);
        return [
          matrix(random, vocabSize, vocabSize),
          id,
          vector(random, vocabSize),
        ];
      }),
    ],
    mistakes: [
      {
        name: "overwritten instead of added",
        code: overwrite,
        hint: "With `=` the last position wipes out all earlier ones. Shared weights sum: use `+=`.",
      },
      {
        name: "into the column, not the row",
        code: intoColumn,
        hint: "`total[id]` is the row of the token that was seen; you filled column `id`. Swap the two indices.",
      },
      {
        name: "subtracted instead of added",
        code: (total, id, delta) => {
          delta.forEach((d, j) => (total[id][j] -= d));
        },
        hint: "Here gradients are only collected. The minus sign belongs to the update.",
      },
      {
        name: "added to every row",
        code: (total, _, delta) => {
          for (const row of total) delta.forEach((d, j) => (row[j] += d));
        },
        hint: "The other rows made no prediction at this position. Touch row `id` alone.",
      },
      {
        name: "total is left as it was",
        code: () => undefined,
        hint: "The sum must end up in `total` itself. A new row, a new matrix or a copy of a number, as in `forEach((value) => ...)`, is lost when the function ends.",
      },
    ],
  });

/** Exercise 06.2. */
export const updateExercise: ExerciseFor<typeof sgdUpdateMatrix> =
  functionExercise<typeof sgdUpdateMatrix>({
    kind: "write",
    id: "06.2",
    title: "The update rule for a matrix",
    task: "Take a step of gradient descent on every weight, in place. Nothing is returned.",
    minutes: 6,
    difficulty: 2,
    points: 3,
    hints: [
      "It is the rule of chapter 01, for each weight with its own slope.",
      "Two loops: over the rows i, and over the columns j of each row.",
      "`weights[i][j] -= learningRate * gradW[i][j]`.",
    ],
    reference: sgdUpdateMatrix,
    source: {
      file: "core/by-hand/bigram.ts",
      name: "sgdUpdateMatrix",
      as: "myUpdate",
    },
    parameters: ["weights", "gradW", "learningRate"],
    changes: ["weights"],
    cases: (random) => [
      [
        [
          [1, 2],
          [3, 4],
        ],
        [
          [1, 0],
          [-2, 4],
        ],
        0.5,
      ],
      [[[2, -1, 4]], [[1, 2, -3]], 0.5],
      ...times(8, (): [number[][], number[][], number] => {
        const [rows, columns] = [whole(random, 1, 4), whole(random, 2, 5)];
        return [
          matrix(random, rows, columns),
          matrix(random, rows, columns),
          between(random, 0.01, 0.9),
        ];
      }),
    ],
    mistakes: [
      {
        name: "uphill, with the sign flipped",
        code: (weights, gradW, rate) => {
          assign(weights, stepped(weights, gradW, -rate));
        },
        hint: "The gradient points uphill. Subtract it.",
      },
      {
        name: "the learning rate is missing",
        code: (weights, gradW) => {
          assign(weights, stepped(weights, gradW, 1));
        },
        hint: "Each weight goes its whole slope. Multiply by the learning rate.",
      },
      {
        name: "weights is left as it was",
        code: (weights, gradW, rate) => stepped(weights, gradW, rate),
        hint: "The caller keeps looking at `weights`. A new matrix or a copy of a number, as in `forEach((w) => ...)`, is lost when the function ends. Write into `weights[i][j]`.",
      },
      {
        name: "the gradient takes the weights' place",
        code: (weights, gradW, rate) => {
          assign(weights, scaled(gradW, -rate));
        },
        hint: "You wrote the step where the weight should be. Use `-=`, not `=`.",
      },
      {
        name: "only the first row",
        code: (weights, gradW, rate) => {
          assign(weights, [
          ...stepped(weights.slice(0, 1), gradW, rate),
          ...weights.slice(1),
        ].map((row) => [...row])); // prettier-ignore
        },
        hint: "The function ends, or returns, after the first row. Let the outer loop visit all of them.",
      },
    ],
  });
