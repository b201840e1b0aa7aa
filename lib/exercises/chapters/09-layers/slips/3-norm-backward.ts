import { mistake, type MistakeOf } from "../../../author";
import type { normBackward } from "../3-norm-backward";
import { statistics } from "../shared";

type Row = Omit<ReturnType<typeof statistics>, "mean">;

function meanOf(values: number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** The right formula with other statistics of the row. */
function backwardWith(rowOf: (x: number[]) => Row): typeof normBackward {
  return (x, gain, dOut) => {
    const { xHat, deviation } = rowOf(x);
    const dxHat = dOut.map((d, c) => d * gain[c]);
    const mean1 = meanOf(dxHat);
    const mean2 = meanOf(dxHat.map((d, c) => d * xHat[c]));
    const dx = dxHat.map((d, c) => (d - mean1 - xHat[c] * mean2) / deviation);
    return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
  };
}

/** What else learners answer to exercise 09.3. */
export const slips: MistakeOf<typeof normBackward>[] = [
  mistake(
    "divided by C - 1",
    "The forward divides the squares by C, so the backward does too.",
    backwardWith((x) => statistics(x, { divisor: x.length - 1 })),
  ),
  mistake(
    "the 1e-5 is forgotten",
    "The forward adds 1e-5 to the variance, under the root. So does the backward.",
    backwardWith((x) => statistics(x, { epsilon: 0 })),
  ),
  mistake(
    "the variance for the deviation",
    "The root is missing: xHat and dx are divided by the standard deviation.",
    backwardWith((x) => {
      const { mean, deviation } = statistics(x);
      return {
        deviation: deviation ** 2,
        xHat: x.map((v) => (v - mean) / deviation ** 2),
      };
    }),
  ),
];
