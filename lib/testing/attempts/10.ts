import { softmax } from "../../core/by-hand/softmax";
import { tried, type Attempt } from "./attempt";

const dot = (a: number[], b: number[]): number =>
  a.reduce((sum, v, i) => sum + v * b[i], 0);

const mix = (weights: number[], rows: number[][]): number[] =>
  rows[0].map((_, c) => rows.reduce((s, row, j) => s + weights[j] * row[c], 0));

/** 10.1 to 10.3: one query, and the mask. */
const FORWARD: Attempt[] = [
  tried(
    "10.1",
    "no scaling",
    (query, keys, values) =>
      mix(softmax(keys.map((key) => dot(query, key))), values),
    /scaling is missing/,
  ),
  tried(
    "10.1",
    "divided by n",
    (query, keys, values) => {
      const scores = keys.map((key) => dot(query, key) / query.length);
      return mix(softmax(scores), values);
    },
    /by the size, not its root/,
  ),
  tried(
    "10.1",
    "root of the number of keys",
    (query, keys, values) => {
      const scores = keys.map((k) => dot(query, k) / Math.sqrt(keys.length));
      return mix(softmax(scores), values);
    },
    /how many keys/,
  ),
  tried(
    "10.1",
    "keys mixed",
    (query, keys) => {
      const scores = keys.map((k) => dot(query, k) / Math.sqrt(query.length));
      return mix(softmax(scores), keys);
    },
    /keys are mixed/,
  ),
  tried(
    "10.1",
    "no softmax",
    (query, keys, values) => {
      const scores = keys.map((k) => dot(query, k) / Math.sqrt(query.length));
      return mix(scores, values);
    },
    /no softmax/,
  ),
  tried(
    "10.1",
    "the weights returned",
    (query, keys) =>
      softmax(keys.map((k) => dot(query, k) / Math.sqrt(query.length))),
    /weights instead of the mixture/,
  ),
  tried(
    "10.1",
    "scaled after the softmax",
    (query, keys, values) => {
      const weights = softmax(keys.map((key) => dot(query, key)));
      return mix(
        weights.map((w) => w / Math.sqrt(query.length)),
        values,
      );
    },
    /scaled after the softmax/,
  ),
  tried(
    "10.1",
    "only the best value",
    (query, keys, values) => {
      const scores = keys.map((k) => dot(query, k) / Math.sqrt(query.length));
      return values[scores.indexOf(Math.max(...scores))];
    },
    /only the best/,
  ),
  tried(
    "10.1",
    "values scored",
    (query, _, values) => {
      const scores = values.map((v) => dot(query, v) / Math.sqrt(query.length));
      return mix(softmax(scores), values);
    },
    /`values` stood where `keys` belongs/,
  ),
  tried("10.2", "64", 64, /the variance/),
  tried("10.2", "1", 1, /as large as one product/),
  tried("10.2", "4096", 4096, /the variance, squared/),
  tried("10.2", "0.125", 0.125, /upside down/),
  tried("10.2", "16", 16, /twice the right/),
  tried("10.2", "32", 32, /half of the variance/),
  tried(
    "10.3",
    "score 0",
    (scores, at) => softmax(scores.map((s, j) => (j <= at ? s : 0))),
    /score 0/,
  ),
  tried(
    "10.3",
    "slice(0, at)",
    (scores, at) => {
      const seen = softmax(scores.slice(0, at));
      return scores.map((_, j) => seen[j] ?? 0);
    },
    /does not see itself/,
  ),
  tried(
    "10.3",
    "j < at",
    (scores, at) => softmax(scores.map((s, j) => (j < at ? s : -Infinity))),
    /does not see itself/,
  ),
  tried(
    "10.3",
    "multiplied by 0",
    (scores, at) => softmax(scores.map((s, j) => s * (j <= at ? 1 : 0))),
    /score 0/,
  ),
  tried(
    "10.3",
    "no padding",
    (scores, at) => softmax(scores.slice(0, at + 1)),
    /zeros are left out/,
  ),
  tried(
    "10.3",
    "late mask, scaled again",
    (scores, at) => {
      const kept = softmax(scores).map((w, j) => (j <= at ? w : 0));
      const sum = kept.reduce((a, b) => a + b, 0);
      return kept.map((w) => w / sum);
    },
    /masked too late/,
  ),
  tried(
    "10.3",
    "-100",
    (scores, at) => softmax(scores.map((s, j) => (j <= at ? s : -100))),
    /-100 is not low enough/,
  ),
];

/** 10.4 and 10.5: the way back. */
const BACKWARD: Attempt[] = [
  tried(
    "10.4",
    "mean not taken off",
    (weights, dWeights) => weights.map((w, i) => w * dWeights[i]),
    /not taken off/,
  ),
  tried(
    "10.4",
    "diagonal only",
    (weights, dWeights) => weights.map((w, i) => w * (1 - w) * dWeights[i]),
    /only the diagonal/,
  ),
  tried(
    "10.4",
    "plain mean",
    (weights, dWeights) => {
      const mean = dWeights.reduce((a, b) => a + b, 0) / dWeights.length;
      return weights.map((w, i) => w * (dWeights[i] - mean));
    },
    /plain mean/,
  ),
  tried(
    "10.4",
    "factor w missing",
    (weights, dWeights) => {
      const mean = dot(weights, dWeights);
      return dWeights.map((d) => d - mean);
    },
    /factor w is missing/,
  ),
  tried(
    "10.4",
    "unweighted sum",
    (weights, dWeights) => {
      const sum = dWeights.reduce((a, b) => a + b, 0);
      return weights.map((w, i) => w * (dWeights[i] - sum));
    },
    /plain sum/,
  ),
  tried(
    "10.4",
    "softmax once more",
    (weights, dWeights) => {
      const again = softmax(weights);
      const mean = dot(again, dWeights);
      return again.map((w, i) => w * (dWeights[i] - mean));
    },
    /softmax once more/,
  ),
  tried(
    "10.4",
    "mean divided by n",
    (weights, dWeights) => {
      const mean = dot(weights, dWeights) / weights.length;
      return weights.map((w, i) => w * (dWeights[i] - mean));
    },
    /divided once more/,
  ),
  tried(
    "10.4",
    "w - dw",
    (weights, dWeights) => weights.map((w, i) => w - dWeights[i]),
    /weights minus gradients/,
  ),
  tried(
    "10.5",
    "no scale",
    (query, keys, dScores) => [
      mix(dScores, keys),
      ...dScores.map((d) => query.map((q) => d * q)),
    ],
    /scaling is missing/,
  ),
  tried(
    "10.5",
    "1 / n",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / query.length);
      return [mix(d, keys), ...d.map((s) => query.map((q) => s * q))];
    },
    /scaled twice/,
  ),
  tried(
    "10.5",
    "root of the number of keys",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / Math.sqrt(keys.length));
      return [mix(d, keys), ...d.map((s) => query.map((q) => s * q))];
    },
    /how many keys/,
  ),
  tried(
    "10.5",
    "only the last key",
    (query, keys, dScores) => {
      const scale = 1 / Math.sqrt(query.length);
      let dQuery: number[] = [];
      const dKeys: number[][] = [];
      keys.forEach((key, j) => {
        dQuery = key.map((k) => scale * dScores[j] * k);
        dKeys.push(query.map((q) => scale * dScores[j] * q));
      });
      return [dQuery, ...dKeys];
    },
    /only the last/,
  ),
  tried(
    "10.5",
    "query and keys swapped",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / Math.sqrt(query.length));
      const dQuery = query.map((q) => d.reduce((sum, s) => sum + s * q, 0));
      return [dQuery, ...keys.map((key, j) => key.map((k) => d[j] * k))];
    },
    /query and keys swapped/,
  ),
  tried(
    "10.5",
    "keys first",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / Math.sqrt(query.length));
      return [...d.map((s) => query.map((q) => s * q)), mix(d, keys)];
    },
    /right items in another order/,
  ),
  tried(
    "10.5",
    "only dQuery scaled",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s / Math.sqrt(query.length));
      return [mix(d, keys), ...dScores.map((s) => query.map((q) => s * q))];
    },
    /only the query's gradient is scaled/,
  ),
  tried(
    "10.5",
    "times the root",
    (query, keys, dScores) => {
      const d = dScores.map((s) => s * Math.sqrt(query.length));
      return [mix(d, keys), ...d.map((s) => query.map((q) => s * q))];
    },
    /too large by the factor query.length/,
  ),
];

/** What learners of chapter 10 tried. */
export const ATTEMPTS_10: Attempt[] = [...FORWARD, ...BACKWARD];
