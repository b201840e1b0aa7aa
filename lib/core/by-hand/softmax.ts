import { ensure, expectId, show } from "../base/expect";

/**
 * Turns scores into probabilities: all positive, sum 1, in the same order.
 *
 *     p[i] = exp(z[i] - max z) / sum over j of exp(z[j] - max z)
 *
 * Subtracting the largest score changes nothing, because it cancels, and keeps
 * `exp` from overflowing.
 *
 * @param logits (V) the scores; -Infinity means impossible
 * @returns (V) the probabilities
 * @throws if the list is empty, holds NaN or +Infinity, or holds only
 *   -Infinity
 * @see notebooks/04-softmax-and-cross-entropy.ipynb
 */
export function softmax(logits: number[]): number[] {
  const max = largestLogit("softmax", logits);
  const powers = logits.map((logit) => Math.exp(logit - max));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total); // p[i]
}

/**
 * Loss of one prediction in nats: how much the true token surprises the model.
 * It is computed from the logits, so no probability is rounded to 0 and nothing
 * has to be clipped.
 *
 *     loss = -log softmax(z)[trueId]
 *          = log(sum over j of exp(z[j] - max z)) + max z - z[trueId]
 *
 * @param logits (V) the scores, before softmax
 * @param trueId from 0 to V - 1, the token that came next
 * @returns nats, at least 0; ln V for a uniform guess; Infinity if the true
 *   token's logit is -Infinity
 * @throws if the logits are unusable or the id is out of range
 * @see notebooks/04-softmax-and-cross-entropy.ipynb
 */
export function crossEntropy(logits: number[], trueId: number): number {
  const max = largestLogit("crossEntropy", logits);
  expectId("crossEntropy: trueId", trueId, logits.length, COUNTING);
  let total = 0;
  // sum over j of exp(z[j] - max z)
  for (const logit of logits) total += Math.exp(logit - max);
  return Math.log(total) + (max - logits[trueId]);
}

/**
 * Gradient of {@link crossEntropy} with respect to the logits.
 *
 *     dLoss / dz[i] = p[i] - (1 if i is trueId, else 0)
 *
 * @param logits (V) the scores, before softmax
 * @param trueId from 0 to V - 1, the token that came next
 * @returns (V) negative at `trueId`, positive elsewhere, sum 0
 * @throws if the logits are unusable or the id is out of range
 * @see notebooks/04-softmax-and-cross-entropy.ipynb
 */
export function softmaxCrossEntropyGrad(
  logits: number[],
  trueId: number,
): number[] {
  const delta = softmax(logits);
  expectId("softmaxCrossEntropyGrad: trueId", trueId, logits.length, COUNTING);
  delta[trueId] -= 1; // p - onehot
  return delta;
}

/**
 * The loss as a number of choices: a model with perplexity 20 is as unsure as
 * one that picks at random among 20 equally likely tokens.
 *
 *     perplexity = exp(loss)
 *
 * @param loss mean nats per token, at least 0
 * @returns at least 1; V for a uniform guess among V tokens; Infinity from 710
 *   nats on
 * @throws if the loss is NaN or below 0
 * @see notebooks/04-softmax-and-cross-entropy.ipynb
 */
export function perplexity(loss: number): number {
  ensure(
    typeof loss === "number" && loss >= 0,
    () =>
      `perplexity: loss must be at least 0 nats, as every cross-entropy is; ` +
      `got ${show(loss)}. Is it a log-probability without its minus sign?`,
  );
  return Math.exp(loss);
}

const COUNTING = "Ids count from 0.";

function largestLogit(where: string, logits: number[]): number {
  ensure(
    Array.isArray(logits) && logits.length > 0,
    () => `${where}: logits must be (V); got (0). Pass at least one.`,
  );
  let max = -Infinity;
  for (const logit of logits) {
    ensure(
      typeof logit === "number" && logit < Infinity,
      () =>
        `${where}: every logit must be a number below Infinity; got ` +
        `${show(logit)} in ${show(logits)}. Did training diverge? Try a smaller ` +
        `learning rate.`,
    );
    if (logit > max) max = logit;
  }
  ensure(
    max > -Infinity,
    () => `${where}: at least one logit must be finite; got only -Infinity.`,
  );
  return max;
}
