import { gradient } from "../../../core/by-hand/derivative";
import { crossEntropy, softmax } from "../../../core/by-hand/softmax";
import { ids, times, vector, whole } from "../../author";
import { batchLoss, rowByRow, scaledBy } from "./batch";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 08.4. */
export const lossExercise: ExerciseFor<typeof batchLoss> = functionExercise<
  typeof batchLoss
>({
  kind: "write",
  id: "08.4",
  title: "The loss of a batch",
  task: "Return the mean cross-entropy of all rows and its gradient for the flat logits. Large logits must not overflow.",
  minutes: 15,
  difficulty: 4,
  points: 6,
  hints: [
    "There are `targets.length` rows; each has `logits.length / targets.length` numbers.",
    "Of each row take off the largest score first. Loss of a row: log(sum of exp(z - max)) + max - z[target].",
    "Gradient of a row: (softmax - onehot) / rows, because the loss is a mean over rows.",
  ],
  reference: batchLoss,
  source: {
    file: "exercises/chapters/08-tensors/batch.ts",
    name: "batchLoss",
    as: "myBatchLoss",
  },
  parameters: ["logits", "targets"],
  cases: (random) => [
    [
      [0, 0, 0, 0],
      [0, 1],
    ],
    [
      [1000, 1001, 999, -1000, 0, 3],
      [0, 2],
    ],
    [
      [0, 800, 3, 3],
      [0, 1],
    ],
    [[-900, -902, -901], [1]],
    [[900, 0, -900], [0]],
    ...times(6, (): [number[], number[]] => {
      const rows = whole(random, 2, 5);
      const vocabSize = whole(random, 2, 6);
      return [vector(random, rows * vocabSize), ids(random, rows, vocabSize)];
    }),
  ],
  witness: {
    name: "central differences",
    tolerance: 1e-6,
    expected: (logits, targets) => {
      const width = logits.length / targets.length;
      const mean = (flat: number[]): number =>
        targets.reduce((sum, target, row) => {
          const scores = flat.slice(row * width, (row + 1) * width);
          return sum + crossEntropy(scores, target) / targets.length;
        }, 0);
      return { loss: mean(logits), dLogits: gradient(mean, logits) };
    },
  },
  mistakes: [
    {
      name: "large logits overflow",
      code: rowByRow((scores, target) => {
        const powers = scores.map((z) => Math.exp(z));
        const sum = powers.reduce((a, b) => a + b, 0);
        return {
          loss: Math.log(sum) - scores[target],
          shares: powers.map((power) => power / sum),
        };
      }),
      hint: "`Math.exp(1000)` is Infinity. Of each row take off its largest score before `Math.exp`.",
    },
    {
      name: "large logits overflow on the way to a probability",
      code: rowByRow((scores, target) => {
        const powers = scores.map((z) => Math.exp(z));
        const sum = powers.reduce((a, b) => a + b, 0);
        const shares = powers.map((power) => power / sum);
        return { loss: -Math.log(shares[target]), shares };
      }),
      hint: "`Math.exp(1000)` is Infinity. Of each row take off its largest score before `Math.exp`.",
    },
    {
      name: "the loss goes through the probability",
      code: rowByRow((scores, target) => {
        const shares = softmax(scores);
        return { loss: -Math.log(shares[target]), shares };
      }),
      hint: "The logits 0 and 800 give p = 0 in a computer, and -ln 0 is Infinity. Work with log(sum) + max - z instead: then no logarithm of p is needed.",
    },
    {
      name: "the largest score is not added back",
      code: rowByRow((scores, target) => ({
        loss: crossEntropy(scores, target) - Math.max(...scores),
        shares: softmax(scores),
      })),
      hint: "The gradient is right. In the loss the largest score comes back: log(sum) + max - z.",
    },
    {
      name: "the onehot is in the first row only",
      code: (logits, targets) => {
        const { loss, dLogits } = batchLoss(logits, targets);
        const width = logits.length / targets.length;
        targets.forEach((target, row) => {
          dLogits[row * width + target] += 1 / targets.length;
          dLogits[target] -= 1 / targets.length;
        });
        return { loss, dLogits };
      },
      hint: "The logits are flat: the target of a row stands at `row * V + target`, not at `target`.",
    },
    {
      name: "divided by the number of logits",
      code: (logits, targets) => {
        const { loss, dLogits } = batchLoss(logits, targets);
        const width = logits.length / targets.length;
        return { loss: loss / width, dLogits: dLogits.map((d) => d / width) };
      },
      hint: "N counts the rows, one for each target, and not the logits.",
    },
    {
      name: "the gradient misses the 1/N",
      code: scaledBy((rows) => ({ gradient: rows })),
      hint: "The loss is right. It is a mean over rows, so each row's gradient is divided by their number too.",
    },
    {
      name: "the loss misses the 1/N",
      code: scaledBy((rows) => ({ loss: rows })),
      hint: "The gradient is right. The loss is still a sum: divide it by the number of rows.",
    },
    {
      name: "a sum instead of a mean",
      code: scaledBy((rows) => ({ loss: rows, gradient: rows })),
      hint: "Both parts are those of the sum. Divide both by the number of rows.",
    },
    {
      name: "the gradient's sign is flipped",
      code: scaledBy(() => ({ gradient: -1 })),
      hint: "It is softmax minus onehot: negative at the target, so that the update pushes it up.",
    },
    {
      name: "the onehot is missing",
      code: (logits, targets) => {
        const { loss, dLogits } = batchLoss(logits, targets);
        const width = logits.length / targets.length;
        targets.forEach((target, row) => {
          dLogits[row * width + target] += 1 / targets.length;
        });
        return { loss, dLogits };
      },
      hint: "Take 1 off at the target's place, `row * V + target`, before you divide.",
    },
    {
      name: "the loss in bits",
      code: scaledBy(() => ({ loss: 1 / Math.LN2 })),
      hint: "You took the logarithm to base 2. The course measures in nats: `Math.log`.",
    },
  ],
});
