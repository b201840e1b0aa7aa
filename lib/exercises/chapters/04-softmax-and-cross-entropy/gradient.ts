import { gradient } from "../../../core/by-hand/derivative";
import {
  crossEntropy,
  softmax,
  softmaxCrossEntropyGrad,
} from "../../../core/by-hand/softmax";
import { lossCases } from "./loss";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

const SMALLEST = 1e-3;

function clippedLoss(logits: number[], trueId: number): number {
  return -Math.log(Math.max(softmax(logits)[trueId], SMALLEST));
}

function onehot(logits: number[], trueId: number): number[] {
  return logits.map((_, i) => (i === trueId ? 1 : 0));
}

/** Exercise 04.4. */
export const gradExercise: ExerciseFor<typeof softmaxCrossEntropyGrad> =
  functionExercise<typeof softmaxCrossEntropyGrad>({
    kind: "write",
    id: "04.4",
    title: "Softmax and cross-entropy, backward",
    task: "Return how fast the loss changes with each logit.",
    minutes: 8,
    difficulty: 3,
    points: 4,
    hints: [
      "Read the two parts of the derivation again: one for every logit, one for the true one alone.",
      "The slope of ln(sum of powers) is the probability, for each logit. The slope of -z[trueId] is -1, at one place.",
      "Take the probabilities, and subtract 1 at `trueId`.",
    ],
    reference: softmaxCrossEntropyGrad,
    source: {
      file: "core/by-hand/softmax.ts",
      name: "softmaxCrossEntropyGrad",
      as: "myGrad",
    },
    parameters: ["logits", "trueId"],
    cases: lossCases,
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: (logits, trueId) =>
        gradient((z) => crossEntropy(z, trueId), logits),
    },
    mistakes: [
      {
        name: "onehot minus P, the sign flipped",
        code: (logits, trueId) =>
          softmaxCrossEntropyGrad(logits, trueId).map((d) => -d),
        hint: "A higher logit of the true token makes the loss smaller, so its slope is negative: P - onehot.",
      },
      {
        name: "P without the onehot",
        code: (logits) => softmax(logits),
        hint: "That is the first part. Take 1 away at the true token, else every logit is pushed down.",
      },
      {
        name: "the logits instead of the probabilities",
        code: (logits, trueId) => {
          return onehot(logits, trueId).map((hit, i) => logits[i] - hit);
        },
        hint: "P are probabilities. Send the logits through softmax first.",
      },
      {
        name: "the true token alone",
        code: (logits, trueId) => {
          const p = softmax(logits);
          return onehot(logits, trueId).map((hit, i) => hit * (p[i] - 1));
        },
        hint: "The other logits stand in the sum below the line: each of them has a slope, its probability.",
      },
      {
        name: "the slope with respect to the probability",
        code: (logits, trueId) => {
          const p = softmax(logits);
          return onehot(logits, trueId).map((hit, i) => (hit ? -1 / p[i] : 0));
        },
        hint: "-1/p is how fast the loss changes with the probability. The logits lie one step further back, on the other side of softmax.",
      },
      {
        name: "the slope of each probability by itself",
        code: (logits, trueId) => {
          const delta = softmaxCrossEntropyGrad(logits, trueId);
          return softmax(logits).map((p, i) => delta[i] * p * (1 - p));
        },
        hint: "The factor p (1 - p) is already in: P - onehot is the slope at the logits. Nothing more is multiplied.",
      },
      {
        name: "1 is taken away everywhere",
        code: (logits) => softmax(logits).map((p) => p - 1),
        hint: "The onehot vector is 1 at the true token and 0 elsewhere.",
      },
    ],
  });

/** Exercise 04.5. */
export const honestExercise: ExerciseFor<typeof lossAndGradient> =
  functionExercise<typeof lossAndGradient>({
    kind: "repair",
    id: "04.5",
    title: "Find the bug: nothing is learned from the worst mistakes",
    task: "Return the loss and its slope at each logit, right for any logits. Nothing is clipped.",
    minutes: 10,
    difficulty: 4,
    points: 4,
    hints: [
      "Where the probability is below the limit, the loss is a constant. What is the slope of a constant?",
      "The clip was there against ln 0. Which function of this chapter needs no such help?",
      "Loss: `crossEntropy(logits, trueId)`. Delta: P - onehot, always.",
    ],
    reference: lossAndGradient,
    source: {
      file: "exercises/chapters/04-softmax-and-cross-entropy/gradient.ts",
      name: "lossAndGradient",
      as: "myLossAndGradient",
    },
    parameters: ["logits", "trueId"],
    cases: lossCases,
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
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: (logits, trueId) => ({
        loss: crossEntropy(logits, trueId),
        delta: gradient((z) => crossEntropy(z, trueId), logits),
      }),
    },
    mistakes: [
      {
        name: "the loss is still clipped",
        code: (logits, trueId) => ({
          loss: clippedLoss(logits, trueId),
          delta: softmaxCrossEntropyGrad(logits, trueId),
        }),
        hint: "The gradient is right now, but it no longer belongs to the loss: a nudge disagrees. Work the loss out from the logits.",
      },
      {
        name: "the gradient is still 0 where it is needed most",
        code: (logits, trueId) => {
          const { loss, delta } = lossAndGradient(logits, trueId);
          const lost = softmax(logits)[trueId] < SMALLEST;
          return { loss, delta: lost ? delta.map(() => 0) : delta };
        },
        hint: "The loss is right now. Its slope is P - onehot also where the probability is tiny.",
      },
      {
        name: "the clip is only smaller",
        code: (logits, trueId) => ({
          loss: -Math.log(Math.max(softmax(logits)[trueId], 1e-12)),
          delta: softmaxCrossEntropyGrad(logits, trueId),
        }),
        hint: "A smaller limit moves the trouble further out. Work the loss out from the logits: then no limit is needed.",
      },
      {
        name: "the loss is -ln of a probability that became 0",
        code: (logits, trueId) => ({
          loss: -Math.log(softmax(logits)[trueId]),
          delta: softmaxCrossEntropyGrad(logits, trueId),
        }),
        hint: "Without the clip a gap of 800 gives -ln 0. Work the loss out from the logits, as in 04.2.",
      },
      {
        name: "the sign of the gradient is flipped",
        code: (logits, trueId) => {
          const { loss, delta } = lossAndGradient(logits, trueId);
          return { loss, delta: delta.map((d) => -d) };
        },
        hint: "P - onehot: negative at the true token, positive elsewhere.",
      },
    ],
  });
