import {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import { after, doubled, draw, exercise, mistake } from "../../author";
import { moved, someFunction, somePoint, together } from "./shared";

export default exercise<
  (f: ScalarFunction, point: number[], epsilon: number) => number[]
>(gradient, {
  title: "Find the bug: right for one number only",
  task: "Return the slope in each direction, all of them at the same point.",
  effort: { minutes: 8, difficulty: 3, points: 4 },
  hints: [
    "The first slope is right, the later ones are a little off. Where is the point when the second one is measured?",
    "Print `place` at the end of each turn of the loop and compare it with `point`.",
    "Put the number back before the next turn: `place[i] = point[i]`.",
  ],
  firstCases: [
    [([w, b]) => w * b, [2, 5], 0.5],
    [([w, b, c]) => w * b + b * c * c, [1, 2, 3], 0.1],
  ],
  randomCases: draw(8, (random, c) => [
    someFunction(c),
    somePoint(random, 2),
    [0.2, 0.1, 0.05][c % 3],
  ]),
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
  otherBugs: [
    [
      [
        "slopes.push((above - below) / (2 * epsilon));",
        "slopes.push((above - below) / (2 * epsilon));\n    place[i] += 2 * epsilon;",
      ],
    ],
  ],
  mistakes: [
    mistake(
      "the nudge upward stays",
      "You added too much back: the old place is epsilon above the lower one, not 2 epsilon.",
      (f, point, epsilon) => {
        const place = [...point];
        return place.map((_, i) => {
          const slope = partialDerivative(f, place, i, epsilon);
          place[i] += epsilon;
          return slope;
        });
      },
    ),
    mistake(
      "downward, but no further than the start",
      "`below` is now measured at the point itself. The step down was right: 2 epsilon from the upper place. What is missing comes after it.",
      (f, point, epsilon) =>
        point.map(
          (_, i) => (f(moved(point, i, epsilon)) - f(point)) / (2 * epsilon),
        ),
    ),
    mistake(
      "nudged to one side only",
      "The later slopes are at the right place now, but only the nudge upward is left. Keep both sides.",
      (f, point, epsilon) =>
        point.map((_, i) => (f(moved(point, i, epsilon)) - f(point)) / epsilon),
    ),
    mistake(
      "all numbers are nudged together",
      "Every entry is the same: you move all numbers at once. Move one, and put it back.",
      (f, point, epsilon) => point.map(() => together(f, point, epsilon)),
    ),
    mistake(
      "one epsilon is forgotten in the divisor",
      "The two places are 2 epsilon apart; that line was right before.",
      after(doubled),
    ),
  ],
  alsoRight: (f, point, epsilon) => {
    const slopes: number[] = [];
    for (let i = point.length - 1; i >= 0; i--) {
      const side = (by: number): number =>
        f(point.map((value, j) => (j === i ? value + by : value)));
      slopes.unshift((side(epsilon) - side(-epsilon)) / epsilon / 2);
    }
    return slopes;
  },
});
