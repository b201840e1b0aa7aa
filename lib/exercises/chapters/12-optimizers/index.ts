import type { adamUpdate } from "../../../core/ops";
import { between, times, vector, whole } from "../../author";
import {
  correctionExercise,
  firstStepExercise,
  type correctedMeans,
} from "./adam";
import { adamExercise } from "./adamw";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 12 asks for. */
export interface Answers12 {
  "12.1": number;
  "12.2": typeof momentumStep;
  "12.3": typeof correctedMeans;
  "12.4": number;
  "12.5": typeof adamUpdate;
}

/**
 * velocity = momentum * velocity + gradient; weight -= rate * velocity, where
 * momentum is the share of the last direction that is kept.
 */
export function momentumStep(
  weights: number[],
  velocity: number[],
  gradients: number[],
  options: { learningRate: number; momentum: number },
): void {
  const { learningRate, momentum } = options;
  for (let i = 0; i < weights.length; i++) {
    velocity[i] = momentum * velocity[i] + gradients[i];
    weights[i] -= learningRate * velocity[i];
  }
}

const terminalExercise = numberExercise({
  kind: "predict",
  id: "12.1",
  title: "Predict: how fast a ball gets",
  task: "The gradient is 1 at every step, momentum is 0.9. To which number does the velocity grow?",
  minutes: 5,
  difficulty: 2,
  points: 3,
  hints: [
    "Write down the first few: 1, 1.9, 2.71, ... Each is 0.9 times the last one, plus 1.",
    "In the end it no longer changes: v = 0.9 v + 1.",
    "0.1 v = 1. Solve for v.",
  ],
  reference: 10,
  unit: "as velocity",
  tolerance: 0.05,
  mistakes: [
    {
      name: "only the second step",
      value: 1.9,
      hint: "That is the velocity after two steps. It goes on growing: 2.71, 3.439, ...",
    },
    {
      name: "the gradient alone",
      value: 1,
      hint: "That is how it begins. Each step keeps 0.9 of the old velocity and adds 1 again.",
    },
    {
      name: "the sum without its first gradient",
      value: 9,
      hint: "0.9 + 0.81 + ... is 9, but the newest gradient counts fully: add 1.",
    },
    {
      name: "the share instead of its complement",
      value: 1 / 0.9,
      hint: "v = 0.9 v + 1 means 0.1 v = 1: divide by 1 - 0.9.",
    },
  ],
  explanation:
    "1 + 0.9 + 0.81 + … is a geometric series with the sum 1 / (1 − 0.9) = **10**. " +
    "So momentum 0.9 makes steps up to ten times as long where the gradient keeps its direction.",
});

type MomentumCase = Parameters<typeof momentumStep>;

const momentumExercise = functionExercise<Answers12["12.2"]>({
  kind: "write",
  id: "12.2",
  title: "One step with momentum",
  task: "Change velocity and weights in place by one step with momentum.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Two lines for every i: first the velocity, then the weight.",
    "velocity[i] becomes momentum * velocity[i] + gradients[i].",
    "The weight then moves against the new velocity: weights[i] -= learningRate * velocity[i].",
  ],
  reference: momentumStep,
  source: {
    file: "exercises/chapters/12-optimizers/index.ts",
    name: "momentumStep",
    as: "myMomentum",
  },
  parameters: ["weights", "velocity", "gradients", "options"],
  changes: ["weights", "velocity"],
  cases: (random) => [
    [[1], [2], [4], { learningRate: 0.25, momentum: 0.5 }],
    ...times(7, (): MomentumCase => {
      const n = whole(random, 2, 5);
      const [w, v, g] = times(3, () => vector(random, n));
      const learningRate = between(random, 0.05, 0.5);
      return [w, v, g, { learningRate, momentum: between(random, 0.3, 0.9) }];
    }),
  ],
  mistakes: [
    {
      name: "the weight moves by the old velocity",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        weights.forEach((_, i) => {
          weights[i] -= learningRate * velocity[i];
          velocity[i] = momentum * velocity[i] + gradients[i];
        });
      },
      hint: "Update the velocity first, then step with the new one: otherwise every gradient comes one step late.",
    },
    {
      name: "the learning rate counted twice",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        weights.forEach((_, i) => {
          velocity[i] = momentum * velocity[i] + learningRate * gradients[i];
          weights[i] -= learningRate * velocity[i];
        });
      },
      hint: "Our velocity collects plain gradients. The learning rate comes once, when the weight moves.",
    },
    {
      name: "the learning rate inside the velocity",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        weights.forEach((_, i) => {
          velocity[i] = momentum * velocity[i] - learningRate * gradients[i];
          weights[i] += velocity[i];
        });
      },
      hint: "Some write it so, and it walks the same way. Ours keeps plain gradients in the velocity; the rate comes when the weight moves.",
    },
    {
      name: "both lists are left as they were",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        const faster = velocity.map((v, i) => momentum * v + gradients[i]);
        return weights.map((w, i) => w - learningRate * faster[i]) as never;
      },
      hint: "New lists and copies of numbers are lost when the function ends. Write into the lists that came in: velocity[i] = ... and weights[i] = ...",
    },
    {
      name: "a mean instead of a sum",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        weights.forEach((_, i) => {
          velocity[i] = momentum * velocity[i] + (1 - momentum) * gradients[i];
          weights[i] -= learningRate * velocity[i];
        });
      },
      hint: "That is a running mean, which Adam will use. Momentum adds the whole gradient.",
    },
    {
      name: "the velocity is forgotten",
      code: (weights, velocity, gradients, { learningRate, momentum }) => {
        weights.forEach((_, i) => {
          weights[i] -= learningRate * (momentum * velocity[i] + gradients[i]);
        });
      },
      hint: "The step is right, but the velocity must be kept for the next one: write it back into `velocity`.",
    },
    {
      name: "uphill, with the sign flipped",
      code: (weights, velocity, gradients, options) => {
        const { learningRate } = options;
        momentumStep(weights, velocity, gradients, options);
        weights.forEach((_, i) => {
          weights[i] += 2 * learningRate * velocity[i];
        });
      },
      hint: "The velocity collects gradients, and gradients point uphill: subtract.",
    },
  ],
});

/** Exercises of notebooks/12-optimizers.ipynb. */
export const chapter12: ChapterExercises<Answers12> = {
  "12.1": terminalExercise,
  "12.2": momentumExercise,
  "12.3": correctionExercise,
  "12.4": firstStepExercise,
  "12.5": adamExercise,
};
