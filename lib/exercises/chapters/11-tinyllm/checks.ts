import { times, vector, whole } from "../../author";
import {
  functionExercise,
  numberExercise,
  type ExerciseFor,
} from "../../checker/exercise";

/** |a - n| / (|a| + |n|), with lengths of vectors. */
export function relativeError(analytic: number[], numeric: number[]): number {
  const length = (vector: number[]): number => Math.hypot(...vector);
  const difference = analytic.map((value, i) => value - numeric[i]);
  const size = length(analytic) + length(numeric);
  return size === 0 ? 0 : length(difference) / size;
}

/** Exercise 11.2. */
export const depthExercise: ExerciseFor<number> = numberExercise({
  kind: "predict",
  id: "11.2",
  title: "Predict: how the stream grows",
  task: "A stream of deviation 1 passes 8 branches; each adds independent numbers of deviation 0.5. What is its deviation at the end?",
  minutes: 5,
  difficulty: 2,
  points: 3,
  hints: [
    "Of independent numbers it is the variances that add up, not the deviations.",
    "The variance begins at 1, and each branch adds 0.5² = 0.25.",
    "The deviation is the root of the variance: the root of 1 + 8 × 0.25.",
  ],
  reference: Math.sqrt(3),
  unit: "as deviation",
  tolerance: 0.02,
  mistakes: [
    {
      name: "the deviations added",
      value: 5,
      hint: "Independent numbers partly cancel. Their variances add: square first, take the root at the end.",
    },
    {
      name: "the variance, not the deviation",
      value: 3,
      hint: "3 is the variance. The deviation is its root.",
    },
    {
      name: "the stream itself is missing",
      value: Math.sqrt(2),
      hint: "That is what the branches add. The stream had a variance of 1 to begin with.",
    },
    {
      name: "0.5 not squared",
      value: Math.sqrt(5),
      hint: "A deviation of 0.5 is a variance of 0.25.",
    },
  ],
  explanation:
    "Variances of independent numbers add up: 1 + 8 · 0.5² = 3, and the deviation is √3 = **1.732**. " +
    "With 2L branches the start of each is divided by √(2L), so that all of them together add as much as one would.",
});

/** Exercise 11.5. */
export const errorExercise: ExerciseFor<typeof relativeError> =
  functionExercise<typeof relativeError>({
    kind: "repair",
    id: "11.5",
    title: "Find the bug: a gradient check that finds nothing",
    task: "Return |analytic - numeric| / (|analytic| + |numeric|) with lengths of vectors; 0 if both are all zeros.",
    minutes: 8,
    difficulty: 3,
    points: 3,
    hints: [
      "Try it with analytic [1, -1] and numeric [-1, 1]: opposite in every number. What does it say?",
      "Errors of different sign cancel in a sum. A length has squares in it, which cannot cancel.",
      "`Math.hypot(...vector)` is the root of the sum of the squares.",
    ],
    reference: relativeError,
    source: {
      file: "exercises/chapters/11-tinyllm/checks.ts",
      name: "relativeError",
      as: "myError",
    },
    parameters: ["analytic", "numeric"],
    cases: (random) => [
      [
        [3, -4],
        [0, 0],
      ],
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [
        [0, 0],
        [5, 12],
      ],
      [[-2], [2]],
      [
        [0.01, -0.02],
        [0.01, 0.02],
      ],
      ...times(7, (): [number[], number[]] => {
        const n = whole(random, 3, 6);
        return [vector(random, n), vector(random, n)];
      }),
    ],
    given: (analytic, numeric) => {
      let [difference, size] = [0, 0];
      for (let i = 0; i < analytic.length; i++) {
        difference += analytic[i] - numeric[i];
        size += Math.abs(analytic[i]) + Math.abs(numeric[i]);
      }
      return size === 0 ? 0 : Math.abs(difference) / size;
    },
    mistakes: [
      {
        name: "absolute values instead of lengths",
        code: (analytic, numeric) => {
          const sum = (list: number[]): number =>
            list.reduce((total, value) => total + Math.abs(value), 0);
          const size = sum(analytic) + sum(numeric);
          return size && sum(analytic.map((a, i) => a - numeric[i])) / size;
        },
        hint: "Nothing cancels any more. But asked for are lengths: the root of the sum of the squares.",
      },
      {
        name: "the roots are missing",
        code: (analytic, numeric) => {
          const sum = (list: number[]): number =>
            list.reduce((total, value) => total + value ** 2, 0);
          const size = sum(analytic) + sum(numeric);
          return size && sum(analytic.map((a, i) => a - numeric[i])) / size;
        },
        hint: "A length is the root of the sum of the squares. Take it three times.",
      },
      {
        name: "zero divided by zero",
        code: (analytic, numeric) => {
          const difference = analytic.map((value, i) => value - numeric[i]);
          return (
            Math.hypot(...difference) /
            (Math.hypot(...analytic) + Math.hypot(...numeric))
          );
        },
        hint: "When both gradients are all zeros they agree: return 0 instead of 0 / 0.",
      },
      {
        name: "one length of both together",
        code: (analytic, numeric) => {
          const difference = analytic.map((value, i) => value - numeric[i]);
          const size = Math.hypot(...analytic, ...numeric);
          return size && Math.hypot(...difference) / size;
        },
        hint: "The divisor is the sum of two lengths, |analytic| + |numeric|.",
      },
    ],
  });
