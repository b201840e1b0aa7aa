import {
  accumulateGradients,
  type BigramBatch,
} from "../../../core/by-hand/bigram";
import { softmaxCrossEntropyGrad } from "../../../core/by-hand/softmax";
import {
  after,
  centralDifferences,
  exercise,
  mistake,
  scaled,
} from "../../author";
import { bigramCases, nudgedGradient, perN, timesN } from "./shared";

/** Gradient of the bigram model's mean loss; the weights stay as they are. */
export function meanGradient(
  weights: number[][],
  batch: BigramBatch,
): number[][] {
  const { inputs, targets } = batch;
  const gradW = weights.map((row) => row.map(() => 0));
  for (let n = 0; n < inputs.length; n++) {
    const delta = softmaxCrossEntropyGrad(weights[inputs[n]], targets[n]);
    accumulateGradients(gradW, inputs[n], delta);
  }
  return gradW.map((row) => row.map((g) => g / inputs.length));
}

/** What the chapter calls it. */
export const accumulate = accumulateGradients;

export default exercise(meanGradient, {
  title: "Find the bug: where the 1/N goes",
  task: "Return the gradient of the mean loss. The function runs without an error, yet central differences disagree.",
  effort: { minutes: 10, difficulty: 3, points: 4 },
  hints: [
    "With one position in the batch it is right, with two it is not. What happens to the first one's share?",
    "How often is the first position's gradient divided, how often the last one's?",
    "Divide once: after the loop, or each delta before it is added.",
  ],
  randomCases: bigramCases,
  given: (weights, batch) => {
    const { inputs, targets } = batch;
    let gradW = weights.map((row) => row.map(() => 0));
    for (let n = 0; n < inputs.length; n++) {
      const delta = softmaxCrossEntropyGrad(weights[inputs[n]], targets[n]);
      accumulate(gradW, inputs[n], delta);
      gradW = gradW.map((row) => row.map((g) => g / inputs.length));
    }
    return gradW;
  },
  witness: centralDifferences(nudgedGradient),
  mistakes: [
    mistake(
      "a sum, not a mean",
      "Now nothing is divided: this is the gradient of the summed loss, N times too long.",
      after(timesN),
    ),
    mistake(
      "divided by N twice",
      "Both the deltas and their sum are divided. One of the two is enough.",
      after(perN),
    ),
    mistake(
      "divided by the vocabulary",
      "The mean is over positions, so N is `inputs.length`, not the number of tokens in the vocabulary.",
      after((mean, weights, batch) =>
        scaled(timesN(mean, weights, batch), 1 / weights.length),
      ),
    ),
    mistake(
      "each row divided by its own positions",
      "The loss is one mean over all positions: frequent tokens count more, and every row is divided by the same N.",
      (weights, batch) => {
        const mean = meanGradient(weights, batch);
        const { length } = batch.inputs;
        return mean.map((row, id) => {
          const own = batch.inputs.filter((input) => input === id).length;
          return row.map((g) => (g * length) / Math.max(1, own));
        });
      },
    ),
  ],
  alsoRight: (weights, { inputs, targets }) =>
    weights.map((row, id) =>
      row.map((z, j) => {
        const total = row.reduce((sum, other) => sum + Math.exp(other - z), 0);
        const seen = inputs.filter((input) => input === id).length;
        const hits = targets.filter((t, n) => t === j && inputs[n] === id);
        return (seen / total - hits.length) / inputs.length;
      }),
    ),
});
