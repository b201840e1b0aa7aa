import { mistake, type MistakeOf } from "../../../author";
import { linearVector } from "../../../../core/by-hand/linear";

/** What else learners answer to exercise 05.1. */
export const slips: MistakeOf<typeof linearVector>[] = [
  mistake(
    "multiplied by the bias",
    "The bias is added to the sum: y = W x + b.",
    (weights, x, bias) =>
      linearVector(
        weights,
        x,
        bias.map(() => 0),
      ).map((y, i) => y * bias[i]),
  ),
  mistake(
    "the diagonal of W alone",
    "Each output takes in all inputs: sum over j of `weights[i][j] * x[j]`.",
    (weights, x, bias) => weights.map((row, i) => row[i] * x[i] + bias[i]),
  ),
  mistake(
    "x[i] instead of x[j]",
    "Within a row, weight j meets input j: `weights[i][j] * x[j]`.",
    (weights, x, bias) =>
      weights.map((row, i) => row.reduce((y, w) => y + w * x[i], bias[i])),
  ),
  mistake(
    "the last input left out",
    "The loop over the inputs ends one too early: `j < x.length` reaches the last one.",
    (weights, x, bias) => linearVector(weights, [...x.slice(0, -1), 0], bias),
  ),
  mistake(
    "the first input left out",
    "Positions count from 0, so a loop that begins at 1 misses `x[0]`.",
    (weights, x, bias) => linearVector(weights, [0, ...x.slice(1)], bias),
  ),
  mistake(
    "rows and columns are swapped",
    "Row i of W belongs to output i: `weights[i][j] * x[j]`, not `weights[j][i]`.",
    (weights, x, bias) =>
      bias.map((b, i) =>
        x.reduce((y, value, j) => y + (weights[j]?.[i] ?? 0) * value, b),
      ),
  ),
  mistake(
    "the sum goes on from row to row",
    "Each output begins a sum of its own: declare it inside the outer loop.",
    (weights, x, bias) => {
      let y = 0;
      return linearVector(weights, x, bias).map((value) => (y += value));
    },
  ),
];
