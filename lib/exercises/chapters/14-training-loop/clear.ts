import { loopCases, loopMistakes, loopWith, trainOneWeight } from "./loop";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** Exercise 14.2. */
export const clearExercise: ExerciseFor<typeof trainOneWeight> =
  functionExercise<typeof trainOneWeight>({
    kind: "repair",
    id: "14.2",
    title: "Find the bug: a loop that cannot forget",
    task: "Train one weight as in 14.1. This loop has all the right lines, one of them in the wrong place.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "The first step is right, the second is not. What is left over from the first?",
      "Look at where the gradient is set to 0, and how often that happens.",
      "Move `let gradient = 0` into the loop over batches.",
    ],
    reference: trainOneWeight,
    source: {
      file: "exercises/chapters/14-training-loop/loop.ts",
      name: "trainOneWeight",
      as: "myForgetful",
    },
    parameters: ["run"],
    cases: loopCases,
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
      {
        name: "the gradient is 0 when it is used",
        code: loopWith({ clip: () => 0, normAfter: true }),
        hint: "Nothing is left to learn from. Clear the gradient before the pairs are added up, not between that and the update.",
      },
      ...loopMistakes,
    ],
  });
