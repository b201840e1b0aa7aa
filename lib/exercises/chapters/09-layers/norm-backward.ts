import { gradient } from "../../../core/by-hand/derivative";
import { times, vector, whole } from "../../author";
import { normBackward, normForward, statistics } from "./norm";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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
  }) => number[],
): typeof normBackward {
  return (x, gain, dOut) => {
    const { xHat, deviation } = statistics(x);
    const dxHat = dOut.map((d, c) => d * gain[c]);
    const [, dGain, dBias] = normBackward(x, gain, dOut);
    return [dxOf({ xHat, dxHat, deviation, dOut, gain }), dGain, dBias];
  };
}

const product = (a: number[], b: number[]): number[] =>
  a.map((value, c) => value * b[c]);

/** Exercise 09.3. */
export const normBackwardExercise: ExerciseFor<typeof normBackward> =
  functionExercise<typeof normBackward>({
    kind: "write",
    id: "09.3",
    title: "Backward through LayerNorm",
    task: "Return three rows: the gradients for x, for gain and for bias.",
    minutes: 20,
    difficulty: 5,
    points: 6,
    hints: [
      "Work out mean, deviation and xHat as in the forward. The gain's gradient is dOut * xHat, the bias's is dOut.",
      "dxHat = dOut * gain. Then two means over the row: of dxHat, and of dxHat * xHat.",
      "dx = (dxHat - mean of dxHat - xHat * mean of (dxHat * xHat)) / deviation.",
    ],
    reference: normBackward,
    source: {
      file: "exercises/chapters/09-layers/norm.ts",
      name: "normBackward",
      as: "myNormBackward",
    },
    parameters: ["x", "gain", "dOut"],
    cases: (random) => [
      [
        [1, 2, 3, 6],
        [1, 2, 1, 3],
        [1, 0, -1, 2],
      ],
      ...times(8, (): [number[], number[], number[]] => {
        const size = whole(random, 3, 6);
        const x = vector(random, size).map((v) => 2 * v + 1);
        return [x, vector(random, size), vector(random, size)];
      }),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-6,
      expected: (x, gain, dOut) => {
        const zero = gain.map(() => 0);
        const loss = (a: number[], b: number[], c: number[]): number =>
          product(normForward(a, b, c), dOut).reduce((sum, v) => sum + v, 0);
        return [
          gradient((a) => loss(a, gain, zero), x),
          gradient((b) => loss(x, b, zero), gain),
          gradient((c) => loss(x, gain, c), zero),
        ];
      },
    },
    mistakes: [
      {
        name: "the mean of dxHat is dropped",
        code: withDx(({ xHat, dxHat, deviation }) => {
          const mean2 = meanOf(product(dxHat, xHat));
          return dxHat.map((d, c) => (d - xHat[c] * mean2) / deviation);
        }),
        hint: "Each x moves the row's mean, and the mean moves every output. Take off the mean of dxHat.",
      },
      {
        name: "the mean of dxHat * xHat is missing, or comes out as 0",
        code: withDx(({ dxHat, deviation }) =>
          dxHat.map((d) => (d - meanOf(dxHat)) / deviation),
        ),
        hint: "Each x moves the row's deviation too. Take off xHat times the mean of the products dxHat[c] * xHat[c]. A product of two means does not help: the mean of xHat is 0.",
      },
      {
        name: "both means are dropped",
        code: withDx(({ dxHat, deviation }) => dxHat.map((d) => d / deviation)),
        hint: "That treats mean and deviation as constants. They depend on every x of the row.",
      },
      {
        name: "the second mean without its xHat",
        code: withDx(({ xHat, dxHat, deviation }) => {
          const both = meanOf(dxHat) + meanOf(product(dxHat, xHat));
          return dxHat.map((d) => (d - both) / deviation);
        }),
        hint: "The second mean is multiplied by this channel's own xHat before it is taken off.",
      },
      {
        name: "the gain is forgotten",
        code: withDx(({ xHat, deviation, dOut }) => {
          const mean2 = meanOf(product(dOut, xHat));
          return dOut.map(
            (d, c) => (d - meanOf(dOut) - xHat[c] * mean2) / deviation,
          );
        }),
        hint: "Begin with dxHat = dOut * gain: the gain stands between xHat and the output.",
      },
      {
        name: "the gain is multiplied in last",
        code: withDx(({ xHat, deviation, dOut, gain }) => {
          const mean2 = meanOf(product(dOut, xHat));
          return dOut.map(
            (d, c) =>
              (gain[c] * (d - meanOf(dOut) - xHat[c] * mean2)) / deviation,
          );
        }),
        hint: "The gain stands inside both means: begin with dxHat = dOut * gain, and use dxHat throughout.",
      },
      {
        name: "multiplied by the deviation",
        code: (x, gain, dOut) => {
          const { deviation } = statistics(x);
          const [dx, ...rest] = normBackward(x, gain, dOut);
          return [dx.map((d) => d * deviation * deviation), ...rest];
        },
        hint: "Forward divides by the deviation, and so does backward.",
      },
      {
        name: "not divided by the deviation",
        code: (x, gain, dOut) => {
          const { deviation } = statistics(x);
          const [dx, ...rest] = normBackward(x, gain, dOut);
          return [dx.map((d) => d * deviation), ...rest];
        },
        hint: "The bracket is right. Forward divides by the deviation, so dx is the bracket divided by it.",
      },
      {
        name: "sums instead of means",
        code: withDx(({ xHat, dxHat, deviation }) => {
          const sum1 = meanOf(dxHat) * dxHat.length;
          const sum2 = meanOf(product(dxHat, xHat)) * dxHat.length;
          return dxHat.map((d, c) => (d - sum1 - xHat[c] * sum2) / deviation);
        }),
        hint: "Divide both sums by the number of channels.",
      },
      {
        name: "the gain's gradient with x for xHat",
        code: (x, gain, dOut) => {
          const [dx, , dBias] = normBackward(x, gain, dOut);
          return [dx, product(dOut, x), dBias];
        },
        hint: "dx is right. The gain multiplies xHat, so its gradient is dOut * xHat.",
      },
      {
        name: "the gain in its own gradient",
        code: (x, gain, dOut) => {
          const [dx, dGain, dBias] = normBackward(x, gain, dOut);
          return [dx, product(dGain, gain), dBias];
        },
        hint: "dx is right. out = gain * xHat + bias: the local derivative for the gain is xHat alone.",
      },
      {
        name: "the gain in the bias's gradient",
        code: (x, gain, dOut) => {
          const [dx, dGain] = normBackward(x, gain, dOut);
          return [dx, dGain, product(dOut, gain)];
        },
        hint: "dx is right. The bias is added after the gain, so its gradient is dOut as it comes.",
      },
      {
        name: "gain and bias in the wrong order",
        code: (x, gain, dOut) => {
          const [dx, dGain, dBias] = normBackward(x, gain, dOut);
          return [dx, dBias, dGain];
        },
        hint: "All numbers are right. The second row is for the gain, the third one for the bias.",
      },
    ],
  });
