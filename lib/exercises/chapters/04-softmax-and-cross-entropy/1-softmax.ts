import { softmax } from "../../../core/by-hand/softmax";
import { between, draw, exercise, mistake, times } from "../../author";

/** What {@link softmax} comes to, in one function. */
export function safeSoftmax(logits: number[]): number[] {
  const max = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - max));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Softmax as its formula says, with nothing against overflow. */
export function plainSoftmax(logits: number[]): number[] {
  const powers = logits.map((logit) => Math.exp(logit));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Softmax with another number subtracted from all logits. */
function shiftedBy(shift: (logits: number[]) => number): typeof plainSoftmax {
  return (logits) => plainSoftmax(logits.map((z) => z - shift(logits)));
}

export default exercise(softmax, {
  title: "Find the bug: a softmax that overflows",
  task: "Turn scores of any size into probabilities. Nothing may overflow.",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "exp of 800 is Infinity, and Infinity / Infinity is NaN. How large may the largest exponent be?",
    "Softmax does not change when the same number is taken from all logits. Which number makes the largest one 0?",
    "`const max = Math.max(...logits)`, then `Math.exp(logit - max)`.",
  ],
  shown: safeSoftmax,
  firstCases: [
    [[Math.log(1), Math.log(2), Math.log(5)]],
    [[800, 801, 802]],
    [[900, 899, 0]],
    [[-400, -401, -402]],
    [[-4e16, -4e16]],
    [[3]],
    [[2000, 0, 1]],
    [[-900, -901]],
    [[0, 1, 2000]],
  ],
  randomCases: draw(6, (random, c) => [
    times(2 + (c % 4), () => between(random, -3, 3)),
  ]),
  given: plainSoftmax,
  mistakes: [
    mistake(
      "the mean is taken away, not the largest",
      "That helps as long as all are close together. With [2000, 0, 1] the largest is still 1333 above the mean.",
      shiftedBy((logits) => logits.reduce((a, b) => a + b) / logits.length),
    ),
    mistake(
      "the smallest logit is taken away, not the largest",
      "Then all exponents are 0 or above, and the largest may still overflow: with [900, 899, 0] it is 900. Take the largest away, then none is above 0.",
      shiftedBy((logits) => Math.min(...logits)),
    ),
    mistake(
      "the largest absolute value is taken away",
      "The absolute value turns the order of negative logits around: with [-400, -401, -402] every exponent is near -800, every power is 0, and 0 / 0 is NaN. Take the largest logit itself away.",
      shiftedBy((logits) => Math.max(...logits.map(Math.abs))),
    ),
    mistake(
      "the first logit is taken away, not the largest",
      "That helps as long as no other is much larger. With [0, 1, 2000] it changes nothing at all.",
      shiftedBy(([first]) => first),
    ),
    mistake(
      "the search for the largest begins too high",
      "When all logits are far below where the search begins, at 0 for example, every power becomes 0, and 0 / 0 is NaN. Begin at -Infinity, or with the first logit.",
      shiftedBy((logits) => Math.max(0, ...logits)),
    ),
    mistake(
      "large logits are cut off",
      "Nothing overflows, but 800 and 802 are the same now. Shift all logits instead: that changes nothing.",
      (logits) => plainSoftmax(logits.map((logit) => Math.min(logit, 700))),
    ),
    mistake(
      "the shift is below the line only",
      "Subtract the largest logit in the numerator too: only then does it cancel.",
      (logits) => {
        const max = Math.max(...logits);
        const total = logits.reduce((sum, z) => sum + Math.exp(z - max), 0);
        return logits.map((z) => Math.exp(z) / total);
      },
    ),
    mistake(
      "not divided by the sum",
      "The powers are positive, but their sum is not 1. Divide each by it.",
      (logits) => logits.map((z) => Math.exp(z - Math.max(...logits))),
    ),
    mistake(
      "divided by the largest logit",
      "Dividing changes the probabilities. Subtract the largest logit instead.",
      (logits) => plainSoftmax(logits.map((z) => z / Math.max(...logits))),
    ),
  ],
  alsoRight: (logits) =>
    logits.map(
      (z) => 1 / logits.reduce((sum, other) => sum + Math.exp(other - z), 0),
    ),
});
