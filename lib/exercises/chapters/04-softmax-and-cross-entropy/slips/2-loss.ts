import { mistake, type MistakeOf } from "../../../author";
import { crossEntropy, softmax } from "../../../../core/by-hand/softmax";
import { ADDED, SMALL } from "../shared";

/** What else learners answer to exercise 04.2. */
export const slips: MistakeOf<(logits: number[], trueId: number) => number>[] =
  [
    ...[Math.LOG2E, Math.LOG10E].map((factor) =>
      mistake(
        factor > 1 ? "the logarithm to base 2" : "the logarithm to base 10",
        "Nats need the natural logarithm, `Math.log`.",
        (logits: number[], trueId: number) => {
          const best = logits.indexOf(Math.max(...logits));
          const log = crossEntropy(logits, best);
          return factor * log + logits[best] - logits[trueId];
        },
      ),
    ),
    ...[...SMALL, 1e-3].map((least) =>
      mistake(
        `no probability may be below ${least}`,
        "That avoids Infinity, but a loss of 800 is still wrong. Stay with the logits, then no limit is needed.",
        (logits: number[], trueId: number) =>
          -Math.log(Math.max(softmax(logits)[trueId], least)),
      ),
    ),
    ...ADDED.map((small) =>
      mistake(
        `${small} is added to the probability`,
        "That avoids Infinity, but a loss of 800 is still wrong. Stay with the logits, then nothing has to be added.",
        (logits: number[], trueId: number) =>
          -Math.log(softmax(logits)[trueId] + small),
      ),
    ),
    mistake(
      "the largest logit is taken away twice",
      "It was taken out of every exponent. Add it back: `+ max`.",
      (logits, trueId) =>
        crossEntropy(logits, trueId) - 2 * Math.max(...logits),
    ),
    mistake(
      "the largest logit is added back twice",
      "The logit of the true token is shifted already, so its `- max` brings max back. Leave out the other `+ max`.",
      (logits, trueId) => crossEntropy(logits, trueId) + Math.max(...logits),
    ),
    mistake(
      "the sign is missing, and the probability is rounded to 0",
      "The loss is minus the logarithm, and for a gap of 800 the probability is 0. Stay with the logits.",
      (logits, trueId) => Math.log(softmax(logits)[trueId]),
    ),
    mistake(
      "the signs of max and z[trueId] are swapped",
      "You took max out of every exponent, so it is added back; the logit of the true token is taken away: `+ max - z[trueId]`.",
      (logits, trueId) =>
        crossEntropy(logits, trueId) -
        2 * (Math.max(...logits) - logits[trueId]),
    ),
    mistake(
      "bits instead of nats, and the probability is rounded to 0",
      "Nats need `Math.log`, and for a gap of 800 the probability is 0. Stay with the logits.",
      (logits, trueId) => -Math.log2(softmax(logits)[trueId]),
    ),
    mistake(
      "the sum of the powers is left out",
      "max - z[trueId] is close where one logit is far above the others. Add the logarithm of the sum.",
      (logits, trueId) => Math.max(...logits) - logits[trueId],
    ),
    mistake(
      "one over the probability",
      "The loss is the logarithm of that.",
      (logits, trueId) => 1 / softmax(logits)[trueId],
    ),
    mistake(
      "the squared error",
      "(1 - p)² never exceeds 1. The loss is minus the logarithm of p.",
      (logits, trueId) => (1 - softmax(logits)[trueId]) ** 2,
    ),
    mistake(
      "the smallest logit is taken away, not the largest",
      "Then the largest exponent may still overflow. With the largest one taken away none is above 0.",
      (logits, trueId) => {
        const min = Math.min(...logits);
        const sum = logits.reduce((total, z) => total + Math.exp(z - min), 0);
        return Math.log(sum) + min - logits[trueId];
      },
    ),
    mistake(
      "minus the logit alone",
      "A logit is not yet the logarithm of a probability. Add the logarithm of the sum of all powers.",
      (logits, trueId) => -logits[trueId],
    ),
  ];
