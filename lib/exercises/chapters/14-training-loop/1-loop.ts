import { exercise, mistake } from "../../author";
import { loopCases, loopMistakes, loopWith, trainOneWeight } from "./shared";

export default exercise(trainOneWeight, {
  title: "The loop, in the right order",
  task: "Train one weight on each batch in turn; return loss, gradient norm and weight of each step.",
  effort: { minutes: 12, difficulty: 3, points: 5 },
  hints: [
    "Inside the loop over batches: gradient = 0, then sum loss and gradient over the pairs of the batch.",
    "The loss is the mean of (w x - y)², the gradient the mean of 2 x (w x - y).",
    "gradientNorm = Math.abs(gradient). If it is above maxNorm, gradient *= maxNorm / gradientNorm. Then the update.",
  ],
  randomCases: loopCases,
  mistakes: [
    mistake(
      "the gradient is never cleared",
      "Set the gradient to 0 at the start of every batch: it belongs to this batch alone.",
      loopWith({ keep: true }),
    ),
    ...loopMistakes,
  ],
  alsoRight: ({ weight, batches, learningRate, maxNorm }) => {
    const records = [];
    let w = weight;
    for (const batch of batches) {
      const errors = batch.map(([x, y]) => w * x - y);
      const n = batch.length;
      const loss = errors.reduce((sum, e) => sum + e * e, 0) / n;
      const slope =
        (2 / n) * errors.reduce((sum, e, i) => sum + e * batch[i][0], 0);
      const clipped = Math.max(-maxNorm, Math.min(maxNorm, slope));
      w -= clipped * learningRate;
      records.push({ loss, gradientNorm: Math.abs(slope), weight: w });
    }
    return records;
  },
});
