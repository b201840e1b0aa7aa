import { mistake, type MistakeOf } from "../../../author";
import { linearVectorBackward } from "../../../../core/by-hand/linear";

/** What else learners answer to exercise 05.3. */
export const slips: MistakeOf<typeof linearVectorBackward>[] = [
  mistake(
    "gradX runs along the rows of W",
    "Row i of W belongs to output i. x[j] meets column j: sum over i of `weights[i][j] * delta[i]`.",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradX: weights.map((row) =>
        row.reduce((sum, w, j) => sum + w * (delta[j] ?? 0), 0),
      ),
    }),
  ),
  ...["x", "delta"].map((factor) =>
    mistake(
      `gradX runs along the rows of W, with ${factor}`,
      "Row i of W belongs to output i, so a sum along it is as long as y. x[j] meets column j: sum over i of `weights[i][j] * delta[i]`.",
      (delta: number[], weights: number[][], x: number[]) => ({
        ...linearVectorBackward(delta, weights, x),
        gradX: weights.map((row, i) =>
          row.reduce(
            (sum, w, j) => sum + w * (factor === "x" ? x[j] : delta[i]),
            0,
          ),
        ),
      }),
    ),
  ),
  mistake(
    "the same sum for every bias",
    "Each output has its own bias, and its slope is its own delta: gradB[i] = delta[i].",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradB: delta.map(() => delta.reduce((a, b) => a + b, 0)),
    }),
  ),
  mistake(
    "gradB is summed up",
    "Each output has its own bias, and so its own slope: gradB is as long as delta.",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradB: [delta.reduce((a, b) => a + b, 0)],
    }),
  ),
  mistake(
    "gradW is multiplied by the weights, too",
    "In w · x the slope with respect to w is x alone, times the upstream gradient.",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradW: weights.map((row, i) => row.map((w, j) => delta[i] * x[j] * w)),
    }),
  ),
  mistake(
    "gradX holds the input instead of the weights",
    "In w · x the slope with respect to x is the other factor, w.",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradX: x.map((value) => value * delta.reduce((a, b) => a + b, 0)),
    }),
  ),
  mistake(
    "x is left out of gradW",
    "w[i][j] is multiplied by x[j]. The upstream gradient is multiplied by it, too.",
    (delta, weights, x) => ({
      ...linearVectorBackward(delta, weights, x),
      gradW: delta.map((d) => x.map(() => d)),
    }),
  ),
];
