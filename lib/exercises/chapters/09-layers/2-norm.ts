import {
  args,
  before,
  draw,
  exercise,
  mistake,
  ones,
  scaled,
  vector,
  whole,
  zeros,
} from "../../author";
import { statistics } from "./shared";

/** One row, normalized, scaled and shifted. */
export function normForward(
  x: number[],
  gain: number[],
  bias: number[],
): number[] {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
  const scale = 1 / Math.sqrt(variance + 1e-5);
  return x.map((v, c) => gain[c] * (v - mean) * scale + bias[c]);
}

/** The norm with another xHat. */
function normWith(xHatOf: (x: number[]) => number[]): typeof normForward {
  return (x, gain, bias) => xHatOf(x).map((v, c) => gain[c] * v + bias[c]);
}

export default exercise(normForward, {
  title: "Normalize one row",
  task: "Return gain * (x - mean) / sqrt(variance + 1e-5) + bias, channel by channel.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "First the mean: add up and divide by the number of channels.",
    "The variance is the mean of the squared distances to the mean. Divide by C, not by C - 1.",
    "The 1e-5 belongs under the root, and gain and bias come last.",
  ],
  firstCases: [
    args([1, 2, 3, 6], [1, 1, 1, 1], [0, 0, 0, 0]),
    args([2, 2, 2], [1, 2, 3], [4, 5, 6]),
  ],
  randomCases: draw(7, (random) => {
    const size = whole(random, 3, 6);
    return [vector(random, size), vector(random, size), vector(random, size)]; // prettier-ignore
  }),
  mistakes: [
    mistake(
      "divided by C - 1",
      "That is the estimate of statistics courses. LayerNorm divides the squares by C.",
      normWith((x) => statistics(x, { divisor: x.length - 1 }).xHat),
    ),
    mistake(
      "divided by the variance",
      "The square root is missing: divide by the standard deviation.",
      normWith((x) => scaled(statistics(x).xHat, 1 / statistics(x).deviation)),
    ),
    mistake(
      "the mean is not taken off",
      "Subtract the mean first, also in the numerator.",
      normWith((x) => scaled(x, 1 / statistics(x).deviation)),
    ),
    mistake(
      "the 1e-5 is forgotten",
      "A row of equal numbers has variance 0, and 0 / 0 is NaN. Add 1e-5 to the variance, under the root.",
      normWith((x) => statistics(x, { epsilon: 0 }).xHat),
    ),
    mistake(
      "the squares are not averaged",
      "The variance is a mean: divide the sum of the squares by the number of channels.",
      normWith((x) => statistics(x, { divisor: 1 }).xHat),
    ),
    mistake(
      "the gain is forgotten",
      "Each channel has a scale of its own: gain * xHat + bias.",
      before({ gain: ones }),
    ),
    mistake(
      "the bias is forgotten",
      "Each channel has a shift of its own: gain * xHat + bias.",
      before({ bias: zeros }),
    ),
    mistake(
      "the bias is scaled too",
      "First the gain, then the bias: gain * xHat + bias.",
      (x, gain, bias) =>
        statistics(x).xHat.map((v, c) => gain[c] * (v + bias[c])),
    ),
    mistake(
      "the 1e-5 beside the root",
      "Nearly: the 1e-5 belongs under the root, `Math.sqrt(variance + 1e-5)`.",
      (x, gain, bias) => {
        const { mean, deviation } = statistics(x, { epsilon: 0 });
        return x.map(
          (v, c) => (gain[c] * (v - mean)) / (deviation + 1e-5) + bias[c],
        );
      },
    ),
  ],
  alsoRight: (x, gain, bias) => {
    const mean = x.reduce((a, b) => a + b) / x.length;
    const square = x.reduce((a, b) => a + b * b, 0) / x.length;
    const scale = (square - mean * mean + 1e-5) ** -0.5;
    return x.map((v, c) => bias[c] + scale * gain[c] * (v - mean));
  },
});
