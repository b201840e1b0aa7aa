import { sgdUpdateScalar } from "../../../core/by-hand/scalar";
import {
  after,
  before,
  between,
  draw,
  exercise,
  halved,
  mistake,
  times,
  whole,
} from "../../author";

/** What the chapter calls it. */
const update = sgdUpdateScalar;

/** The path of gradient descent on (w - 3)^2: the start and every step. */
export function descend(
  start: number,
  learningRate: number,
  steps: number,
): number[] {
  const path = [start];
  let weight = start;
  for (let step = 0; step < steps; step++) {
    const gradient = 2 * (weight - 3);
    weight = sgdUpdateScalar(weight, gradient, learningRate);
    path.push(weight);
  }
  return path;
}

export default exercise(descend, {
  title: "Find the bug: a path that never slows down",
  task: "Return the path of gradient descent on (w - 3)²: the start, then the weight after each step.",
  effort: { minutes: 8, difficulty: 2, points: 3 },
  hints: [
    "Draw the path it gives. On a parabola the steps should become shorter and shorter.",
    "The length of a step depends on the slope at the current weight. Where does the function measure the slope?",
    "Move the line that works out the gradient into the loop.",
  ],
  firstCases: [
    [5, 0.25, 3],
    [3, 0.1, 2],
    [0, 0.1, 0],
  ],
  randomCases: draw(7, (random) => [
    between(random, -8, 12),
    between(random, 0.02, 0.9),
    whole(random, 1, 6),
  ]),
  given: (start, learningRate, steps) => {
    const path = [start];
    let weight = start;
    const gradient = 2 * (weight - 3);
    for (let step = 0; step < steps; step++) {
      weight = update(weight, gradient, learningRate);
      path.push(weight);
    }
    return path;
  },
  mistakes: [
    mistake(
      "the slope is always taken at the start",
      "Every step still uses the slope at the start. Work out the gradient inside the loop, from the weight that you have reached, and use that one for the step.",
      (start, learningRate, steps) =>
        times(steps + 1, (n) => start - n * learningRate * 2 * (start - 3)),
    ),
    mistake(
      "the start is not part of the path",
      "The path holds steps + 1 numbers: where it began, and where each step led.",
      after((path) => path.slice(1)),
    ),
    mistake(
      "each weight is noted before its step",
      "Update first, then push: now the list holds the start twice, and the last step is lost.",
      after((path) => [path[0], ...path.slice(0, -1)]),
    ),
    mistake(
      "the slope without its 2",
      "The slope of (w - 3)² is 2 (w - 3). The 2 was right before.",
      before({ learningRate: halved }),
    ),
  ],
  alsoRight: (start, rate, steps) =>
    Array.from(
      { length: steps + 1 },
      (_, n) => 3 + (start - 3) * (1 - 2 * rate) ** n,
    ),
});
