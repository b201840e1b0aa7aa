import {
  crossEntropy,
  softmax,
  softmaxCrossEntropyGrad,
} from "../../../core/by-hand/softmax";
import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  centralDifferences,
  exercise,
  mistake,
  negated,
} from "../../author";
import { lossCases } from "./shared";

function onehot(logits: number[], trueId: number): number[] {
  return logits.map((_, i) => (i === trueId ? 1 : 0));
}

export default exercise(softmaxCrossEntropyGrad, {
  title: "Backward through softmax and cross-entropy",
  task: "Return how fast the loss changes with each logit.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "Read the two parts of the derivation again: one for every logit, one for the true one alone.",
    "The slope of ln(sum of powers) is the probability, for each logit. The slope of -z[trueId] is -1, at one place.",
    "Take the probabilities, and subtract 1 at `trueId`.",
  ],
  as: "myGrad",
  randomCases: lossCases,
  witness: centralDifferences((logits, trueId) =>
    gradient((z) => crossEntropy(z, trueId), logits),
  ),
  mistakes: [
    mistake(
      "onehot minus P, the sign flipped",
      "A higher logit of the true token makes the loss smaller, so its slope is negative: P - onehot.",
      after(negated),
    ),
    mistake(
      "P without the onehot",
      "That is the first part. Take 1 away at the true token, else every logit is pushed down.",
      (logits) => softmax(logits),
    ),
    mistake(
      "the logits instead of the probabilities",
      "P are probabilities. Send the logits through softmax first.",
      (logits, trueId) => logits.map((z, i) => z - Number(i === trueId)),
    ),
    mistake(
      "the true token alone",
      "The other logits are in the sum too: each of them has a slope, its probability.",
      after((delta, _, trueId) => delta.map((d, i) => (i === trueId ? d : 0))),
    ),
    mistake(
      "the slope with respect to the probability",
      "-1/p is how fast the loss changes with the probability. The logits are one step further back, before the softmax.",
      (logits, trueId) => {
        const p = softmax(logits);
        return onehot(logits, trueId).map((hit, i) => (hit ? -1 / p[i] : 0));
      },
    ),
    mistake(
      "the slope of each probability by itself",
      "The factor p (1 - p) is already in: P - onehot is the slope at the logits. Nothing more is multiplied.",
      (logits, trueId) => {
        const delta = softmaxCrossEntropyGrad(logits, trueId);
        return softmax(logits).map((p, i) => delta[i] * p * (1 - p));
      },
    ),
    mistake(
      "1 is taken away everywhere",
      "The onehot vector is 1 at the true token and 0 elsewhere.",
      (logits) => softmax(logits).map((p) => p - 1),
    ),
  ],
  alsoRight: (logits, trueId) =>
    logits.map((z, i) => {
      let total = 0;
      for (const other of logits) total += Math.exp(other - z);
      return 1 / total - Number(i === trueId);
    }),
});
