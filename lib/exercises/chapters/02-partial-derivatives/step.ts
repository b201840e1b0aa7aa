import {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import { between, times } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
  type SourceText,
} from "../../checker/exercise";

/** One step of gradient descent on all weights at once; a new list. */
export function stepDownhill(
  f: ScalarFunction,
  weights: number[],
  learningRate: number,
): number[] {
  const slopes = gradient(f, weights);
  return weights.map((weight, i) => weight - learningRate * slopes[i]);
}

/** What {@link partialDerivative} comes to, in one function. */
export function slope(
  f: ScalarFunction,
  point: number[],
  index: number,
  epsilon: number,
): number {
  const [above, below] = [[...point], [...point]];
  above[index] += epsilon;
  below[index] -= epsilon;
  return (f(above) - f(below)) / (2 * epsilon);
}

/** What `solution` shows for exercise 02.1. */
export const slopeSource: SourceText = {
  file: "exercises/chapters/02-partial-derivatives/step.ts",
  name: "slope",
  as: "myPartial",
};

/** Exercise 02.2. */
export const nudgePrediction: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "02.2",
  title: "Predict: a coarse nudge",
  task: "f(w) = w³ at w = 2, nudged by epsilon = 0.1 to both sides: which slope does the central difference give?",
  minutes: 6,
  difficulty: 2,
  points: 3,
  hints: [
    "The true slope is 3 w² = 12. The answer is not quite 12.",
    "The error of the central difference is about epsilon² / 6 times the third derivative. What is the third derivative of w³?",
    "The third derivative is 6, so the error is epsilon². Or work out (2.1³ - 1.9³) / 0.2.",
  ],
  reference: 12.01,
  unit: "as slope",
  tolerance: 0.0005,
  mistakes: [
    {
      name: "the true slope",
      value: 12,
      hint: "12 is what a nudge of 0 would give. This one is coarse, and w³ is curved in a way that leaves an error.",
    },
    {
      name: "nudged to one side only",
      value: 12.61,
      hint: "That is the forward difference, (2.1³ - 2³) / 0.1. The central one uses 1.9 as well.",
    },
    {
      name: "the third derivative is left out",
      value: 12 + 0.01 / 6,
      hint: "epsilon² / 6 is still to be multiplied by the third derivative. For w³ that is 6, not 1.",
    },
    {
      name: "the 6 below is left out",
      value: 12.06,
      hint: "That is epsilon² times the third derivative. The formula divides it by 6.",
    },
    {
      name: "nudged downward only",
      value: 11.41,
      hint: "That is the backward difference, (2³ - 1.9³) / 0.1. The central one uses 2.1 as well.",
    },
    {
      name: "divided by epsilon, not by 2 epsilon",
      value: 24.02,
      hint: "2.1 and 1.9 are 0.2 apart. Divide by that.",
    },
    {
      name: "the error with the wrong sign",
      value: 11.99,
      hint: "The size of the error is right. The third derivative of w³ is positive, so the central difference is too large.",
    },
  ],
  explanation:
    "(2.1³ − 1.9³) / 0.2 = (9.261 − 6.859) / 0.2 = **12.01**. The general form: " +
    "((w + ε)³ − (w − ε)³) / 2ε = 3 w² + ε². The error is ε², here 0.01; " +
    "to one side alone it would be 3 w ε + ε² = 0.61.",
});

/** Exercise 02.4. */
export const stepExercise: ExerciseFor<typeof stepDownhill> = functionExercise<
  typeof stepDownhill
>({
  kind: "write",
  id: "02.4",
  title: "One step with many weights",
  task: "Take a step of gradient descent on every weight, all slopes measured at the same point. Return the new weights.",
  minutes: 8,
  difficulty: 2,
  points: 3,
  hints: [
    "`gradient(f, weights)` gives one slope for each weight. Then it is the rule of chapter 01, weight by weight.",
    "Measure all slopes first, then move.",
    "`weights.map((weight, i) => weight - learningRate * slopes[i])`.",
  ],
  reference: stepDownhill,
  source: {
    file: "exercises/chapters/02-partial-derivatives/step.ts",
    name: "stepDownhill",
    as: "myStep",
  },
  parameters: ["f", "weights", "learningRate"],
  tolerance: 1e-6,
  cases: (random) => [
    [([w, b]) => (w + b - 3) ** 2, [1, 1], 0.25],
    [([w, b]) => w * w + 10 * b * b, [3, 0.5], 0.05],
    [([w]) => (w - 3) ** 2, [5], 0.25],
    ...times(7, (): Parameters<typeof stepDownhill> => [
      ([w, b, c]) => w * w * b + (b - c) ** 2,
      times(3, () => between(random, 0.5, 2.5)),
      between(random, 0.02, 0.4),
    ]),
  ],
  mistakes: [
    {
      name: "uphill, with the sign flipped",
      code: (f, weights, rate) => stepDownhill(f, weights, -rate),
      hint: "The gradient points uphill. Subtract it.",
    },
    {
      name: "the learning rate is missing",
      code: (f, weights) => stepDownhill(f, weights, 1),
      hint: "Each weight goes its whole slope. Multiply by the learning rate.",
    },
    {
      name: "one weight after the other",
      code: (f, weights, rate) => {
        const place = [...weights];
        weights.forEach((_, i) => {
          place[i] -= rate * partialDerivative(f, place, i);
        });
        return place;
      },
      hint: "The second slope is measured where the first weight has already moved. Measure all slopes first, then move all weights.",
    },
    {
      name: "the same slope for all weights",
      code: (f, weights, rate) => {
        const [slope] = gradient(f, weights);
        return weights.map((weight) => weight - rate * slope);
      },
      hint: "Each weight has its own slope: `slopes[i]`, not `slopes[0]`.",
    },
    {
      name: "the steps without the weights",
      code: (f, weights, rate) => gradient(f, weights).map((s) => -rate * s),
      hint: "Those are the steps. Asked for is where they lead: start from the old weights.",
    },
    {
      name: "the gradient alone",
      code: (f, weights) => gradient(f, weights),
      hint: "Those are the slopes. Asked for are the new weights: the old ones, minus the learning rate times the slopes.",
    },
    {
      name: "the weights are changed in place",
      code: (f, weights, rate) => {
        const next = stepDownhill(f, weights, rate);
        next.forEach((weight, i) => (weights[i] = weight));
        return weights;
      },
      hint: "Here the old weights are still needed, to draw the path. Make a new list, with `map` for example.",
    },
  ],
});
