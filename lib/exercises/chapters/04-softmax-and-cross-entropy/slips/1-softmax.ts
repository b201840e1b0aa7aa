import { mistake, type MistakeOf } from "../../../author";
import type { softmax } from "../../../../core/by-hand/softmax";
import { plainSoftmax } from "../1-softmax";

/** What else learners answer to exercise 04.1. */
export const slips: MistakeOf<typeof softmax>[] = [
  mistake(
    "the shift is above the line only",
    "Take the largest away below the line too: only then does it cancel.",
    (logits) => {
      const max = Math.max(...logits);
      const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      return logits.map((z) => Math.exp(z - max) / total);
    },
  ),
  ...[100, 700, 1000].map((fixed) =>
    mistake(
      `a fixed number is taken away, such as ${fixed}`,
      "Other logits lie far above it or far below. Take the largest of these logits away.",
      (logits: number[]) => plainSoftmax(logits.map((z) => z - fixed)),
    ),
  ),
  mistake(
    "the last logit is taken away, not the largest",
    "That helps as long as no other is much larger. With [2000, 0, 1] the largest is still 1999.",
    (logits) => plainSoftmax(logits.map((z) => z - logits[logits.length - 1])),
  ),
  mistake(
    "the sum of the logits is taken away",
    "That is too much: of [800, 801, 802] every power becomes 0, and 0 / 0 is NaN. Take the largest away.",
    (logits) => {
      const sum = logits.reduce((a, b) => a + b, 0);
      return plainSoftmax(logits.map((z) => z - sum));
    },
  ),
  mistake(
    "NaN is replaced by 0",
    "The powers are Infinity all the same, and the largest probability is lost. Make the exponents smaller before exp.",
    (logits) => plainSoftmax(logits).map((p) => p || 0),
  ),
  mistake(
    "the largest logit is added, not taken away",
    "That makes the exponents larger. Subtract it: then the largest exponent is 0.",
    (logits) => {
      const max = Math.max(...logits);
      return plainSoftmax(logits.map((z) => z + max));
    },
  ),
];
