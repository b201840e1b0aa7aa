import { times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** One row, normalised, scaled and shifted. */
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

/** The gradients of one normalised row: for x, for gain and for bias. */
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

/** Mean, standard deviation and xHat of a row. */
export function statistics(
  x: number[],
  { epsilon = 1e-5, divisor = x.length } = {},
): { mean: number; deviation: number; xHat: number[] } {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / divisor;
  const deviation = Math.sqrt(variance + epsilon);
  return { mean, deviation, xHat: x.map((v) => (v - mean) / deviation) };
}

/** Exercise 09.2. */
export const normForwardExercise: ExerciseFor<typeof normForward> =
  functionExercise<typeof normForward>({
    kind: "write",
    id: "09.2",
    title: "Normalise one row",
    task: "Return gain * (x - mean) / sqrt(variance + 1e-5) + bias, channel by channel.",
    minutes: 8,
    difficulty: 2,
    points: 3,
    hints: [
      "First the mean: add up and divide by the number of channels.",
      "The variance is the mean of the squared distances to the mean. Divide by C, not by C - 1.",
      "The 1e-5 stands under the root, and gain and bias come last.",
    ],
    reference: normForward,
    source: {
      file: "exercises/chapters/09-layers/norm.ts",
      name: "normForward",
      as: "myNorm",
    },
    parameters: ["x", "gain", "bias"],
    cases: (random) => [
      [
        [1, 2, 3, 6],
        [1, 1, 1, 1],
        [0, 0, 0, 0],
      ],
      [
        [2, 2, 2],
        [1, 2, 3],
        [4, 5, 6],
      ],
      ...times(7, (): [number[], number[], number[]] => {
        const size = whole(random, 3, 6);
        return [vector(random, size), vector(random, size), vector(random, size)]; // prettier-ignore
      }),
    ],
    mistakes: [
      {
        name: "divided by C - 1",
        code: (x, gain, bias) =>
          statistics(x, { divisor: x.length - 1 }).xHat.map(
            (v, c) => gain[c] * v + bias[c],
          ),
        hint: "That is the estimate of statistics courses. LayerNorm divides the squares by C.",
      },
      {
        name: "divided by the variance",
        code: (x, gain, bias) => {
          const { xHat, deviation } = statistics(x);
          return xHat.map((v, c) => (gain[c] * v) / deviation + bias[c]);
        },
        hint: "The square root is missing: divide by the standard deviation.",
      },
      {
        name: "the mean is not taken off",
        code: (x, gain, bias) => {
          const { deviation } = statistics(x);
          return x.map((v, c) => (gain[c] * v) / deviation + bias[c]);
        },
        hint: "Subtract the mean first, also in the numerator.",
      },
      {
        name: "the 1e-5 is forgotten",
        code: (x, gain, bias) =>
          statistics(x, { epsilon: 0 }).xHat.map(
            (v, c) => gain[c] * v + bias[c],
          ),
        hint: "A row of equal numbers has variance 0, and 0 / 0 is NaN. Add 1e-5 to the variance, under the root.",
      },
      {
        name: "the squares are not averaged",
        code: (x, gain, bias) =>
          statistics(x, { divisor: 1 }).xHat.map(
            (v, c) => gain[c] * v + bias[c],
          ),
        hint: "The variance is a mean: divide the sum of the squares by the number of channels.",
      },
      {
        name: "the gain is forgotten",
        code: (x, _, bias) => statistics(x).xHat.map((v, c) => v + bias[c]),
        hint: "Each channel has a scale of its own: gain * xHat + bias.",
      },
      {
        name: "the bias is forgotten",
        code: (x, gain) => statistics(x).xHat.map((v, c) => gain[c] * v),
        hint: "Each channel has a shift of its own: gain * xHat + bias.",
      },
      {
        name: "the bias is scaled too",
        code: (x, gain, bias) =>
          statistics(x).xHat.map((v, c) => gain[c] * (v + bias[c])),
        hint: "First the gain, then the bias: gain * xHat + bias.",
      },
      {
        name: "the 1e-5 beside the root",
        code: (x, gain, bias) => {
          const { mean, deviation } = statistics(x, { epsilon: 0 });
          return x.map(
            (v, c) => (gain[c] * (v - mean)) / (deviation + 1e-5) + bias[c],
          );
        },
        hint: "Nearly: the 1e-5 stands under the root, `Math.sqrt(variance + 1e-5)`.",
      },
    ],
  });
