import {
  softmax,
  softmaxCrossEntropyGrad,
} from "../../../core/by-hand/softmax";
import { accumulateGradients, bigramStep } from "../../../core/by-hand/bigram";
import { between } from "../../author";
import {
  bigramCases,
  gradientWith,
  intoColumn,
  meanGradient,
  meanLoss,
  nudgedGradient,
  overwrite,
  scaled,
  stepped,
  stepWith,
} from "./bigram";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 06.3. */
export const stepExercise: ExerciseFor<typeof bigramStep> = functionExercise<
  typeof bigramStep
>({
  kind: "write",
  id: "06.3",
  title: "One training step",
  task: "Forward, loss, backward, accumulate, update: change weights in place and return the mean loss before the update.",
  minutes: 15,
  difficulty: 3,
  points: 6,
  hints: [
    "Begin with a matrix of zeros for the gradient, as large as the weights, and a loss of 0.",
    "For every position n: the logits are `weights[inputs[n]]`. Add its loss, then accumulate its delta.",
    "Loss: `crossEntropy(logits, targets[n])`. Delta: `softmaxCrossEntropyGrad(logits, targets[n])`.",
    "After the loop, once: divide the gradient by `inputs.length`, update, and return loss / inputs.length.",
  ],
  reference: bigramStep,
  source: {
    file: "core/by-hand/bigram.ts",
    name: "bigramStep",
    as: "myTrainStep",
  },
  parameters: ["weights", "batch", "learningRate"],
  changes: ["weights"],
  cases: (random) =>
    bigramCases(random).map(([weights, batch], c) => [
      weights,
      batch,
      c === 0 ? 2 : between(random, 0.1, 0.9),
    ]),
  witness: {
    name: "central differences",
    tolerance: 1e-7,
    expected: (weights, batch, learningRate) => ({
      result: meanLoss(weights.length, batch)(weights.flat()),
      weights: stepped(weights, nudgedGradient(weights, batch), learningRate),
    }),
  },
  mistakes: [
    {
      name: "the update misses the 1/N",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), batch.inputs.length),
      ),
      hint: "The loss is a mean, your gradient a sum: it is N times too long. Divide it by the number of positions.",
    },
    {
      name: "the loss misses the 1/N",
      code: (weights, batch, rate) =>
        bigramStep(weights, batch, rate) * batch.inputs.length,
      hint: "You return the sum of the losses. Divide by the number of positions, so that batches of any size can be compared.",
    },
    {
      name: "the 1/N twice",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), 1 / batch.inputs.length),
      ),
      hint: "Divide the gradient once: either each delta, or their sum.",
    },
    {
      name: "the gradient is overwritten, not accumulated",
      code: stepWith(gradientWith(overwrite)),
      hint: "Of the positions that share a token only the last one counts. Add with `+=`.",
    },
    {
      name: "one update for each position",
      code: (weights, { inputs, targets }, rate) => {
        const losses = inputs.map((id, n) =>
          bigramStep(
            weights,
            { inputs: [id], targets: [targets[n]] },
            rate / inputs.length,
          ),
        );
        return losses.reduce((a, b) => a + b, 0) / losses.length;
      },
      hint: "Later positions see weights that earlier ones have changed. Collect first, update once after the loop.",
    },
    {
      name: "inputs and targets are swapped",
      code: (weights, { inputs, targets }, rate) =>
        bigramStep(weights, { inputs: targets, targets: inputs }, rate),
      hint: "The logits are the row of the token that was seen, `weights[inputs[n]]`; what came next is `targets[n]`.",
    },
    {
      name: "delta goes to the row of the target",
      code: stepWith((weights, { inputs, targets }) => {
        const total = scaled(weights, 0);
        inputs.forEach((id, n) => {
          const delta = softmaxCrossEntropyGrad(weights[id], targets[n]);
          accumulateGradients(total, targets[n], delta);
        });
        return scaled(total, 1 / inputs.length);
      }),
      hint: "The row that gave the logits gets the gradient: row `inputs[n]`, not row `targets[n]`.",
    },
    {
      name: "the loss after the update",
      code: (weights, batch, rate) => {
        bigramStep(weights, batch, rate);
        return meanLoss(weights.length, batch)(weights.flat());
      },
      hint: "Return the loss that the forward pass gave, before the weights moved.",
    },
    {
      name: "uphill, with the sign flipped",
      code: stepWith((weights, batch) =>
        scaled(meanGradient(weights, batch), -1),
      ),
      hint: "The weights climb. Delta is P - onehot, and the update subtracts it.",
    },
    {
      name: "P without the one-hot",
      code: stepWith(gradientWith(accumulateGradients, softmax)),
      hint: "The probabilities alone push every token down. Take 1 away at the target.",
    },
    {
      name: "into the column, not the row",
      code: stepWith(gradientWith(intoColumn)),
      hint: "The gradient belongs to row `inputs[n]`, the row that gave the logits.",
    },
    {
      name: "the weights are left as they were",
      code: (weights, batch) => meanLoss(weights.length, batch)(weights.flat()),
      hint: "The loss is right, but nothing was learned. Is the gradient accumulated, and does the update write into `weights`?",
    },
  ],
});
