import { tried, type Attempt } from "./attempt";

const mean = (list: number[]): number =>
  list.reduce((sum, v) => sum + v, 0) / list.length;

/** Mean, standard deviation and xHat of a row, as a learner writes them. */
function moments(x: number[]): { mu: number; s: number; xHat: number[] } {
  const mu = mean(x);
  const s = Math.sqrt(mean(x.map((v) => (v - mu) ** 2)) + 1e-5);
  return { mu, s, xHat: x.map((v) => (v - mu) / s) };
}

/** 09.1 to 09.3: embedding and LayerNorm. */
const NORM: Attempt[] = [
  tried(
    "09.1",
    "overwritten",
    (ids, dOut, dTable) => {
      ids.forEach((id, n) => (dTable[id] = dOut[n]));
    },
    /overwritten/,
  ),
  tried(
    "09.1",
    "row of the position",
    (ids, dOut, dTable) => {
      for (let n = 0; n < ids.length; n++)
        dOut[n].forEach((d, c) => (dTable[n][c] += d));
    },
    /row of the position/,
  ),
  tried(
    "09.1",
    "the table is cleared first",
    (ids, dOut, dTable) => {
      for (const row of dTable) row.fill(0);
      ids.forEach((id, n) => dOut[n].forEach((d, c) => (dTable[id][c] += d)));
    },
    /cleared/,
  ),
  tried(
    "09.1",
    "divided by how often",
    (ids, dOut, dTable) => {
      const count = new Map<number, number>();
      for (const id of ids) count.set(id, (count.get(id) ?? 0) + 1);
      ids.forEach((id, n) =>
        dOut[n].forEach((d, c) => (dTable[id][c] += d / count.get(id)!)),
      );
    },
    /divided by how often/,
  ),
  tried(
    "09.1",
    "a local copy",
    (ids, dOut, dTable) => {
      ids.forEach((id, n) => {
        let row = dTable[id];
        row = row.map((v, c) => v + dOut[n][c]);
        void row;
      });
    },
    /dTable is left as it was/,
  ),
  tried(
    "09.1",
    "ids and rows mixed up",
    (ids, dOut, dTable) => {
      for (let n = 0; n < ids.length; n++)
        for (let c = 0; c < dOut[0].length; c++)
          dTable[n][c] += dOut[ids[n]][c];
    },
    /ids and positions/,
  ),
  tried(
    "09.2",
    "no root",
    (x, gain, bias) => {
      const mu = mean(x);
      const variance = mean(x.map((v) => (v - mu) ** 2));
      return x.map(
        (v, c) => (gain[c] * (v - mu)) / (variance + 1e-5) + bias[c],
      );
    },
    /divided by the variance/,
  ),
  tried(
    "09.2",
    "epsilon beside the root",
    (x, gain, bias) => {
      const mu = mean(x);
      const s = Math.sqrt(mean(x.map((v) => (v - mu) ** 2)));
      return x.map((v, c) => (gain[c] * (v - mu)) / (s + 1e-5) + bias[c]);
    },
    /beside the root/,
  ),
  tried(
    "09.2",
    "C - 1",
    (x, gain, bias) => {
      const mu = mean(x);
      const sum = x.reduce((a, v) => a + (v - mu) ** 2, 0);
      const s = Math.sqrt(sum / (x.length - 1) + 1e-5);
      return x.map((v, c) => (gain[c] * (v - mu)) / s + bias[c]);
    },
    /divided by C - 1/,
  ),
  tried(
    "09.2",
    "bias scaled too",
    (x, gain, bias) => moments(x).xHat.map((v, c) => gain[c] * (v + bias[c])),
    /bias is scaled/,
  ),
  tried(
    "09.2",
    "sum of squares",
    (x, gain, bias) => {
      const mu = mean(x);
      const sum = x.reduce((a, v) => a + (v - mu) ** 2, 0);
      return x.map(
        (v, c) => (gain[c] * (v - mu)) / Math.sqrt(sum + 1e-5) + bias[c],
      );
    },
    /not averaged/,
  ),
  tried(
    "09.2",
    "no epsilon",
    (x, gain, bias) => {
      const mu = mean(x);
      const s = Math.sqrt(mean(x.map((v) => (v - mu) ** 2)));
      return x.map((v, c) => (gain[c] * (v - mu)) / s + bias[c]);
    },
    /1e-5 is forgotten/,
  ),
  tried("09.2", "no gain, no bias", (x) => moments(x).xHat, /gain and bias/),
  tried(
    "09.3",
    "no means",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const dx = dOut.map((d, c) => (d * gain[c]) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /both means/,
  ),
  tried(
    "09.3",
    "the first mean forgotten",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const m = mean(g.map((v, c) => v * xHat[c]));
      const dx = g.map((v, c) => (v - xHat[c] * m) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /mean of dxHat is dropped/,
  ),
  tried(
    "09.3",
    "the second mean forgotten",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const m = mean(g);
      return [g.map((v) => (v - m) / s), dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /mean of dxHat \* xHat is missing/,
  ),
  tried(
    "09.3",
    "gain forgotten",
    (x, _, dOut) => {
      const { s, xHat } = moments(x);
      const m = mean(dOut);
      const m2 = mean(dOut.map((v, c) => v * xHat[c]));
      const dx = dOut.map((v, c) => (v - m - xHat[c] * m2) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /gain is forgotten/,
  ),
  tried(
    "09.3",
    "sums for means",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      let [m, m2] = [0, 0];
      g.forEach((v, c) => {
        m += v;
        m2 += v * xHat[c];
      });
      const dx = g.map((v, c) => (v - m - xHat[c] * m2) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /sums instead of means/,
  ),
  tried(
    "09.3",
    "dGain with x",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const [m, m2] = [mean(g), mean(g.map((v, c) => v * xHat[c]))];
      const dx = g.map((v, c) => (v - m - xHat[c] * m2) / s);
      return [dx, dOut.map((d, c) => d * x[c]), dOut];
    },
    /with x for xHat/,
  ),
  tried(
    "09.3",
    "times the deviation",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const [m, m2] = [mean(g), mean(g.map((v, c) => v * xHat[c]))];
      const dx = g.map((v, c) => (v - m - xHat[c] * m2) * s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /multiplied by the deviation/,
  ),
  tried(
    "09.3",
    "gain multiplied at the end",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const m = mean(dOut);
      const m2 = mean(dOut.map((v, c) => v * xHat[c]));
      const dx = dOut.map((v, c) => (gain[c] * (v - m - xHat[c] * m2)) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /gain is multiplied in last/,
  ),
  tried(
    "09.3",
    "rows in another order",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const [m, m2] = [mean(g), mean(g.map((v, c) => v * xHat[c]))];
      const dx = g.map((v, c) => (v - m - xHat[c] * m2) / s);
      return [dOut.map((d, c) => d * xHat[c]), dOut, dx];
    },
    /order/,
  ),
  tried(
    "09.3",
    "product of means",
    (x, gain, dOut) => {
      const { s, xHat } = moments(x);
      const g = dOut.map((d, c) => d * gain[c]);
      const both = mean(g) * mean(xHat);
      const dx = g.map((v, c) => (v - mean(g) - xHat[c] * both) / s);
      return [dx, dOut.map((d, c) => d * xHat[c]), dOut];
    },
    /is missing, or comes out as 0/,
  ),
];

const A = Math.sqrt(2 / Math.PI);
const inside = (x: number): number => A * (x + 0.044715 * x ** 3);
const duOf = (x: number): number => A * (1 + 3 * 0.044715 * x * x);

/** 09.4 to 09.6. */
const OTHERS: Attempt[] = [
  tried("09.4", "10", 10, /grows with x/),
  tried("09.4", "1", 1, /nothing changes/),
  tried("09.4", "0.01", 0.01, /squared/),
  tried("09.4", "100", 100, /squared, and the wrong way/),
  tried("09.4", "-0.1", -0.1, /sign/),
  tried(
    "09.5",
    "no u'",
    (x) => {
      const t = Math.tanh(inside(x));
      return 0.5 * (1 + t) + (x / 2) * (1 - t * t);
    },
    /du\/dx is missing/,
  ),
  tried(
    "09.5",
    "the first term only",
    (x) => 0.5 * (1 + Math.tanh(inside(x))),
    /only the first term/,
  ),
  tried(
    "09.5",
    "the 3 is missing",
    (x) => {
      const t = Math.tanh(inside(x));
      const du = A * (1 + 0.044715 * x ** 2);
      return 0.5 * (1 + t) + (x / 2) * (1 - t * t) * du;
    },
    /the 3 of the cube/,
  ),
  tried(
    "09.5",
    "GELU itself",
    (x) => (x / 2) * (1 + Math.tanh(inside(x))),
    /GELU instead/,
  ),
  tried(
    "09.5",
    "sqrt(2) / pi",
    (x) => {
      const a = Math.sqrt(2) / Math.PI;
      const t = Math.tanh(a * (x + 0.044715 * x ** 3));
      const du = a * (1 + 3 * 0.044715 * x ** 2);
      return 0.5 * (1 + t) + 0.5 * x * (1 - t ** 2) * du;
    },
    /root of 2 only/,
  ),
  tried(
    "09.5",
    "no product rule",
    (x) => 0.5 * (1 - Math.tanh(inside(x)) ** 2) * duOf(x),
    /derivative times derivative/,
  ),
  tried(
    "09.5",
    "(1 - t) ** 2",
    (x) => {
      const t = Math.tanh(inside(x));
      return 0.5 * (1 + t) + 0.5 * x * (1 - t) ** 2 * duOf(x);
    },
    /whole bracket is squared/,
  ),
  tried(
    "09.5",
    "1 - u ** 2",
    (x) => {
      const u = inside(x);
      return 0.5 * (1 + Math.tanh(u)) + 0.5 * x * (1 - u ** 2) * duOf(x);
    },
    /u is squared/,
  ),
  tried(
    "09.6",
    "times dOut",
    (weights, dOut) => {
      const dx = dOut.map(() => 0);
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[c] += weights[row][c] * dOut[row];
      return dx.map((d, c) => d * dOut[c]);
    },
    /multiplied by dOut/,
  ),
  tried(
    "09.6",
    "const dx = dOut",
    (weights, dOut) => {
      const dx = dOut;
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[c] += weights[row][c] * dOut[row];
      return dx;
    },
    /changed while it is read/,
  ),
  tried(
    "09.6",
    "transposed",
    (weights, dOut) => {
      const dx = [...dOut];
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[row] += weights[row][c] * dOut[c];
      return dx;
    },
    /not transposed/,
  ),
  tried(
    "09.6",
    "1 in place of dOut",
    (weights, dOut) => {
      const dx = dOut.map(() => 1);
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[c] += weights[row][c] * dOut[row];
      return dx;
    },
    /1 for the stream/,
  ),
  tried(
    "09.6",
    "added once for each row",
    (weights, dOut) => {
      const dx = dOut.map(() => 0);
      for (let row = 0; row < weights.length; row++)
        for (let c = 0; c < dx.length; c++)
          dx[c] += weights[row][c] * dOut[row] + dOut[c];
      return dx;
    },
    /once for each row/,
  ),
];

/** What learners of chapter 09 tried. */
export const ATTEMPTS_09: Attempt[] = [...NORM, ...OTHERS];
