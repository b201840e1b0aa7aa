import {
  crossEntropy,
  softmax,
  softmaxCrossEntropyGrad,
} from "../../core/by-hand/softmax";
import { tried, type Attempt } from "./attempt";

/** Softmax, written out, of changed logits. */
function plain(logits: number[]): number[] {
  const powers = logits.map((z) => Math.exp(z));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

const lessBy =
  (shift: (logits: number[]) => number) =>
  (logits: number[]): number[] => {
    const by = shift(logits);
    return plain(logits.map((z) => z - by));
  };

/** Wrong answers of chapter 04. */
export const ATTEMPTS_04: Attempt[] = [
  tried(
    "04.1",
    "clamped to 700",
    (logits) => plain(logits.map((z) => Math.min(z, 700))),
    /large logits are cut off/,
  ),
  tried(
    "04.1",
    "divided by the largest",
    (logits) => plain(logits.map((z) => z / Math.max(...logits))),
    /divided by the largest logit/,
  ),
  tried(
    "04.1",
    "less the smallest",
    lessBy((logits) => Math.min(...logits)),
    /the smallest logit is taken away/,
  ),
  tried(
    "04.1",
    "less the mean",
    lessBy((logits) => logits.reduce((a, b) => a + b, 0) / logits.length),
    /the mean is taken away/,
  ),
  tried(
    "04.1",
    "less 800",
    lessBy(() => 800),
    /a fixed number/,
  ),
  tried(
    "04.1",
    "shifted above the line only",
    (logits) => {
      const max = Math.max(...logits);
      const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
      return logits.map((z) => Math.exp(z - max) / total);
    },
    /above the line only/,
  ),
  tried(
    "04.1",
    "less the first",
    lessBy((logits) => logits[0]),
    /the first logit is taken away/,
  ),
  tried(
    "04.1",
    "less the largest absolute value",
    lessBy((logits) => Math.max(...logits.map(Math.abs))),
    /the largest absolute value/,
  ),
  tried(
    "04.1",
    "max begins at 0",
    (logits) => {
      let max = 0;
      for (const z of logits) if (z > max) max = z;
      return plain(logits.map((z) => z - max));
    },
    /the search for the largest begins too high/,
  ),
  tried(
    "04.2",
    "-log of softmax",
    (logits, trueId) => -Math.log(softmax(logits)[trueId]),
    /rounded to 0 before its logarithm/,
  ),
  tried(
    "04.2",
    "log-sum-exp without the shift",
    (logits, trueId) => {
      const sum = logits.reduce((s, z) => s + Math.exp(z), 0);
      return Math.log(sum) - logits[trueId];
    },
    /a power overflows/,
  ),
  tried(
    "04.2",
    "max is not added back",
    (logits, trueId) => {
      const max = Math.max(...logits);
      const sum = logits.reduce((s, z) => s + Math.exp(z - max), 0);
      return Math.log(sum) - logits[trueId];
    },
    /the largest logit is not added back/,
  ),
  tried(
    "04.2",
    "the sign",
    (logits, trueId) => -crossEntropy(logits, trueId),
    /the sign is missing/,
  ),
  tried(
    "04.2",
    "log2",
    (logits, trueId) => {
      const max = Math.max(...logits);
      const sum = logits.reduce((s, z) => s + Math.exp(z - max), 0);
      return Math.log2(sum) + max - logits[trueId];
    },
    /to base 2/,
  ),
  tried(
    "04.2",
    "no logarithm",
    (logits, trueId) => 1 - softmax(logits)[trueId],
    /one minus the probability/,
  ),
  tried(
    "04.2",
    "a clip",
    (logits, trueId) => -Math.log(Math.max(softmax(logits)[trueId], 1e-300)),
    /no probability may be below/,
  ),
  tried(
    "04.2",
    "- max instead of + max",
    (logits, trueId) => {
      const max = Math.max(...logits);
      const sum = logits.reduce((s, z) => s + Math.exp(z - max), 0);
      return Math.log(sum) - max - logits[trueId];
    },
    /the largest logit is taken away twice/,
  ),
  tried("04.3", "14/3", 14 / 3, /the mean of the three perplexities/),
  tried("04.3", "64", 64, /exp of the summed loss/),
  tried("04.3", "the mean loss", 2 * Math.LN2, /the mean loss in nats/),
  tried("04.3", "24/7", 24 / 7, /one over the mean probability/),
  tried("04.3", "0.25", 0.25, /upside down/),
  tried("04.3", "2", 2, /the mean loss in bits/),
  tried("04.3", "4.7", 4.7, /the mean of the three perplexities/),
  tried(
    "04.4",
    "onehot - P",
    (logits, trueId) =>
      softmax(logits).map((p, i) => (i === trueId ? 1 : 0) - p),
    /the sign flipped/,
  ),
  tried("04.4", "P only", (logits) => softmax(logits), /P without the onehot/),
  tried(
    "04.4",
    "-1/p at the true token",
    (logits, trueId) =>
      softmax(logits).map((p, i) => (i === trueId ? -1 / p : 0)),
    /the slope with respect to the probability/,
  ),
  tried(
    "04.4",
    "minus 1 everywhere",
    (logits) => softmax(logits).map((p) => p - 1),
    /1 is taken away everywhere/,
  ),
  tried(
    "04.4",
    "only the true token",
    (logits, trueId) =>
      softmax(logits).map((p, i) => (i === trueId ? p - 1 : 0)),
    /the true token alone/,
  ),
  tried(
    "04.4",
    "logits - onehot",
    (logits, trueId) => logits.map((z, i) => z - (i === trueId ? 1 : 0)),
    /the logits instead of the probabilities/,
  ),
  tried(
    "04.4",
    "the row of softmax's own slopes",
    (logits, trueId) => {
      const p = softmax(logits);
      return p.map((q, i) => p[trueId] * ((i === trueId ? 1 : 0) - q));
    },
    /the slopes of the probability/,
  ),
  tried(
    "04.4",
    "1 is taken from the logit, in place",
    (logits, trueId) => {
      logits[trueId] -= 1;
      return softmax(logits);
    },
    /from the logit/,
  ),
  tried(
    "04.5",
    "a smaller clip",
    (logits, trueId) => {
      const p = softmax(logits);
      const smallest = 1e-12;
      const loss = -Math.log(Math.max(p[trueId], smallest));
      const delta = logits.map((_, i) => {
        if (p[trueId] < smallest) return 0;
        return i === trueId ? p[i] - 1 : p[i];
      });
      return { loss, delta };
    },
    /still clipped, at a smaller number/,
  ),
  tried(
    "04.5",
    "a far smaller clip of the loss alone",
    (logits, trueId) => {
      const p = softmax(logits);
      const delta = p.map((q, i) => (i === trueId ? q - 1 : q));
      return { loss: -Math.log(Math.max(p[trueId], 1e-30)), delta };
    },
    /the loss is still clipped, at a smaller number: 1e-30/,
  ),
  tried(
    "04.5",
    "a far smaller clip, and the gradient cut off with it",
    (logits, trueId) => {
      const p = softmax(logits);
      const lost = p[trueId] < 1e-30;
      return {
        loss: lost ? -Math.log(1e-30) : crossEntropy(logits, trueId),
        delta: p.map((q, i) => (lost ? 0 : q - Number(i === trueId))),
      };
    },
    /^still clipped, at a smaller number: 1e-30/,
  ),
  tried(
    "04.5",
    "something tiny added",
    (logits, trueId) => ({
      loss: -Math.log(softmax(logits)[trueId] + 1e-16),
      delta: softmaxCrossEntropyGrad(logits, trueId),
    }),
    /1e-16 is added to the probability/,
  ),
  tried(
    "04.5",
    "no clip, -log p",
    (logits, trueId) => {
      const p = softmax(logits);
      const delta = p.map((q, i) => (i === trueId ? q - 1 : q));
      return { loss: -Math.log(p[trueId]), delta };
    },
    /-ln of a probability that became 0/,
  ),
  tried(
    "04.5",
    "only delta fixed",
    (logits, trueId) => ({
      loss: -Math.log(Math.max(softmax(logits)[trueId], 1e-3)),
      delta: softmaxCrossEntropyGrad(logits, trueId),
    }),
    /the loss is still clipped/,
  ),
  tried(
    "04.5",
    "only the loss fixed",
    (logits, trueId) => {
      const p = softmax(logits);
      const delta = logits.map((_, i) => {
        if (p[trueId] < 1e-3) return 0;
        return i === trueId ? p[i] - 1 : p[i];
      });
      return { loss: crossEntropy(logits, trueId), delta };
    },
    /the gradient is still 0/,
  ),
  tried(
    "04.2",
    "log of softmax, without the minus",
    (logits, trueId) => Math.log(softmax(logits)[trueId]),
    /the sign is missing, and/,
  ),
  tried(
    "04.2",
    "- max + z",
    (logits, trueId) => {
      const max = Math.max(...logits);
      const sum = logits.reduce((s, z) => s + Math.exp(z - max), 0);
      return Math.log(sum) - max + logits[trueId];
    },
    /the signs of max and z/,
  ),
  tried(
    "04.2",
    "minus the whole formula",
    (logits, trueId) => {
      const max = Math.max(...logits);
      const sum = logits.reduce((s, z) => s + Math.exp(z - max), 0);
      return -(Math.log(sum) + max - logits[trueId]);
    },
    /the sign is missing/,
  ),
];
