import { ensure, ensureFraction, ensureInteger } from "./ensure";
import type { Random } from "./random";
import type { Floats } from "./tensor";

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
 * @param logits (V)
 * @param options temperature, topK, topP
 * @returns (V) probabilities
 * @throws if temperature is negative, topK is below 1, or topP is not in (0, 1]
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function nextTokenProbabilities(
  logits: Floats,
  { temperature = 1, topK = logits.length, topP = 1 }: SamplingOptions = {},
): Float64Array {
  ensureInteger("nextTokenProbabilities", "topK", topK);
  ensureFraction("nextTokenProbabilities", "1 - topP", 1 - topP);
  ensure(
    Number.isFinite(temperature) && temperature >= 0,
    () =>
      `nextTokenProbabilities: temperature must be at least 0; got ` +
      `${temperature}. 0 always takes the likeliest token, 1 leaves the ` +
      `model as it is.`,
  );
  const byLikelihood = Array.from(logits, (_, id) => id).sort(
    (a, b) => logits[b] - logits[a] || a - b,
  );
  const probabilities = new Float64Array(logits.length);
  if (temperature === 0) {
    probabilities[byLikelihood[0]] = 1;
    return probabilities;
  }
  const largest = logits[byLikelihood[0]];
  let total = 0;
  for (let id = 0; id < logits.length; id++) {
    probabilities[id] = Math.exp((logits[id] - largest) / temperature);
    total += probabilities[id];
  }
  let kept = 0;
  byLikelihood.forEach((id, rank) => {
    const allowed = rank < topK && (rank === 0 || kept < topP * total);
    if (allowed) kept += probabilities[id];
    else probabilities[id] = 0;
  });
  return probabilities.map((probability) => probability / kept);
}

/**
 * Draws an index with the given probabilities.
 *
 * @param probabilities (V), of sum 1
 * @param random where the draw comes from
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
  return last; // rounding left a sliver: the last possible one
}
