import { linearBatchBackward } from "../../core/by-hand/linear";
import { tried, type Attempt } from "./attempt";

const flipped = (rows: number[][]): number[][] =>
  rows[0].map((_, j) => rows.map((row) => row[j]));

const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

interface One {
  gradW: number[][];
  gradX: number[];
  gradB: number[];
}

/** The right slopes for one vector, with some of them replaced. */
const oneWith =
  (
    other: (delta: number[], weights: number[][], x: number[]) => Partial<One>,
  ) =>
  (delta: number[], weights: number[][], x: number[]): One => ({
    gradW: delta.map((d) => x.map((value) => d * value)),
    gradX: x.map((_, j) => sum(delta.map((d, i) => d * weights[i][j]))),
    gradB: [...delta],
    ...other(delta, weights, x),
  });

interface Batch {
  gradW: number[][];
  gradX: number[][];
  gradB: number[];
}

/** The right slopes for a batch, with some of them replaced. */
const batchWith =
  (other: (right: Batch, delta: number[][], x: number[][]) => Partial<Batch>) =>
  (delta: number[][], weights: number[][], x: number[][]): Batch => {
    const right = linearBatchBackward(delta, weights, x);
    return { ...right, ...other(right, delta, x) };
  };

/** The slopes for W as (in, out), with some of them replaced. */
const columnsWith =
  (
    other: (
      right: Batch,
      delta: number[][],
      weights: number[][],
      x: number[][],
    ) => Partial<Batch>,
  ) =>
  (delta: number[][], weights: number[][], x: number[][]): Batch => {
    const rows = linearBatchBackward(delta, flipped(weights), x);
    const right = { ...rows, gradW: flipped(rows.gradW) };
    return { ...right, ...other(right, delta, weights, x) };
  };

const over = (rows: number[][], by: number): number[][] =>
  rows.map((row) => row.map((value) => value / by));

/** Wrong answers of chapter 05. */
export const ATTEMPTS_05: Attempt[] = [
  tried(
    "05.1",
    "no bias",
    (weights, x) => weights.map((row) => sum(row.map((w, j) => w * x[j]))),
    /the bias is left out/,
  ),
  tried(
    "05.1",
    "the bias inside the sum",
    (weights, x, bias) =>
      weights.map((row, i) => sum(row.map((w, j) => w * x[j] + bias[i]))),
    /the bias is added once for each input/,
  ),
  tried(
    "05.1",
    "columns",
    (weights, x, bias) =>
      x.map((_, j) => {
        let y = bias[j];
        for (let i = 0; i < weights.length; i++) y += weights[i][j] * x[i];
        return y;
      }),
    /the transpose/,
  ),
  tried(
    "05.1",
    "bias[0]",
    (weights, x, bias) =>
      weights.map((row) => sum(row.map((w, j) => w * x[j])) + bias[0]),
    /the first bias everywhere/,
  ),
  tried(
    "05.1",
    "times the bias",
    (weights, x, bias) =>
      weights.map((row, i) => sum(row.map((w, j) => w * x[j])) * bias[i]),
    /multiplied by the bias/,
  ),
  tried(
    "05.1",
    "element-wise",
    (weights, x, bias) => weights.map((row, i) => row[i] * x[i] + bias[i]),
    /the diagonal/,
  ),
  tried(
    "05.1",
    "into the bias",
    (weights, x, bias) => {
      weights.forEach((row, i) => {
        row.forEach((w, j) => (bias[i] += w * x[j]));
      });
      return bias;
    },
    /changed the input bias/,
  ),
  tried("05.2", "32", 32, /one gradient for each row of the batch/),
  tried("05.2", "12", 12, /the biases are forgotten/),
  tried("05.2", "15", 15, /one bias for each input/),
  tried("05.2", "20, gradB per row", 20, /gradB/),
  tried("05.2", "24", 24, /batch/),
  tried("05.2", "28", 28, /batch/),
  tried(
    "05.3",
    "gradW transposed",
    oneWith((delta, _, x) => ({
      gradW: x.map((value) => delta.map((d) => d * value)),
    })),
    /gradW is transposed/,
  ),
  tried(
    "05.3",
    "gradX along the rows",
    oneWith((delta, weights) => ({
      gradX: weights.map((row) => sum(row.map((w, j) => w * delta[j]))),
    })),
    /gradX runs along the rows of W/,
  ),
  tried(
    "05.3",
    "gradX overwritten",
    oneWith((delta, weights, x) => {
      const gradX = x.map(() => 0);
      for (let i = 0; i < delta.length; i++)
        for (let j = 0; j < x.length; j++) gradX[j] = weights[i][j] * delta[i];
      return { gradX };
    }),
    /only the last output counts/,
  ),
  tried(
    "05.3",
    "gradB as a sum",
    oneWith((delta) => ({ gradB: [sum(delta)] })),
    /gradB is summed/,
  ),
  tried(
    "05.3",
    "gradB all 1",
    oneWith((delta) => ({ gradB: delta.map(() => 1) })),
    /gradB is all ones/,
  ),
  tried(
    "05.3",
    "gradW times W",
    oneWith((delta, weights, x) => ({
      gradW: weights.map((row, i) => row.map((w, j) => delta[i] * x[j] * w)),
    })),
    /gradW is multiplied by the weights/,
  ),
  tried(
    "05.3",
    "gradX with x instead of W",
    oneWith((delta, _, x) => ({ gradX: x.map((value) => value * sum(delta)) })),
    /gradX holds the input instead of the weights/,
  ),
  tried(
    "05.3",
    "Array(n).fill(row)",
    (delta, weights, x) => {
      const gradW = Array<number[]>(delta.length).fill(
        Array<number>(x.length).fill(0),
      );
      const gradX = x.map(() => 0);
      for (let i = 0; i < delta.length; i++)
        for (let j = 0; j < x.length; j++) {
          gradW[i][j] += delta[i] * x[j];
          gradX[j] += weights[i][j] * delta[i];
        }
      return { gradW, gradX, gradB: [...delta] };
    },
    /one and the same list/,
  ),
  tried(
    "05.4",
    "only gradW",
    batchWith((_, delta) => ({ gradB: delta[delta.length - 1] })),
    /gradB still forgets/,
  ),
  tried(
    "05.4",
    "only gradB",
    batchWith((_, delta, x) => ({
      gradW: delta[delta.length - 1].map((d) =>
        x[x.length - 1].map((value) => d * value),
      ),
    })),
    /gradW still forgets/,
  ),
  tried(
    "05.4",
    "the mean over the batch",
    batchWith(({ gradW, gradB }, _, x) => ({
      gradW: over(gradW, x.length),
      gradB: gradB.map((g) => g / x.length),
    })),
    /a mean over the batch/,
  ),
  tried(
    "05.4",
    "gradB in the inner loop",
    batchWith(({ gradB }, _, x) => ({
      gradB: gradB.map((g) => g * x[0].length),
    })),
    /gradB is added once for each input/,
  ),
  tried(
    "05.4",
    "gradW alone divided",
    batchWith(({ gradW }, _, x) => ({ gradW: over(gradW, x.length) })),
    /mean/,
  ),
  tried(
    "05.5",
    "linearBatchBackward, W as it is",
    (delta, weights, x) => linearBatchBackward(delta, weights, x),
    /Did you pass the transpose/,
  ),
  tried(
    "05.5",
    "gradW not transposed back",
    columnsWith(({ gradW }) => ({ gradW: flipped(gradW) })),
    /gradW has the shape of the other convention/,
  ),
  tried(
    "05.5",
    "W not transposed for gradX",
    columnsWith((_, delta, weights) => ({
      gradX: delta.map((row) =>
        weights[0].map((_, i) => sum(row.map((d, j) => d * weights[j][i]))),
      ),
    })),
    /gradX uses/,
  ),
  tried(
    "05.5",
    "the mean",
    columnsWith(({ gradW, gradB }, _, __, x) => ({
      gradW: over(gradW, x.length),
      gradB: gradB.map((g) => g / x.length),
    })),
    /a mean over the batch/,
  ),
  tried(
    "05.5",
    "the last row only",
    columnsWith((_, delta, __, x) => {
      const last = delta[delta.length - 1];
      return {
        gradW: x[x.length - 1].map((value) => last.map((d) => value * d)),
        gradB: [...last],
      };
    }),
    /only the last row of the batch/,
  ),
  tried(
    "05.3",
    "gradX along the rows, with x",
    (delta, weights, x) => ({
      gradW: delta.map((d) => x.map((value) => d * value)),
      gradX: weights.map((row) => row.reduce((s, w, j) => s + w * x[j], 0)),
      gradB: [...delta],
    }),
    /gradX runs along the rows of W, with x/,
  ),
  tried(
    "05.3",
    "every gradB is the sum",
    (delta, weights, x) => ({
      gradW: delta.map((d) => x.map((value) => d * value)),
      gradX: x.map((_, j) =>
        delta.reduce((s, d, i) => s + d * weights[i][j], 0),
      ),
      gradB: delta.map(() => delta.reduce((a, b) => a + b, 0)),
    }),
    /the same sum for every bias/,
  ),
  tried(
    "05.5",
    "the formulas of the other convention",
    (delta, weights, x) => ({
      gradW: delta[0].map((_, i) =>
        x[0].map((_, j) =>
          x.reduce((s, row, n) => s + delta[n][i] * row[j], 0),
        ),
      ),
      gradX: delta.map((row) =>
        weights[0].map((_, i) =>
          row.reduce((s, d, j) => s + d * (weights[j]?.[i] ?? 0), 0),
        ),
      ),
      gradB: delta[0].map((_, i) => delta.reduce((s, row) => s + row[i], 0)),
    }),
    /both formulas of the other convention/,
  ),
];
