import { ensure, ensureInteger, show } from "../base/expect";
import { createHeap } from "../base/heap";
import type { Random } from "../base/random";
import type { Floats } from "../base/tensor";

/** How the next token is chosen from the logits. */
export interface SamplingOptions {
  /** below 1: bolder on the likely; above: wilder; 0: always the likeliest. 1 */
  temperature?: number;
  /** only the k likeliest tokens may come */
  topK?: number;
  /** only the likeliest tokens that together reach this probability */
  topP?: number;
}

/**
 * Probabilities of the next token: softmax(logits / temperature), cut to the
 * `topK` likeliest and to those that make up `topP`, and scaled back to sum 1.
 *
 * @param logits (V) finite; `-Infinity` rules a token out
 * @param options temperature, topK, topP
 * @returns (V) probabilities
 * @throws if a logit is NaN or Infinity or none is finite, temperature is
 *   negative, topK is below 1, or topP is not in (0, 1]
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function nextTokenProbabilities(
  logits: Floats,
  { temperature = 1, topK = logits.length, topP = 1 }: SamplingOptions = {},
): Float64Array {
  ensureInteger("nextTokenProbabilities", "topK", topK);
  ensure(
    topP > 0 && topP <= 1,
    () =>
      `nextTokenProbabilities: topP must be above 0 and at most 1; got ` +
      `${topP}. 1 leaves every token in.`,
  );
  ensure(
    Number.isFinite(temperature) && temperature >= 0,
    () =>
      `nextTokenProbabilities: temperature must be at least 0; got ` +
      `${temperature}. 0 always takes the likeliest token, 1 leaves the ` +
      `model as it is.`,
  );
  let largest = -Infinity;
  // the maximum of anything and NaN is NaN
  for (const logit of logits) largest = Math.max(largest, logit);
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
    probabilities[id] = Math.exp((logits[id] - largest) / temperature);
    total += probabilities[id];
  }
  if (topK >= logits.length && topP === 1) {
    for (let id = 0; id < logits.length; id++) probabilities[id] /= total;
    return probabilities;
  }
  // Ordering all tokens takes longer than the model: only so many are taken
  // from a heap as may come, and none enter that all together could not matter.
  const queue = createHeap<number>((a, b) =>
    logits[a] === logits[b] ? a < b : logits[a] > logits[b],
  );
  const small = ((1 - topP) * total) / logits.length;
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
  for (const id of allowed) cut[id] = probabilities[id] / kept;
  return cut;
}

/**
 * Draws an index with the given probabilities.
 *
 * @param probabilities (V), of sum 1
 * @param random where the draw comes from
 * @throws if they hold NaN, or nothing above 0
 */
export function sampleIndex(
  probabilities: ArrayLike<number>,
  random: Random,
): number {
  let left = random();
  let last = 0;
  for (let id = 0; id < probabilities.length; id++) {
    if (probabilities[id] === 0) continue;
    last = id;
    left -= probabilities[id];
    if (left < 0) return id;
  }
  ensure(
    probabilities[last] > 0 && Number.isFinite(left),
    () =>
      `sampleIndex: probabilities must be numbers from 0 to 1 with the sum 1; ` +
      `got ${show(Array.from(probabilities))}.`,
  );
  return last; // rounding left a sliver: the last possible one
}
