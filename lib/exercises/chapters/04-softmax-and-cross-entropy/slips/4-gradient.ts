import { mistake, type MistakeOf } from "../../../author";
import {
  softmax,
  softmaxCrossEntropyGrad,
} from "../../../../core/by-hand/softmax";

/** What else learners answer to exercise 04.4. */
export const slips: MistakeOf<typeof softmaxCrossEntropyGrad>[] = [
  mistake(
    "the slopes of the probability, not of the loss",
    "That is how fast p[trueId] changes with each logit. The loss is -ln p, so multiply by the slope of that, -1 / p.",
    (logits, trueId) => {
      const p = softmax(logits);
      return softmaxCrossEntropyGrad(logits, trueId).map((d) => -d * p[trueId]);
    },
  ),
  mistake(
    "1 is taken from the logit, not from the probability",
    "Softmax of the logits as they are comes first. Then take 1 away at `trueId`.",
    (logits, trueId) =>
      softmax(logits.map((z, i) => z - (i === trueId ? 1 : 0))),
  ),
  mistake(
    "1 is taken away at the likeliest token",
    "The token that really came counts, `trueId`, and not the one that the model likes best.",
    (logits) =>
      softmaxCrossEntropyGrad(logits, logits.indexOf(Math.max(...logits))),
  ),
  mistake(
    "1 is added at the true token",
    "P - onehot: take it away.",
    (logits, trueId) =>
      softmax(logits).map((p, i) => p + (i === trueId ? 1 : 0)),
  ),
  mistake(
    "1 is taken away at all other tokens",
    "It is the other way round: the true token alone loses 1.",
    (logits, trueId) =>
      softmax(logits).map((p, i) => (i === trueId ? p : p - 1)),
  ),
  mistake(
    "the powers overflow",
    "exp of 800 is Infinity. `softmax` takes the largest logit away first.",
    (logits, trueId) => {
      const powers = logits.map((z) => Math.exp(z));
      const total = powers.reduce((a, b) => a + b, 0);
      return powers.map((power, i) => power / total - (i === trueId ? 1 : 0));
    },
  ),
  mistake(
    "the slope of softmax alone",
    "p (1 - p) is how fast each probability changes with its own logit. Return the slope of the loss.",
    (logits) => softmax(logits).map((p) => p * (1 - p)),
  ),
];
