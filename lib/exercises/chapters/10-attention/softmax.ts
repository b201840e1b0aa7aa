import { gradient } from "../../../core/by-hand/derivative";
import { softmax } from "../../../core/by-hand/softmax";
import { times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** The gradient for the scores of w = softmax(s). */
export function softmaxBackward(
  weights: number[],
  dWeights: number[],
): number[] {
  const mean = weights.reduce((sum, w, j) => sum + w * dWeights[j], 0);
  return weights.map((w, j) => w * (dWeights[j] - mean));
}

/** Exercise 10.4. */
export const softmaxExercise: ExerciseFor<typeof softmaxBackward> =
  functionExercise<typeof softmaxBackward>({
    kind: "write",
    id: "10.4",
    title: "Backward through a row of softmax",
    task: "Given the weights w = softmax(s) and the gradient for them, return the gradient for the scores s.",
    minutes: 12,
    difficulty: 4,
    points: 4,
    hints: [
      "Every score moves every weight, because the weights share a sum of 1.",
      "dw[j] / ds[i] = w[j] (1 if i = j, else 0) - w[j] w[i]. Sum over j, times dWeights[j].",
      "mean = sum of w[j] dWeights[j], then ds[i] = w[i] (dWeights[i] - mean).",
    ],
    reference: softmaxBackward,
    source: {
      file: "exercises/chapters/10-attention/softmax.ts",
      name: "softmaxBackward",
      as: "mySoftmaxBackward",
    },
    parameters: ["weights", "dWeights"],
    cases: (random) => [
      [
        [0.5, 0.25, 0.25],
        [4, 0, 8],
      ],
      ...times(7, (): [number[], number[]] => {
        const count = whole(random, 2, 5);
        return [softmax(vector(random, count)), vector(random, count)];
      }),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: (weights, dWeights) =>
        gradient(
          (scores) =>
            softmax(scores).reduce((sum, w, j) => sum + w * dWeights[j], 0),
          weights.map(Math.log),
        ),
    },
    mistakes: [
      {
        name: "only the diagonal",
        code: (weights, dWeights) =>
          weights.map((w, j) => w * (1 - w) * dWeights[j]),
        hint: "A score moves the other weights too, down. Those roads are missing.",
      },
      {
        name: "the mean is not taken off",
        code: (weights, dWeights) => weights.map((w, j) => w * dWeights[j]),
        hint: "Take off the weighted mean of dWeights first: the weights always add up to 1.",
      },
      {
        name: "the plain mean instead of the weighted one",
        code: (weights, dWeights) => {
          const mean = dWeights.reduce((a, b) => a + b, 0) / dWeights.length;
          return weights.map((w, j) => w * (dWeights[j] - mean));
        },
        hint: "The mean is weighted: the sum of w[j] dWeights[j].",
      },
      {
        name: "the factor w is missing",
        code: (weights, dWeights) => {
          const mean = weights.reduce((sum, w, j) => sum + w * dWeights[j], 0);
          return dWeights.map((d) => d - mean);
        },
        hint: "A weight that is nearly 0 hardly moves. Multiply by w[j].",
      },
      {
        name: "the mean is added",
        code: (weights, dWeights) => {
          const mean = weights.reduce((sum, w, j) => sum + w * dWeights[j], 0);
          return weights.map((w, j) => w * (dWeights[j] + mean));
        },
        hint: "The other weights move down when one goes up: the mean is subtracted.",
      },
    ],
  });
