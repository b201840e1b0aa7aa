import { gradient } from "../../../core/by-hand/derivative";
import { crossEntropy, softmax } from "../../../core/by-hand/softmax";
import {
  after,
  args,
  centralDifferences,
  draw,
  exercise,
  ids,
  mistake,
  negated,
  scaled,
  vector,
  whole,
} from "../../author";

/** The mean loss of a batch, and its gradient for the logits. */
export interface BatchLoss {
  loss: number;
  /** (rows, V), flat */
  dLogits: number[];
}

/** Mean cross-entropy of flat (rows, V) logits, with its gradient. */
export function batchLoss(logits: number[], targets: number[]): BatchLoss {
  const rows = targets.length;
  const width = logits.length / rows;
  const dLogits: number[] = [];
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const scores = logits.slice(row * width, (row + 1) * width);
    const max = Math.max(...scores);
    const powers = scores.map((z) => Math.exp(z - max));
    const sum = powers.reduce((a, b) => a + b, 0);
    loss += (Math.log(sum) + max - scores[targets[row]]) / rows;
    powers.forEach((power, v) => {
      dLogits.push((power / sum - (v === targets[row] ? 1 : 0)) / rows);
    });
  }
  return { loss, dLogits };
}

/** N times as much. */
const timesRows = <T>(value: T, _: number[], targets: number[]): T =>
  scaled(value, targets.length);

/** The probabilities of a row, with nothing against overflow, and their sum. */
function plainSoftmax(scores: number[]): { sum: number; shares: number[] } {
  const powers = scores.map((z) => Math.exp(z));
  const sum = powers.reduce((a, b) => a + b, 0);
  return { sum, shares: powers.map((power) => power / sum) };
}

type RowLoss = { loss: number; shares: number[] };

/** A loss that needs the logarithm of a probability. */
function throughProbability(shares: number[], target: number): RowLoss {
  return { loss: -Math.log(shares[target]), shares };
}

/** The mean over rows, from the loss and the probabilities of each. */
export function rowByRow(
  rowLoss: (scores: number[], target: number) => RowLoss,
): typeof batchLoss {
  return (logits, targets) => {
    const width = logits.length / targets.length;
    const rows = targets.map((target, row) =>
      rowLoss(logits.slice(row * width, (row + 1) * width), target),
    );
    return {
      loss: rows.reduce((sum, row) => sum + row.loss, 0) / rows.length,
      dLogits: rows.flatMap(({ shares }, row) =>
        shares.map((p, v) => (p - (v === targets[row] ? 1 : 0)) / rows.length),
      ),
    };
  };
}

export default exercise(batchLoss, {
  title: "The loss of a batch",
  task: "Return the mean cross-entropy of all rows and its gradient for the flat logits. Large logits must not overflow.",
  effort: { minutes: 15, difficulty: 4, points: 6 },
  hints: [
    "There are `targets.length` rows; each has `logits.length / targets.length` numbers.",
    "Subtract the largest score of each row first. Loss of a row: log(sum of exp(z - max)) + max - z[target].",
    "Gradient of a row: (softmax - onehot) / rows, because the loss is a mean over rows.",
  ],
  firstCases: [
    args([0, 0, 0, 0], [0, 1]),
    args([1000, 1001, 999, -1000, 0, 3], [0, 2]),
    args([0, 800, 3, 3], [0, 1]),
    [[-900, -902, -901], [1]],
    [[900, 0, -900], [0]],
  ],
  randomCases: draw(6, (random) => {
    const rows = whole(random, 2, 5);
    const vocabSize = whole(random, 2, 6);
    return [vector(random, rows * vocabSize), ids(random, rows, vocabSize)];
  }),
  witness: centralDifferences((logits, targets) => {
    const width = logits.length / targets.length;
    const mean = (flat: number[]): number =>
      targets.reduce((sum, target, row) => {
        const scores = flat.slice(row * width, (row + 1) * width);
        return sum + crossEntropy(scores, target) / targets.length;
      }, 0);
    return { loss: mean(logits), dLogits: gradient(mean, logits) };
  }, 1e-6),
  mistakes: [
    mistake(
      "large logits overflow",
      "`Math.exp(1000)` is Infinity. Subtract each row's largest score before `Math.exp`.",
      rowByRow((scores, target) => {
        const { sum, shares } = plainSoftmax(scores);
        return { loss: Math.log(sum) - scores[target], shares };
      }),
    ),
    mistake(
      "large logits overflow on the way to a probability",
      "`Math.exp(1000)` is Infinity. Subtract each row's largest score before `Math.exp`.",
      rowByRow((scores, target) =>
        throughProbability(plainSoftmax(scores).shares, target),
      ),
    ),
    mistake(
      "the loss goes through the probability",
      "The logits 0 and 800 give p = 0 in a computer, and -ln 0 is Infinity. Work with log(sum) + max - z instead: then no logarithm of p is needed.",
      rowByRow((scores, target) => throughProbability(softmax(scores), target)),
    ),
    mistake(
      "the largest score is not added back",
      "The gradient is right. In the loss the largest score comes back: log(sum) + max - z.",
      rowByRow((scores, target) => ({
        loss: crossEntropy(scores, target) - Math.max(...scores),
        shares: softmax(scores),
      })),
    ),
    mistake(
      "the onehot is in the first row only",
      "The logits are flat: the target of a row is at `row * V + target`, not at `target`.",
      (logits, targets) => {
        const { loss, dLogits } = batchLoss(logits, targets);
        const width = logits.length / targets.length;
        targets.forEach((target, row) => {
          dLogits[row * width + target] += 1 / targets.length;
          dLogits[target] -= 1 / targets.length;
        });
        return { loss, dLogits };
      },
    ),
    mistake(
      "divided by the number of logits",
      "N counts the rows, one for each target, and not the logits.",
      after((right, logits, targets) =>
        scaled(right, targets.length / logits.length),
      ),
    ),
    mistake(
      "divided by the scores of a row",
      "V is how many scores a row has. The mean is over rows: divide by how many rows there are.",
      after((right, logits, targets) =>
        scaled(right, targets.length ** 2 / logits.length),
      ),
    ),
    mistake(
      "the gradient misses the 1/N",
      "The loss is right. It is a mean over rows, so each row's gradient is divided by their number too.",
      after({ dLogits: timesRows }),
    ),
    mistake(
      "the loss misses the 1/N",
      "The gradient is right. The loss is still a sum: divide it by the number of rows.",
      after({ loss: timesRows }),
    ),
    mistake(
      "a sum instead of a mean",
      "Both parts are those of the sum. Divide both by the number of rows.",
      after({ loss: timesRows, dLogits: timesRows }),
    ),
    mistake(
      "the gradient's sign is flipped",
      "It is softmax minus onehot: negative at the target, so that the update pushes it up.",
      after({ dLogits: negated }),
    ),
    mistake(
      "the onehot is missing",
      "Subtract 1 at the target's place, `row * V + target`, before you divide.",
      (logits, targets) => {
        const { loss, dLogits } = batchLoss(logits, targets);
        const width = logits.length / targets.length;
        targets.forEach((target, row) => {
          dLogits[row * width + target] += 1 / targets.length;
        });
        return { loss, dLogits };
      },
    ),
  ],
  alsoRight: rowByRow((scores, target) => ({
    loss: crossEntropy(scores, target),
    shares: softmax(scores),
  })),
});
