import {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "../core/derivative";
import type { Random } from "../core/random";
import { between, times, whole } from "./cases";
import { nudgePrediction, slopeSource, stepExercise } from "./ch02-step";
import { functionExercise, type ChapterExercises } from "./exercise";

/** What chapter 02 asks for. */
export interface Answers02 {
  "02.1": (
    f: ScalarFunction,
    point: number[],
    index: number,
    epsilon: number,
  ) => number;
  "02.2": number;
  "02.3": (f: ScalarFunction, point: number[], epsilon: number) => number[];
  "02.4": (
    f: ScalarFunction,
    weights: number[],
    learningRate: number,
  ) => number[];
}

/** Functions of a point that take any number of weights from 2 on. */
const FUNCTIONS: readonly ScalarFunction[] = [
  ([w, b]) => w * w + 3 * w * b,
  ([w, b]) => w * w * w - b * b + w * b,
  ([w, b]) => Math.exp(w / 2) + w * b * b,
  ([w, b]) => Math.sin(w) * (1 + b * b),
];

function somePoint(random: Random, size: number): number[] {
  return times(size, () => between(random, 0.5, 2.5));
}

/** The point with one number moved. */
function moved(point: number[], index: number, by: number): number[] {
  return point.map((value, i) => (i === index ? value + by : value));
}

const partialExercise = functionExercise<Answers02["02.1"]>({
  kind: "write",
  id: "02.1",
  title: "The slope in one direction",
  task: "Nudge one number of the point by epsilon to both sides, hold the others, and return the slope.",
  minutes: 10,
  difficulty: 2,
  points: 4,
  hints: [
    "Make two copies of the point: `[...point]`. Which number of each do you change?",
    "One copy has `epsilon` more at `index`, the other has `epsilon` less. Call f on both.",
    "The two places lie `2 * epsilon` apart: divide the difference of the losses by that, in brackets.",
  ],
  reference: partialDerivative,
  source: slopeSource,
  parameters: ["f", "point", "index", "epsilon"],
  cases: (random) => [
    [([w, b]) => w * w + 3 * b, [2, 1], 0, 0.5],
    [([w, b]) => w * w + 3 * b, [2, 1], 1, 0.5],
    [([w, b, c]) => w * b * c * c, [2, 1, 3], 2, 0.1],
    ...times(8, (c): Parameters<Answers02["02.1"]> => [
      FUNCTIONS[c % FUNCTIONS.length],
      somePoint(random, 2),
      whole(random, 0, 1),
      [0.2, 0.1, 0.05][c % 3],
    ]),
  ],
  mistakes: [
    {
      name: "nudged to one side only",
      code: (f, point, index, epsilon) =>
        (f(moved(point, index, epsilon)) - f(point)) / epsilon,
      hint: "That is the forward difference. Nudge down as well, and divide by the distance between the two places.",
    },
    {
      name: "divided by epsilon, not by 2 epsilon",
      code: (f, point, index, epsilon) =>
        2 * partialDerivative(f, point, index, epsilon),
      hint: "From one nudge to the other it is 2 epsilon. Your slope is twice too steep.",
    },
    {
      name: "divided by 2, then multiplied by epsilon",
      code: (f, point, index, epsilon) =>
        partialDerivative(f, point, index, epsilon) * epsilon ** 2,
      hint: "`a / 2 * epsilon` means `(a / 2) * epsilon`. Put brackets around `(2 * epsilon)`.",
    },
    {
      name: "not divided at all",
      code: (f, point, index, epsilon) =>
        partialDerivative(f, point, index, epsilon) * 2 * epsilon,
      hint: "You return how much the loss changed. A slope is that for each unit of weight: divide by how far apart the two places are.",
    },
    {
      name: "all numbers are nudged together",
      code: (f, point, _, epsilon) => {
        const [above, below] = [epsilon, -epsilon].map((by) =>
          f(point.map((value) => value + by)),
        );
        return (above - below) / (2 * epsilon);
      },
      hint: "A partial derivative moves one number and holds the rest. Add epsilon at place `index` alone.",
    },
    {
      name: "always the first number",
      code: (f, point, _, epsilon) => partialDerivative(f, point, 0, epsilon),
      hint: "Your slope is that of the number at place 0, whatever `index` says.",
    },
    {
      name: "below minus above",
      code: (f, point, index, epsilon) =>
        -partialDerivative(f, point, index, epsilon),
      hint: "The sign is flipped. More weight, more loss must give a positive slope: above minus below.",
    },
  ],
});

const gradientExercise = functionExercise<Answers02["02.3"]>({
  kind: "repair",
  id: "02.3",
  title: "Find the bug: the nudge that stays",
  task: "Return the slope in each direction, all of them at the same point.",
  minutes: 8,
  difficulty: 3,
  points: 4,
  hints: [
    "The first slope is right, the later ones are a little off. Where does the point stand when the second one is measured?",
    "Print `place` at the end of each turn of the loop and compare it with `point`.",
    "Put the number back before the next turn: `place[i] = point[i]`.",
  ],
  reference: gradient,
  source: { file: "core/derivative.ts", name: "gradient", as: "myGradient" },
  parameters: ["f", "point", "epsilon"],
  cases: (random) => [
    [([w, b]) => w * b, [2, 5], 0.5],
    [([w, b, c]) => w * b + b * c * c, [1, 2, 3], 0.1],
    ...times(8, (c): Parameters<Answers02["02.3"]> => [
      FUNCTIONS[c % FUNCTIONS.length],
      somePoint(random, 2),
      [0.2, 0.1, 0.05][c % 3],
    ]),
  ],
  given: (f, point, epsilon) => {
    const place = [...point];
    const slopes: number[] = [];
    for (let i = 0; i < place.length; i++) {
      place[i] += epsilon;
      const above = f([...place]);
      place[i] -= 2 * epsilon;
      const below = f([...place]);
      slopes.push((above - below) / (2 * epsilon));
    }
    return slopes;
  },
  mistakes: [
    {
      name: "the nudge upward stays",
      code: (f, point, epsilon) => {
        const place = [...point];
        return place.map((_, i) => {
          const slope = partialDerivative(f, place, i, epsilon);
          place[i] += epsilon;
          return slope;
        });
      },
      hint: "You added too much back: from below it is epsilon to the old place, not 2 epsilon.",
    },
    {
      name: "downward, but no further than the start",
      code: (f, point, epsilon) =>
        point.map(
          (_, i) => (f(moved(point, i, epsilon)) - f(point)) / (2 * epsilon),
        ),
      hint: "`below` is now measured at the point itself. The way down was right: 2 epsilon from above. What is missing comes after it.",
    },
    {
      name: "nudged to one side only",
      code: (f, point, epsilon) =>
        point.map((_, i) => (f(moved(point, i, epsilon)) - f(point)) / epsilon),
      hint: "The later slopes are at the right place now, but only the nudge upward is left. Keep both sides.",
    },
    {
      name: "all numbers are nudged together",
      code: (f, point, epsilon) => {
        const [above, below] = [epsilon, -epsilon].map((by) =>
          f(point.map((value) => value + by)),
        );
        return point.map(() => (above - below) / (2 * epsilon));
      },
      hint: "Every entry is the same: you move all numbers at once. Move one, and put it back.",
    },
    {
      name: "one epsilon is forgotten in the divisor",
      code: (f, point, epsilon) =>
        gradient(f, point, epsilon).map((slope) => 2 * slope),
      hint: "The two places are 2 epsilon apart; that line was right before.",
    },
  ],
});

/** Exercises of notebooks/02-partial-derivatives.ipynb. */
export const chapter02: ChapterExercises<Answers02> = {
  "02.1": partialExercise,
  "02.2": nudgePrediction,
  "02.3": gradientExercise,
  "02.4": stepExercise,
};
