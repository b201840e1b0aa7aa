import { ensure, expectNumber, show } from "../base/expect";
import { createHeap } from "../base/heap";
import type { Random } from "../base/random";
import type { Floats } from "../base/tensor";

/** Options for choosing the next token from the logits. */
export interface SamplingOptions {
  /**
   * divides the logits: below 1 the likely tokens gain, above 1 the others; 0
   * always takes the likeliest
   * @defaultValue 1
   */
  temperature?: number;
  /**
   * only the k likeliest tokens are allowed
   * @defaultValue all
   */
  topK?: number;
  /**
   * only the likeliest tokens that together reach this probability are allowed
   * @defaultValue 1
   */
  topP?: number;
}

/**
 * Probabilities of the next token: softmax(logits / temperature), cut to the
 * `topK` likeliest and to those that make up `topP`, and scaled back to sum 1.
 *
 * @param logits (V) finite; `-Infinity` rules a token out
 * @param options temperature, topK, topP
 * @returns (V) probabilities
 * @throws if a logit is NaN or Infinity, or none is finite; if temperature is
 *   negative, topK is below 1, or topP is not in (0, 1]
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function nextTokenProbabilities(
  logits: Floats,
  { temperature = 1, topK = logits.length, topP = 1 }: SamplingOptions = {},
): Float64Array {
  expectNumber("nextTokenProbabilities: topK", topK, { whole: true, least: 1 });
  expectNumber("nextTokenProbabilities: topP", topP, {
    above: 0,
    most: 1,
    hint: "1 allows every token.",
  });
  expectNumber("nextTokenProbabilities: temperature", temperature, {
    least: 0,
    hint: "0 always takes the likeliest token, 1 leaves the model as it is.",
  });
  const largest = largestOf(logits, 0, logits.length);
  ensure(
    Number.isFinite(largest),
    () =>
      `nextTokenProbabilities: logits must be finite numbers, at least one of ` +
      `them; the largest is ${largest}. Did training diverge? Go back to a ` +
      `checkpoint, and train with a lower learning rate.`,
  );
  const probabilities = new Float64Array(logits.length);
  if (temperature === 0) {
    probabilities[logits.indexOf(largest)] = 1;
    return probabilities;
  }
  let total = 0;
  for (let id = 0; id < logits.length; id++) {
    // softmax(logits / temperature), before its division by the total
    probabilities[id] = Math.exp((logits[id] - largest) / temperature);
    total += probabilities[id];
  }
  if (topK >= logits.length && topP === 1) {
    // softmax: exp / sum of exp
    for (let id = 0; id < logits.length; id++) probabilities[id] /= total;
    return probabilities;
  }
  // Sorting all tokens would take longer than running the model. So a heap
  // returns the likeliest until enough are allowed. It omits tokens that cannot
  // be among the topK, or are too unlikely to matter, even all together.
  const queue = createHeap<number>((a, b) =>
    logits[a] === logits[b] ? a < b : logits[a] > logits[b],
  );
  const small = Math.max(
    leastOfMaxima(probabilities, topK),
    ((1 - topP) * total) / logits.length,
  );
  for (let id = 0; id < logits.length; id++) {
    if (probabilities[id] >= small) queue.push(id);
  }
  const allowed: number[] = [];
  let kept = 0;
  while (allowed.length < topK && kept < topP * total) {
    const id = queue.pop();
    if (id === undefined) break;
    allowed.push(id);
    kept += probabilities[id];
  }
  const cut = new Float64Array(logits.length);
  for (const id of allowed) cut[id] = probabilities[id] / kept; // sum 1
  return cut;
}

/** The largest of the values from `start` to before `end`; NaN if one is NaN. */
function largestOf(values: Floats, start: number, end: number): number {
  let largest = -Infinity;
  for (let i = start; i < end; i++) largest = Math.max(largest, values[i]);
  return largest;
}

/**
 * A limit that the `count` largest values reach: the values are divided into
 * that many stretches, each has a largest one, and this is the least of those.
 */
function leastOfMaxima(values: Float64Array, count: number): number {
  if (count >= values.length) return 0;
  let least = Infinity;
  for (let part = 0; part < count; part++) {
    const start = Math.floor((part * values.length) / count);
    const end = Math.floor(((part + 1) * values.length) / count);
    least = Math.min(least, largestOf(values, start, end));
  }
  return least;
}

/**
 * Draws an index with the given probabilities.
 *
 * @param probabilities (V), with the sum 1
 * @param random source of the draw
 * @throws if one is NaN, or none is above 0
 */
export function sampleIndex(
  probabilities: ArrayLike<number>,
  random: Random,
): number {
  let left = random(); // minus the probability of each id passed
  let last = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (probabilities[id] === 0) continue;
    last = id;
    left -= probabilities[id]; // u - (p[0] + ... + p[id])
    if (left < 0) return id;
  }
  ensure(
    probabilities[last] > 0 && Number.isFinite(left),
    () =>
      `sampleIndex: probabilities must be numbers from 0 to 1 that sum to 1; ` +
      `got ${show(Array.from(probabilities))}.`,
  );
  return last; // rounding left the sum a little below 1
}
