import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  args,
  centralDifferences,
  draw,
  exercise,
  mistake,
  vector,
  whole,
} from "../../author";
import { statistics } from "./shared";
import { normForward } from "./2-norm";

const meanOf = (values: number[]): number =>
  values.reduce((sum, v) => sum + v, 0) / values.length;

/** The right gain and bias gradients with another dx. */
function withDx(
  dxOf: (row: {
    xHat: number[];
    dxHat: number[];
    deviation: number;
    dOut: number[];
    gain: number[];
    /** the right one */
    dx: number[];
  }) => number[],
): typeof normBackward {
  return (x, gain, dOut) => {
    const { xHat, deviation } = statistics(x);
    const dxHat = dOut.map((d, c) => d * gain[c]);
    const [dx, dGain, dBias] = normBackward(x, gain, dOut);
    return [dxOf({ xHat, dxHat, deviation, dOut, gain, dx }), dGain, dBias];
  };
}

const product = (a: number[], b: number[]): number[] =>
  a.map((value, c) => value * b[c]);

/** (d - mean of d - xHat * mean of d * xHat) / deviation. */
function throughNorm(d: number[], xHat: number[], deviation: number): number[] {
  const [mean1, mean2] = [meanOf(d), meanOf(product(d, xHat))];
  return d.map((v, c) => (v - mean1 - xHat[c] * mean2) / deviation);
}

/** The gradients of one normalized row: for x, for gain and for bias. */
export function normBackward(
  x: number[],
  gain: number[],
  dOut: number[],
): number[][] {
  const size = x.length;
  const mean = x.reduce((sum, v) => sum + v, 0) / size;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / size;
  const scale = 1 / Math.sqrt(variance + 1e-5);
  const xHat = x.map((v) => (v - mean) * scale);
  const dxHat = dOut.map((d, c) => d * gain[c]);
  const mean1 = dxHat.reduce((sum, d) => sum + d, 0) / size;
  const mean2 = dxHat.reduce((sum, d, c) => sum + d * xHat[c], 0) / size;
  const dx = dxHat.map((d, c) => (d - mean1 - xHat[c] * mean2) * scale);
  return [dx, dOut.map((d, c) => d * xHat[c]), [...dOut]];
}

export default exercise(normBackward, {
  title: "Backward through LayerNorm",
  task: "Return three rows: the gradients for x, for gain and for bias.",
  effort: { minutes: 20, difficulty: 5, points: 6 },
  hints: [
    "Compute mean, deviation and xHat as in the forward pass. The gain's gradient is dOut * xHat, the bias's is dOut.",
    "dxHat = dOut * gain. Then two means over the row: of dxHat, and of dxHat * xHat.",
    "dx = (dxHat - mean of dxHat - xHat * mean of (dxHat * xHat)) / deviation.",
  ],
  firstCase: args([1, 2, 3, 6], [1, 2, 1, 3], [1, 0, -1, 2]),
  randomCases: draw(8, (random) => {
    const size = whole(random, 3, 6);
    const x = vector(random, size).map((v) => 2 * v + 1);
    return [x, vector(random, size), vector(random, size)];
  }),
  witness: centralDifferences((x, gain, dOut) => {
    const zero = gain.map(() => 0);
    const loss = (a: number[], b: number[], c: number[]): number =>
      product(normForward(a, b, c), dOut).reduce((sum, v) => sum + v, 0);
    return [
      gradient((a) => loss(a, gain, zero), x),
      gradient((b) => loss(x, b, zero), gain),
      gradient((c) => loss(x, gain, c), zero),
    ];
  }, 1e-6),
  mistakes: [
    mistake(
      "the mean of dxHat is dropped",
      "Each x moves the row's mean, and the mean moves every output. Subtract the mean of dxHat.",
      withDx(({ xHat, dxHat, deviation }) => {
        const mean2 = meanOf(product(dxHat, xHat));
        return dxHat.map((d, c) => (d - xHat[c] * mean2) / deviation);
      }),
    ),
    mistake(
      "the mean of dxHat * xHat is missing, or comes out as 0",
      "Each x moves the row's deviation too. Subtract xHat times the mean of the products dxHat[c] * xHat[c]. A product of two means does not help: the mean of xHat is 0.",
      withDx(({ dxHat, deviation }) =>
        dxHat.map((d) => (d - meanOf(dxHat)) / deviation),
      ),
    ),
    mistake(
      "both means are dropped",
      "That treats mean and deviation as constants. They depend on every x of the row.",
      withDx(({ dxHat, deviation }) => dxHat.map((d) => d / deviation)),
    ),
    mistake(
      "the second mean without its xHat",
      "The second mean is multiplied by this channel's own xHat before it is subtracted.",
      withDx(({ xHat, dxHat, deviation }) => {
        const both = meanOf(dxHat) + meanOf(product(dxHat, xHat));
        return dxHat.map((d) => (d - both) / deviation);
      }),
    ),
    mistake(
      "the gain is forgotten",
      "Begin with dxHat = dOut * gain: the gain comes between xHat and the output.",
      withDx(({ dOut, xHat, deviation }) => throughNorm(dOut, xHat, deviation)),
    ),
    mistake(
      "the gain is multiplied in last",
      "The gain is inside both means: begin with dxHat = dOut * gain, and use dxHat throughout.",
      withDx(({ dOut, xHat, deviation, gain }) =>
        product(gain, throughNorm(dOut, xHat, deviation)),
      ),
    ),
    mistake(
      "multiplied by the deviation",
      "Forward divides by the deviation, and so does backward.",
      withDx(({ dx, deviation }) => dx.map((d) => d * deviation * deviation)),
    ),
    mistake(
      "not divided by the deviation",
      "The bracket is right. Forward divides by the deviation, so dx is the bracket divided by it.",
      withDx(({ dx, deviation }) => dx.map((d) => d * deviation)),
    ),
    mistake(
      "sums instead of means",
      "Divide both sums by the number of channels.",
      withDx(({ xHat, dxHat, deviation }) => {
        const sum1 = meanOf(dxHat) * dxHat.length;
        const sum2 = meanOf(product(dxHat, xHat)) * dxHat.length;
        return dxHat.map((d, c) => (d - sum1 - xHat[c] * sum2) / deviation);
      }),
    ),
    mistake(
      "the gain's gradient with x for xHat",
      "dx is right. The gain multiplies xHat, so its gradient is dOut * xHat.",
      after(([dx, , dBias], x, _, dOut) => [dx, product(dOut, x), dBias]),
    ),
    mistake(
      "the gain in its own gradient",
      "dx is right. out = gain * xHat + bias: the local derivative for the gain is xHat alone.",
      after(([dx, dGain, dBias], _, gain) => [dx, product(dGain, gain), dBias]),
    ),
    mistake(
      "the gain in the bias's gradient",
      "dx is right. The bias is added after the gain, so its gradient is dOut as it comes.",
      after(([dx, dGain], _, gain, dOut) => [dx, dGain, product(dOut, gain)]),
    ),
    mistake(
      "gain and bias in the wrong order",
      "All numbers are right. The second row is for the gain, the third one for the bias.",
      after(([dx, dGain, dBias]) => [dx, dBias, dGain]),
    ),
  ],
  alsoRight: (x, gain, dOut) => {
    const n = x.length;
    const mean = x.reduce((a, b) => a + b) / n;
    const v = x.reduce((a, b) => a + (b - mean) ** 2, 0) / n + 1e-5;
    const dx = x.map((xi, i) =>
      x.reduce((sum, xj, j) => {
        const direct = (i === j ? 1 : 0) - 1 / n;
        const slope = direct / v ** 0.5;
        const bend = ((xj - mean) * (xi - mean)) / n / v ** 1.5;
        return sum + dOut[j] * gain[j] * (slope - bend);
      }, 0),
    );
    return [dx, x.map((xi, i) => (dOut[i] * (xi - mean)) / v ** 0.5), dOut];
  },
});
