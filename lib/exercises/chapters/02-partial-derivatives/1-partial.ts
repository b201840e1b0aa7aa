import {
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import {
  after,
  before,
  doubled,
  draw,
  exercise,
  mistake,
  negated,
  whole,
  zeros,
} from "../../author";
import { moved, someFunction, somePoint, together } from "./shared";

/** What 02.1 asks for. */
export type SlopeInOneDirection = (
  f: ScalarFunction,
  point: number[],
  index: number,
  epsilon: number,
) => number;

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

export default exercise<SlopeInOneDirection>(partialDerivative, {
  title: "The slope in one direction",
  task: "Nudge one number of the point by epsilon to both sides, hold the others, and return the slope.",
  effort: { minutes: 10, difficulty: 2, points: 4 },
  hints: [
    "Make two copies of the point: `[...point]`. Which number of each do you change?",
    "One copy has `epsilon` more at `index`, the other has `epsilon` less. Call f on both.",
    "The two places lie `2 * epsilon` apart: divide the difference of the losses by that, in brackets.",
  ],
  shown: slope,
  firstCases: [
    [([w, b]) => w * w + 3 * b, [2, 1], 0, 0.5],
    [([w, b]) => w * w + 3 * b, [2, 1], 1, 0.5],
    [([w, b, c]) => w * b * c * c, [2, 1, 3], 2, 0.1],
  ],
  randomCases: draw(8, (random, c) => [
    someFunction(c),
    somePoint(random, 2),
    whole(random, 0, 1),
    [0.2, 0.1, 0.05][c % 3],
  ]),
  mistakes: [
    mistake(
      "nudged to one side only",
      "That is the forward difference. Nudge down as well, and divide by the distance between the two places.",
      (f, at, i, epsilon) => (f(moved(at, i, epsilon)) - f(at)) / epsilon,
    ),
    mistake(
      "divided by epsilon, not by 2 epsilon",
      "From one nudge to the other it is 2 epsilon. Your slope is twice too steep.",
      after(doubled),
    ),
    mistake(
      "divided by 2, then multiplied by epsilon",
      "`a / 2 * epsilon` means `(a / 2) * epsilon`. Put brackets around `(2 * epsilon)`.",
      after((slope, _f, _at, _i, epsilon) => slope * epsilon ** 2),
    ),
    mistake(
      "both nudges are in one list",
      "`const up = point` is a second name, not a copy: the two nudges cancel, and the caller's point is moved. Copy it: `[...point]`.",
      (f, point, index, epsilon) => {
        const [up, down] = [point, point];
        up[index] += epsilon;
        down[index] -= epsilon;
        return (f(up) - f(down)) / (2 * epsilon);
      },
    ),
    mistake(
      "below is measured at the point itself",
      "The two places are 2 epsilon apart. One epsilon below the upper one is the point itself.",
      (f, at, i, epsilon) => (f(moved(at, i, epsilon)) - f(at)) / epsilon / 2,
    ),
    mistake(
      "not divided at all",
      "You return how much the loss changed. A slope is that for each unit of weight: divide by how far apart the two places are.",
      after((slope, _f, _at, _i, epsilon) => slope * 2 * epsilon),
    ),
    mistake(
      "all numbers are nudged together",
      "A partial derivative moves one number and holds the rest. Add epsilon at place `index` alone.",
      (f, point, _, epsilon) => together(f, point, epsilon),
    ),
    mistake(
      "always the first number",
      "Your slope is always that of the number at place 0. Use `index`.",
      before({ index: zeros }),
    ),
    mistake(
      "below minus above",
      "The sign is flipped. More weight, more loss must give a positive slope: above minus below.",
      after(negated),
    ),
  ],
  alsoRight: (f, point, index, epsilon) => {
    const place = Array.from(point);
    place[index] = point[index] - epsilon;
    const below = f(Array.from(place));
    place[index] = point[index] + epsilon;
    return 0.5 * (f(place) / epsilon - below / epsilon);
  },
});
