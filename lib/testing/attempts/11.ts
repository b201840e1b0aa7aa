import type { Answers } from "../../exercises/course";
import { tried, type Attempt } from "./attempt";

type Sizes = Parameters<Answers["11.1"]>[0];
type Use = Parameters<Answers["11.4"]>[0];

/** A learner's count, with parts to leave out or add. */
function count(
  { vocabSize: V, dModel: C, nLayers: L, dFf: F }: Sizes,
  parts: { block?: number; outside?: number } = {},
): number {
  const block = 2 * C + 4 * C * C + 2 * C + 2 * C * F + F + C;
  return (
    V * C + L * (block + (parts.block ?? 0)) + 2 * C + (parts.outside ?? 0)
  );
}

const zeros = (rows: number, width: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(width).fill(0));

/** The projection's part, added to `total`. */
function project({ hidden, dLogits }: Use, total: number[][]): void {
  hidden.forEach((h, t) =>
    total.forEach((row, v) =>
      h.forEach((value, c) => (row[c] += dLogits[t][v] * value)),
    ),
  );
}

/** 11.1 and 11.2. */
const COUNTS: Attempt[] = [
  tried(
    "11.1",
    "no biases",
    (s) => count(s, { block: -s.dFf - s.dModel }),
    /biases of the feed-forward are missing/,
  ),
  tried(
    "11.1",
    "an output projection of its own",
    (s) => count(s, { outside: s.vocabSize * s.dModel }),
    /second time/,
  ),
  tried(
    "11.1",
    "no last LayerNorm",
    (s) => count(s, { outside: -2 * s.dModel }),
    /last LayerNorm/,
  ),
  tried(
    "11.1",
    "heads multiply",
    (s) => count(s, { block: (s.nHeads - 1) * 4 * s.dModel ** 2 }),
    /once for each head/,
  ),
  tried(
    "11.1",
    "one LayerNorm in a block",
    (s) => count(s, { block: -2 * s.dModel }),
    /half of the LayerNorms/,
  ),
  tried(
    "11.1",
    "no projection of the heads",
    (s) => count(s, { block: -(s.dModel ** 2) }),
    /one C × C matrix too few/,
  ),
  tried(
    "11.1",
    "biases in the attention",
    (s) => count(s, { block: 4 * s.dModel }),
    /biases in the attention/,
  ),
  tried("11.1", "one block", (s) => count({ ...s, nLayers: 1 }), /one block/),
  tried(
    "11.1",
    "an embedding for each layer",
    (s) => count(s, { outside: (s.nLayers - 1) * s.vocabSize * s.dModel }),
    /embedding in every block/,
  ),
  tried("11.2", "5", 5, /deviations added/),
  tried("11.2", "3", 3, /the variance/),
  tried("11.2", "1.5", 1.5, /one branch/),
  tried("11.2", "2", 2, /variance of the branches alone/),
  tried("11.2", "2.414", 2.414, /deviations added at the end/),
  tried("11.2", "1.7", 1.7, /rounded/),
];

/** 11.3 and 11.4: the way back. */
const BACKWARD: Attempt[] = [
  tried(
    "11.3",
    "both branches get dOut",
    (dOut, backwardA, backwardF) => {
      const [a, f] = [backwardA(dOut), backwardF(dOut)];
      return dOut.map((d, i) => d + a[i] + f[i]);
    },
    /both branches get dOut/,
  ),
  tried(
    "11.3",
    "both branches get dOut, in two steps",
    (dOut, backwardA, backwardF) => {
      const dX1 = backwardF(dOut).map((g, i) => g + dOut[i]);
      return backwardA(dOut).map((g, i) => g + dX1[i]);
    },
    /both branches get dOut/,
  ),
  tried(
    "11.3",
    "no residual",
    (dOut, backwardA, backwardF) => backwardA(backwardF(dOut)),
    /direct (way|path) is forgotten/,
  ),
  tried(
    "11.3",
    "order swapped",
    (dOut, backwardA, backwardF) => {
      const dX1 = backwardA(dOut).map((g, i) => g + dOut[i]);
      return backwardF(dX1).map((g, i) => g + dX1[i]);
    },
    /order of the forward/,
  ),
  tried(
    "11.3",
    "concatenated",
    (dOut, backwardA, backwardF) => {
      const dX1 = [...dOut, ...backwardF(dOut)];
      return [...dX1, ...backwardA(dX1)];
    },
    /should hold 1 item/,
  ),
  tried(
    "11.3",
    "in place",
    (dOut, backwardA, backwardF) => {
      backwardF([...dOut]).forEach((g, i) => (dOut[i] += g));
      backwardA([...dOut]).forEach((g, i) => (dOut[i] += g));
      return dOut;
    },
    /right, but it changed the input dOut/,
  ),
  tried(
    "11.3",
    "stopped at x1",
    (dOut, _, backwardF) => {
      const f = backwardF(dOut);
      return dOut.map((d, i) => d + f[i]);
    },
    /half ?way/,
  ),
  tried(
    "11.3",
    "A gets F's part only",
    (dOut, backwardA, backwardF) => {
      const f = backwardF(dOut);
      const a = backwardA(f);
      return dOut.map((d, i) => d + f[i] + a[i]);
    },
    /A gets only/,
  ),
  tried(
    "11.4",
    "only the lookup",
    ({ vocabSize, ids, dEmbedded }) => {
      const total = zeros(vocabSize, dEmbedded[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      return total;
    },
    /only the lookup/,
  ),
  tried(
    "11.4",
    "only the projection",
    (use) => {
      const total = zeros(use.vocabSize, use.hidden[0].length);
      project(use, total);
      return total;
    },
    /only the output projection/,
  ),
  tried(
    "11.4",
    "only the row that was read",
    ({ vocabSize, ids, dEmbedded, hidden, dLogits }) => {
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        hidden[t].forEach((h, c) => {
          total[id][c] += dEmbedded[t][c] + dLogits[t][id] * h;
        }),
      );
      return total;
    },
    /only the row that was read/,
  ),
  tried(
    "11.4",
    "the mean of both",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total.map((row) => row.map((v) => v / 2));
    },
    /mean of the two/,
  ),
  tried(
    "11.4",
    "one row, shared",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const row = new Array<number>(hidden[0].length).fill(0);
      const total = new Array<number[]>(vocabSize).fill(row);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total;
    },
    /all rows are one list/,
  ),
  tried(
    "11.4",
    "the lookup overwrites the projection",
    (use) => {
      const total = zeros(use.vocabSize, use.hidden[0].length);
      project(use, total);
      use.ids.forEach((id, t) => (total[id] = [...use.dEmbedded[t]]));
      return total;
    },
    /lookup overwrites the projection/,
  ),
  tried(
    "11.4",
    "= for +=",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] = d)),
      );
      project(use, total);
      return total;
    },
    /overwritten, not added/,
  ),
  tried(
    "11.4",
    "divided by T",
    (use) => {
      const { vocabSize, ids, dEmbedded, hidden } = use;
      const total = zeros(vocabSize, hidden[0].length);
      ids.forEach((id, t) =>
        dEmbedded[t].forEach((d, c) => (total[id][c] += d)),
      );
      project(use, total);
      return total.map((row) => row.map((v) => v / ids.length));
    },
    /too small by the factor ids.length/,
  ),
];

const norm = (list: number[]): number =>
  Math.sqrt(list.reduce((sum, v) => sum + v * v, 0));

/** 11.5: the check that finds nothing. */
const CHECKS: Attempt[] = [
  tried(
    "11.5",
    "absolute values",
    (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += Math.abs(analytic[i] - numeric[i]);
        size += Math.abs(analytic[i]) + Math.abs(numeric[i]);
      }
      return size === 0 ? 0 : difference / size;
    },
    /absolute values/,
  ),
  tried(
    "11.5",
    "no roots",
    (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += (analytic[i] - numeric[i]) ** 2;
        size += analytic[i] ** 2 + numeric[i] ** 2;
      }
      return size === 0 ? 0 : difference / size;
    },
    /roots are missing/,
  ),
  tried(
    "11.5",
    "one length for both",
    (analytic, numeric) => {
      const size = norm([...analytic, ...numeric]);
      return size === 0
        ? 0
        : norm(analytic.map((a, i) => a - numeric[i])) / size;
    },
    /one length of both/,
  ),
  tried(
    "11.5",
    "no zero guard",
    (analytic, numeric) =>
      norm(analytic.map((a, i) => a - numeric[i])) /
      (norm(analytic) + norm(numeric)),
    /zero divided by zero/,
  ),
  tried(
    "11.5",
    "the largest of all",
    (analytic, numeric) => {
      const each = analytic.map((a, i) => {
        const size = Math.abs(a) + Math.abs(numeric[i]);
        return size === 0 ? 0 : Math.abs(a - numeric[i]) / size;
      });
      return Math.max(...each);
    },
    /error of a single number/,
  ),
  tried(
    "11.5",
    "difference of the lengths",
    (analytic, numeric) => {
      const [a, n] = [norm(analytic), norm(numeric)];
      return a + n === 0 ? 0 : Math.abs(a - n) / (a + n);
    },
    /difference of the lengths/,
  ),
];

/** What learners of chapter 11 tried. */
export const ATTEMPTS_11: Attempt[] = [...COUNTS, ...BACKWARD, ...CHECKS];
