import {
  accumulateGradients,
  type BigramBatch,
  bigramStep,
} from "../../../core/by-hand/bigram";
import {
  softmax,
  softmaxCrossEntropyGrad,
} from "../../../core/by-hand/softmax";
import {
  after,
  before,
  between,
  centralDifferences,
  exercise,
  mistake,
  scaled,
  total,
} from "../../author";
import {
  assign,
  bigramCases,
  intoColumn,
  meanLoss,
  nudgedGradient,
  overwrite,
  perN,
  stepped,
  timesN,
} from "./shared";
import { meanGradient } from "./4-mean-gradient";

/** A training step with another gradient than it should have. */
export function stepWith(
  slopes: (weights: number[][], batch: BigramBatch) => number[][],
): typeof bigramStep {
  return (weights, batch, learningRate) => {
    const loss = meanLoss(weights.length, batch)(weights.flat());
    assign(weights, stepped(weights, slopes(weights, batch), learningRate));
    return loss;
  };
}

/** The bigram gradient, position by position, summed up by `collect`. */
function gradientWith(
  collect: (total: number[][], id: number, delta: number[]) => void,
  deltaOf: typeof softmaxCrossEntropyGrad = softmaxCrossEntropyGrad,
): (weights: number[][], batch: BigramBatch) => number[][] {
  return (weights, { inputs, targets }) => {
    const total = scaled(weights, 0);
    inputs.forEach((id, n) => {
      collect(total, id, deltaOf(weights[id], targets[n]));
    });
    return scaled(total, 1 / inputs.length);
  };
}

export default exercise(bigramStep, {
  title: "One training step",
  task: "Forward, loss, backward, accumulate, update: change weights in place and return the mean loss before the update.",
  effort: { minutes: 15, difficulty: 3, points: 6 },
  hints: [
    "Begin with a matrix of zeros for the gradient, as large as the weights, and a loss of 0.",
    "For every position n: the logits are `weights[inputs[n]]`. Add its loss, then accumulate its delta.",
    "Loss: `crossEntropy(logits, targets[n])`. Delta: `softmaxCrossEntropyGrad(logits, targets[n])`.",
    "After the loop, once: divide the gradient by `inputs.length`, update, and return loss / inputs.length.",
  ],
  as: "myTrainStep",
  changes: ["weights"],
  randomCases: (random) =>
    bigramCases(random).map(([weights, batch], c) => [
      weights,
      batch,
      c === 0 ? 2 : between(random, 0.1, 0.9),
    ]),
  witness: centralDifferences((weights, batch, learningRate) => ({
    result: meanLoss(weights.length, batch)(weights.flat()),
    weights: stepped(weights, nudgedGradient(weights, batch), learningRate),
  })),
  mistakes: [
    mistake(
      "the update misses the 1/N",
      "The loss is a mean, your gradient a sum: it is N times too long. Divide it by the number of positions.",
      stepWith((...args) => timesN(meanGradient(...args), ...args)),
    ),
    mistake(
      "the loss misses the 1/N",
      "You return the sum of the losses. Divide by the number of positions, so that batches of any size can be compared.",
      after(timesN),
    ),
    mistake(
      "the 1/N twice",
      "Divide the gradient once: either each delta, or their sum.",
      stepWith((...args) => perN(meanGradient(...args), ...args)),
    ),
    mistake(
      "the gradient is overwritten, not accumulated",
      "Only the last of the positions that share a token counts. Add with `+=`.",
      stepWith(gradientWith(overwrite)),
    ),
    mistake(
      "one update for each position",
      "Later positions see weights that earlier ones have changed. Collect first, update once after the loop.",
      (weights, { inputs, targets }, rate) => {
        const one = (n: number): BigramBatch => ({
          inputs: [inputs[n]],
          targets: [targets[n]],
        });
        const share = rate / inputs.length;
        return (
          total(inputs.map((_, n) => bigramStep(weights, one(n), share))) /
          inputs.length
        );
      },
    ),
    mistake(
      "inputs and targets are swapped",
      "The logits are the row of the token that was seen, `weights[inputs[n]]`; what came next is `targets[n]`.",
      before({
        batch: ({ inputs, targets }: BigramBatch) => ({
          inputs: targets,
          targets: inputs,
        }),
      }),
    ),
    mistake(
      "delta goes to the row of the target",
      "The row that gave the logits gets the gradient: row `inputs[n]`, not row `targets[n]`.",
      stepWith((weights, { inputs, targets }) => {
        const total = scaled(weights, 0);
        inputs.forEach((id, n) => {
          const delta = softmaxCrossEntropyGrad(weights[id], targets[n]);
          accumulateGradients(total, targets[n], delta);
        });
        return scaled(total, 1 / inputs.length);
      }),
    ),
    mistake(
      "the loss after the update",
      "Return the loss that the forward pass gave, before the weights moved.",
      (weights, batch, rate) => {
        bigramStep(weights, batch, rate);
        return meanLoss(weights.length, batch)(weights.flat());
      },
    ),
    mistake(
      "uphill, with the sign flipped",
      "The weights climb. Delta is P - onehot, and the update subtracts it.",
      stepWith((weights, batch) => scaled(meanGradient(weights, batch), -1)),
    ),
    mistake(
      "P without the one-hot",
      "The probabilities alone push every token down. Take 1 away at the target.",
      stepWith(gradientWith(accumulateGradients, softmax)),
    ),
    mistake(
      "into the column, not the row",
      "The gradient belongs to row `inputs[n]`, the row that gave the logits.",
      stepWith(gradientWith(intoColumn)),
    ),
    mistake(
      "the weights are left as they were",
      "The loss is right, but nothing was learned. Is the gradient accumulated, and does the update write into `weights`?",
      (weights, batch) => meanLoss(weights.length, batch)(weights.flat()),
    ),
  ],
  alsoRight: (weights, { inputs, targets }, rate) => {
    const share = 1 / inputs.length;
    const before = structuredClone(weights);
    let loss = 0;
    for (let n = inputs.length - 1; n >= 0; n--) {
      const row = before[inputs[n]];
      const total = row.reduce((sum, z) => sum + Math.exp(z), 0);
      loss -= share * Math.log(Math.exp(row[targets[n]]) / total);
      row.forEach((z, j) => {
        const hit = j === targets[n] ? 1 : 0;
        weights[inputs[n]][j] -= rate * share * (Math.exp(z) / total - hit);
      });
    }
    return loss;
  },
});
