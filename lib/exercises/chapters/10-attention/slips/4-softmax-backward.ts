import { dot } from "../../../../core/by-hand/linear";
import { softmax } from "../../../../core/by-hand/softmax";
import { before, mistake, type MistakeOf } from "../../../author";
import type { softmaxBackward } from "../4-softmax-backward";

/** What else learners answer to exercise 10.4. */
export const slips: MistakeOf<typeof softmaxBackward>[] = [
  mistake(
    "the plain sum instead of the weighted mean",
    "Weight each gradient before you add: the sum of w[j] dWeights[j].",
    (weights, dWeights) => {
      const sum = dWeights.reduce((a, b) => a + b, 0);
      return weights.map((w, j) => w * (dWeights[j] - sum));
    },
  ),
  mistake(
    "softmax once more",
    "`weights` have been through the softmax already. Use them as they are.",
    before({ weights: softmax }),
  ),
  mistake(
    "the mean divided once more",
    "The weights add up to 1, so the sum of w[j] dWeights[j] is a mean already.",
    (weights, dWeights) => {
      const mean = dot(weights, dWeights) / weights.length;
      return weights.map((w, j) => w * (dWeights[j] - mean));
    },
  ),
  mistake(
    "the mean is not multiplied by w",
    "The bracket holds both: w[j] * (dWeights[j] - mean).",
    (weights, dWeights) =>
      weights.map((w, j) => w * dWeights[j] - dot(weights, dWeights)),
  ),
  mistake(
    "weights minus gradients",
    "p - target of chapter 04 holds only behind a cross-entropy. Here any gradient may come in: w[j] * (dWeights[j] - mean).",
    (weights, dWeights) => weights.map((w, j) => w - dWeights[j]),
  ),
  mistake(
    "the other weights are added",
    "Off the diagonal the derivative is -w[i] w[j]: when one weight goes up, the others go down.",
    (weights, dWeights) => {
      const mean = dot(weights, dWeights);
      return weights.map(
        (w, i) => w * (dWeights[i] + mean - 2 * w * dWeights[i]),
      );
    },
  ),
  mistake(
    "the diagonal is missing",
    "dw[i] / ds[i] is w[i] (1 - w[i]): the 1 belongs there, beside the -w[i] w[j] of all j.",
    (weights, dWeights) => {
      const mean = dot(weights, dWeights);
      return weights.map((w, i) => -w * (mean - w * dWeights[i]));
    },
  ),
  mistake(
    "w comes in twice",
    "The factor before the bracket is w[j], once.",
    (weights, dWeights) =>
      weights.map((w, j) => w * w * (dWeights[j] - dot(weights, dWeights))),
  ),
];
