import { tried, type Attempt } from "./attempt";

/** What learners of chapter 18 tried. */
export const ATTEMPTS_18: Attempt[] = [
  tried("18.1", "0", 0, /no line at all/),
  tried("18.1", "11", 11, /each new block/),
  tried("18.1", "4", 4, /names LAYERS/),
  tried("18.2", "argmax", (p) => p.indexOf(Math.max(...p)), /likeliest token/),
  tried(
    "18.2",
    "uniform",
    (p, u) => Math.floor(u * p.length),
    /every token equally likely/,
  ),
  tried(
    "18.2",
    "<= 0",
    (p, u) => {
      let left = u;
      return p.findIndex((one) => (left -= one) <= 0);
    },
    /a token of probability 0/,
  ),
  tried(
    "18.2",
    "<= in a loop",
    (p, u) => {
      let end = 0;
      for (let id = 0; id < p.length; id++) {
        end += p[id];
        if (u <= end) return id;
      }
      return p.length - 1;
    },
    /border belongs to the token before/,
  ),
  tried(
    "18.3",
    "mean",
    (windows) =>
      windows[0].map((row, t) =>
        row.map(
          (_, c) => windows.reduce((s, d) => s + d[t][c], 0) / windows.length,
        ),
      ),
    /mean instead of the sum/,
  ),
  tried("18.3", "first", (windows) => windows[0], /first window only/),
  tried(
    "18.3",
    "overwritten",
    (windows) => {
      const out = windows[0].map((row) => [...row]);
      for (const d of windows) d.forEach((row, t) => (out[t] = [...row]));
      return out;
    },
    /last window only/,
  ),
  tried(
    "18.3",
    "over the positions",
    (windows) =>
      windows.map((d) =>
        d.reduce((sum, row) => sum.map((value, c) => value + row[c])),
      ),
    /summed over the positions/,
  ),
];
