import { exercise, mistake } from "../../author";
import { loopCases, loopMistakes, loopWith, trainOneWeight } from "./shared";

export default exercise(trainOneWeight, {
  title: "Find the bug: a loop that cannot forget",
  task: "Train one weight as in 14.1. This loop has all the right lines, one of them in the wrong place.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "The first step is right, the second is not. What is left over from the first?",
    "Look at where the gradient is set to 0, and how often that happens.",
    "Move `let gradient = 0` into the loop over batches.",
  ],
  as: "myForgetful",
  randomCases: loopCases,
  given: (run) => {
    let { weight } = run;
    let gradient = 0;
    return run.batches.map((batch) => {
      let loss = 0;
      for (const [x, y] of batch) {
        loss += (weight * x - y) ** 2 / batch.length;
        gradient += (2 * x * (weight * x - y)) / batch.length;
      }
      const gradientNorm = Math.abs(gradient);
      if (gradientNorm > run.maxNorm) gradient *= run.maxNorm / gradientNorm;
      weight -= run.learningRate * gradient;
      return { loss, gradientNorm, weight };
    });
  },
  mistakes: [
    mistake(
      "the gradient is never cleared",
      "What the batches before left behind is still in it. Set it to 0 at the start of every batch.",
      loopWith({ keep: true }),
    ),
    mistake(
      "the gradient is 0 when it is used",
      "Nothing is left to learn from. Clear the gradient before the pairs are added up, not between that and the update.",
      loopWith({ clip: () => 0, normAfter: true }),
    ),
    ...loopMistakes,
  ],
  alsoRight: (run) => {
    let { weight } = run;
    return run.batches.map((batch) => {
      const mean = (f: (x: number, y: number) => number): number =>
        batch.reduce((sum, [x, y]) => sum + f(x, y), 0) / batch.length;
      const slope = mean((x, y) => 2 * (weight * x * x - x * y));
      const loss = mean((x, y) => (y - weight * x) ** 2);
      const step = Math.sign(slope) * Math.min(run.maxNorm, Math.abs(slope));
      weight -= run.learningRate * step;
      return { gradientNorm: Math.abs(slope), loss, weight };
    });
  },
});
