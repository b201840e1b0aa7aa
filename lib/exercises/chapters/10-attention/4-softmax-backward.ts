import { dot } from "../../../core/by-hand/linear";
import { softmax } from "../../../core/by-hand/softmax";
import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  args,
  centralDifferences,
  draw,
  exercise,
  mistake,
  total,
  vector,
  whole,
} from "../../author";

/** The gradient for the scores of w = softmax(s). */
export function softmaxBackward(
  weights: number[],
  dWeights: number[],
): number[] {
  const mean = weights.reduce((sum, w, j) => sum + w * dWeights[j], 0);
  return weights.map((w, j) => w * (dWeights[j] - mean));
}

/** The scores' gradient around something else than the weighted mean. */
function around(
  centerOf: (weights: number[], dWeights: number[]) => number,
): typeof softmaxBackward {
  return (weights, dWeights) =>
    weights.map((w, j) => w * (dWeights[j] - centerOf(weights, dWeights)));
}

export default exercise(softmaxBackward, {
  title: "Backward through a row of softmax",
  task: "Given the weights w = softmax(s) and the gradient for them, return the gradient for the scores s.",
  effort: { minutes: 12, difficulty: 4, points: 4 },
  hints: [
    "Every score moves every weight, because the weights share a sum of 1.",
    "dw[j] / ds[i] = w[j] (1 if i = j, else 0) - w[j] w[i]. Sum over j, times dWeights[j].",
    "mean = sum of w[j] dWeights[j], then ds[i] = w[i] (dWeights[i] - mean).",
  ],
  firstCase: args([0.5, 0.25, 0.25], [4, 0, 8]),
  randomCases: draw(7, (random) => {
    const count = whole(random, 2, 5);
    return [softmax(vector(random, count)), vector(random, count)];
  }),
  witness: centralDifferences((weights, dWeights) =>
    gradient(
      (scores) =>
        softmax(scores).reduce((sum, w, j) => sum + w * dWeights[j], 0),
      weights.map(Math.log),
    ),
  ),
  mistakes: [
    mistake(
      "only the diagonal",
      "A score also moves the other weights, down. Those paths are missing.",
      (weights, dWeights) => weights.map((w, j) => w * (1 - w) * dWeights[j]),
    ),
    mistake(
      "the mean is not taken off",
      "Subtract the weighted mean of dWeights first: the weights always add up to 1.",
      around(() => 0),
    ),
    mistake(
      "the plain mean instead of the weighted one",
      "The mean is weighted: the sum of w[j] dWeights[j].",
      around((_, dWeights) => total(dWeights) / dWeights.length),
    ),
    mistake(
      "the factor w is missing",
      "A weight that is nearly 0 hardly moves. Multiply by w[j].",
      after((dScores, weights) => dScores.map((d, j) => d / weights[j])),
    ),
    mistake(
      "the mean is added",
      "The other weights move down when one goes up: the mean is subtracted.",
      around((weights, dWeights) => -dot(weights, dWeights)),
    ),
  ],
  alsoRight: (weights, dWeights) =>
    weights.map((wi, i) =>
      weights.reduce(
        (sum, wj, j) => sum + dWeights[j] * wj * ((i === j ? 1 : 0) - wi),
        0,
      ),
    ),
});
