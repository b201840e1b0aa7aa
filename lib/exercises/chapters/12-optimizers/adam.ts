import { between, times, vector, whole } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
} from "../../checker/exercise";

/** Running means of the gradients so far, corrected for their start at 0. */
export function correctedMeans(gradients: number[], beta: number): number[] {
  let mean = 0;
  return gradients.map((gradient, i) => {
    mean = beta * mean + (1 - beta) * gradient;
    return mean / (1 - beta ** (i + 1));
  });
}

/** Exercise 12.3. */
export const correctionExercise: ExerciseFor<typeof correctedMeans> =
  functionExercise<typeof correctedMeans>({
    kind: "repair",
    id: "12.3",
    title: "Find the bug: a mean that begins with a bang",
    task: "Return the running mean after each gradient, corrected for its start at 0.",
    minutes: 8,
    difficulty: 3,
    points: 4,
    hints: [
      "Look at its first number. What is divided by what?",
      "Any number to the power of 0 is 1. How many gradients has the mean seen when it is first divided?",
      "Steps count from 1: the divisor is 1 - beta ** (t + 1).",
    ],
    reference: correctedMeans,
    source: {
      file: "exercises/chapters/12-optimizers/adam.ts",
      name: "correctedMeans",
      as: "myMeans",
    },
    parameters: ["gradients", "beta"],
    cases: (random) => [
      [[4, 4, 4], 0.5],
      [[-3], 0.9],
      ...times(6, (): [number[], number] => [
        vector(random, whole(random, 3, 6)),
        between(random, 0.3, 0.9),
      ]),
    ],
    given: (gradients, beta) => {
      const means: number[] = [];
      let mean = 0;
      for (let t = 0; t < gradients.length; t++) {
        mean = beta * mean + (1 - beta) * gradients[t];
        means.push(mean / (1 - beta ** t));
      }
      return means;
    },
    mistakes: [
      {
        name: "no correction",
        code: (gradients, beta) =>
          correctedMeans(gradients, beta).map(
            (mean, i) => mean * (1 - beta ** (i + 1)),
          ),
        hint: "Now nothing explodes, but the first means are far too small. Keep the division, with the right power.",
      },
      {
        name: "always the first correction",
        code: (gradients, beta) =>
          correctedMeans(gradients, beta).map(
            (mean, i) => (mean * (1 - beta ** (i + 1))) / (1 - beta),
          ),
        hint: "The correction fades: after t gradients the divisor is 1 - beta to the power of t.",
      },
      {
        name: "one power too many",
        code: (gradients, beta) =>
          correctedMeans(gradients, beta).map(
            (mean, i) => (mean * (1 - beta ** (i + 1))) / (1 - beta ** (i + 2)),
          ),
        hint: "The first mean has seen one gradient: its divisor is 1 - beta to the power of 1.",
      },
      {
        name: "begun with the first gradient",
        code: (gradients, beta) => {
          let [mean] = gradients;
          return gradients.map((gradient) => {
            mean = beta * mean + (1 - beta) * gradient;
            return mean;
          });
        },
        hint: "That counts the first gradient too much for a long time. Begin at 0, and divide by 1 - beta to the power of t.",
      },
      {
        name: "the corrected mean goes into the next step",
        code: (gradients, beta) => {
          let mean = 0;
          return gradients.map((gradient, i) => {
            mean = beta * mean + (1 - beta) * gradient;
            mean /= 1 - beta ** (i + 1);
            return mean;
          });
        },
        hint: "Keep the running mean as it is, and correct only what you hand out. Otherwise the correction is corrected again.",
      },
    ],
  });

/** Exercise 12.4. */
export const firstStepExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "12.4",
  title: "Predict: Adam's first step",
  task: "Adam with a learning rate of 0.01 sees its very first gradient: -250. By how much does the weight change?",
  minutes: 5,
  difficulty: 3,
  points: 3,
  hints: [
    "After one step the corrected mean is the gradient itself. And the corrected square?",
    "The corrected square is 250², its root 250. What is -250 divided by 250?",
    "The weight changes by minus the learning rate times -1.",
  ],
  reference: 0.01,
  unit: "as change of the weight",
  tolerance: 1e-4,
  mistakes: [
    {
      name: "the step of plain SGD",
      value: 2.5,
      hint: "That is learning rate times gradient. Adam divides the gradient by its own typical size first.",
    },
    {
      name: "the step of plain SGD, and with the wrong sign",
      value: -2.5,
      hint: "Two things: Adam divides the gradient by its own typical size first. And against a negative gradient the weight grows.",
    },
    {
      name: "the sign is flipped",
      value: -0.01,
      hint: "The size is right. A negative gradient means: more weight, less loss. So the weight grows.",
    },
    {
      name: "without bias correction",
      value: (0.01 * 0.1) / Math.sqrt(0.001),
      hint: "That is what comes without the two corrections: 0.1 over the root of 0.001. With them the ratio is 1.",
    },
    {
      name: "not divided by the root",
      value: 0.01 / 250,
      hint: "Divide by the root of the mean square, which is 250, not by the square.",
    },
  ],
  explanation:
    "Corrected, the mean is −250 and the mean square 250². So the direction is −250 / 250 = −1, " +
    "and the weight changes by −0.01 · (−1) = **0.01**. Adam's first step is as long as the learning rate, " +
    "for every weight and whatever the size of its gradient.",
});
