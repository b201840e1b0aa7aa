import { crossEntropy, softmax } from "../../../core/by-hand/softmax";
import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  centralDifferences,
  exercise,
  mistake,
  negated,
  zeros,
} from "../../author";
import { lossCases } from "./shared";

/** The loss of one prediction, and how it changes with each logit. */
export interface LossAndGradient {
  loss: number;
  delta: number[];
}

/** Loss and gradient that belong together, however wrong the model is. */
export function lossAndGradient(
  logits: number[],
  trueId: number,
): LossAndGradient {
  const delta = softmax(logits);
  delta[trueId] -= 1;
  return { loss: crossEntropy(logits, trueId), delta };
}

/** The loss of a probability that is not allowed to be below `least`. */
export function lossAbove(
  least: number,
  logits: number[],
  trueId: number,
): number {
  return -Math.log(Math.max(softmax(logits)[trueId], least));
}

export default exercise(lossAndGradient, {
  title: "Find the bug: nothing is learned from the worst mistakes",
  task: "Return the loss and its slope at each logit, right for any logits. Nothing is clipped.",
  effort: { minutes: 10, difficulty: 4, points: 4 },
  hints: [
    "Where the probability is below the limit, the loss is a constant. What is the slope of a constant?",
    "The clip was there against ln 0. Which function of this chapter needs no such help?",
    "Loss: `crossEntropy(logits, trueId)`. Delta: P - onehot, always.",
  ],
  randomCases: lossCases,
  given: (logits, trueId) => {
    const p = softmax(logits);
    const smallest = 1e-3;
    const loss = -Math.log(Math.max(p[trueId], smallest));
    const delta = logits.map((_, i) => {
      if (p[trueId] < smallest) return 0;
      return i === trueId ? p[i] - 1 : p[i];
    });
    return { loss, delta };
  },
  witness: centralDifferences((logits, trueId) => ({
    loss: crossEntropy(logits, trueId),
    delta: gradient((z) => crossEntropy(z, trueId), logits),
  })),
  mistakes: [
    mistake(
      "the loss is still clipped",
      "The gradient is right now, but it no longer belongs to the loss: a nudge disagrees. Work the loss out from the logits.",
      after({ loss: (_, logits, trueId) => lossAbove(1e-3, logits, trueId) }),
    ),
    mistake(
      "the gradient is still 0 where it is needed most",
      "The loss is right now. Its slope is P - onehot also where the probability is tiny.",
      after({
        delta: (delta, logits, trueId) =>
          softmax(logits)[trueId] < 1e-3 ? zeros(delta) : delta,
      }),
    ),
    mistake(
      "the loss is -ln of a probability that became 0",
      "Without the clip a gap of 800 gives -ln 0. Work the loss out from the logits, as in 04.2.",
      after({ loss: (_, logits, trueId) => lossAbove(0, logits, trueId) }),
    ),
    mistake(
      "the sign of the gradient is flipped",
      "P - onehot: negative at the true token, positive elsewhere.",
      after({ delta: negated }),
    ),
  ],
  alsoRight: (logits, trueId) => {
    const top = logits.reduce((a, b) => (a > b ? a : b));
    const powers = Array.from(logits, (z) => Math.exp(z - top));
    const total = powers.reduceRight((sum, power) => power + sum);
    return {
      loss: Math.log(total) - (logits[trueId] - top),
      delta: powers.map((p, i) => (i === trueId ? p - total : p) / total),
    };
  },
});
