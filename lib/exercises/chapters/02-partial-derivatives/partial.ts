import {
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import type { Random } from "../../../core/base/random";
import { between, times, whole } from "../../author";
import { slopeSource } from "./step";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** What 02.1 asks for. */
export type SlopeInOneDirection = (
  f: ScalarFunction,
  point: number[],
  index: number,
  epsilon: number,
) => number;

/** Functions of a point that take any number of weights from 2 on. */
const FUNCTIONS: readonly ScalarFunction[] = [
  ([w, b]) => w * w + 3 * w * b,
  ([w, b]) => w * w * w - b * b + w * b,
  ([w, b]) => Math.exp(w / 2) + w * b * b,
  ([w, b]) => Math.sin(w) * (1 + b * b),
];

/** One of those functions: any whole number from 0 on picks one. */
export function someFunction(index: number): ScalarFunction {
  return FUNCTIONS[index % FUNCTIONS.length];
}

/** A point whose numbers lie between 0.5 and 2.5. */
export function somePoint(random: Random, size: number): number[] {
  return times(size, () => between(random, 0.5, 2.5));
}

/** The point with one number moved. */
export function moved(point: number[], index: number, by: number): number[] {
  return point.map((value, i) => (i === index ? value + by : value));
}

/** Exercise 02.1. */
export const partialExercise: ExerciseFor<SlopeInOneDirection> =
  functionExercise<SlopeInOneDirection>({
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
      ...times(8, (c): Parameters<SlopeInOneDirection> => [
        someFunction(c),
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
        name: "both nudges are in one list",
        code: (f, point, index, epsilon) => {
          const [up, down] = [point, point];
          up[index] += epsilon;
          down[index] -= epsilon;
          return (f(up) - f(down)) / (2 * epsilon);
        },
        hint: "`const up = point` is a second name, not a copy: the two nudges cancel, and the caller's point is moved. Copy it: `[...point]`.",
      },
      {
        name: "below is measured at the point itself",
        code: (f, point, index, epsilon) =>
          (f(moved(point, index, epsilon)) - f(point)) / (2 * epsilon),
        hint: "From above it is 2 epsilon down to the other side; with one epsilon you are back at the point.",
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
