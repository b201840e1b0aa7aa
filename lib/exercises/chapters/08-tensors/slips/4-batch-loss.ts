import { after, mistake, scaled, times, type MistakeOf } from "../../../author";
import { crossEntropy, softmax } from "../../../../core/by-hand/softmax";
import { batchLoss, rowByRow } from "../4-batch-loss";

/** What else learners answer to exercise 08.4. */
export const slips: MistakeOf<typeof batchLoss>[] = [
  mistake(
    "one softmax over the whole batch",
    "Each row has its own probabilities, and they sum to 1. Cut a row out of the logits first.",
    (logits, targets) => {
      const width = logits.length / targets.length;
      const hits = targets.map((target, row) => row * width + target);
      const shares = softmax(logits);
      const losses = hits.map((hit) => crossEntropy(logits, hit));
      return {
        loss: losses.reduce((a, b) => a + b, 0) / targets.length,
        dLogits: shares.map(
          (p, i) => (p - (hits.includes(i) ? 1 : 0)) / targets.length,
        ),
      };
    },
  ),
  mistake(
    "one largest score for all rows",
    "In a row far below the others every power becomes 0. Look for the largest score of each row.",
    (logits, targets) => {
      const max = Math.max(...logits);
      return rowByRow((scores, target) => {
        const powers = scores.map((z) => Math.exp(z - max));
        const sum = powers.reduce((a, b) => a + b, 0);
        return {
          loss: Math.log(sum) + max - scores[target],
          shares: powers.map((power) => power / sum),
        };
      })(logits, targets);
    },
  ),
  mistake(
    "1 is taken away after the division",
    "Take 1 off first, then divide by the number of rows: both belong to the mean.",
    (logits, targets) => {
      const { loss, dLogits } = batchLoss(logits, targets);
      const width = logits.length / targets.length;
      targets.forEach((target, row) => {
        dLogits[row * width + target] -= 1 - 1 / targets.length;
      });
      return { loss, dLogits };
    },
  ),
  mistake(
    "the loss of the last row alone",
    "With `loss = ...` each row wipes out the one before. Add with `+=`.",
    (logits, targets) => {
      const width = logits.length / targets.length;
      const last = targets.length - 1;
      const loss = crossEntropy(logits.slice(last * width), targets[last]);
      return { ...batchLoss(logits, targets), loss: loss / targets.length };
    },
  ),
  mistake(
    "the loss reads logits[target]",
    "The logits are flat: the score of a target is at `row * V + target`.",
    (logits, targets) => {
      const { loss, dLogits } = batchLoss(logits, targets);
      const width = logits.length / targets.length;
      const off = targets.map(
        (target, row) => logits[row * width + target] - logits[target],
      );
      return {
        loss: loss + off.reduce((a, b) => a + b, 0) / targets.length,
        dLogits,
      };
    },
  ),
  mistake(
    "the onehot is added",
    "The gradient of a row is softmax minus onehot: at the target 1 is subtracted.",
    (logits, targets) => {
      const { loss, dLogits } = batchLoss(logits, targets);
      const width = logits.length / targets.length;
      targets.forEach((target, row) => {
        dLogits[row * width + target] += 2 / targets.length;
      });
      return { loss, dLogits };
    },
  ),
  mistake(
    "dLogits as lists",
    "The numbers are right, each row in a list of its own. Return dLogits as one flat list, like the logits.",
    after({
      dLogits: (flat, _, targets) => {
        const width = flat.length / targets.length;
        const row = (n: number): number[] =>
          flat.slice(n * width, (n + 1) * width);
        return times(targets.length, row) as never;
      },
    }),
  ),
  mistake(
    "the gradient is divided by V",
    "The loss is right. Its gradient is divided by the number of rows too, not by the number of scores in a row.",
    after({
      dLogits: (flat, _, targets) =>
        scaled(flat, targets.length ** 2 / flat.length),
    }),
  ),
  mistake(
    "the gradient is divided by the number of logits",
    "The loss is right. Its gradient is divided by the number of rows too, not by the number of logits.",
    after({
      dLogits: (flat, _, targets) => scaled(flat, targets.length / flat.length),
    }),
  ),
];
