import { relativeError } from "../../../core/training/gradient-check";
import {
  after,
  args,
  draw,
  exercise,
  mistake,
  total,
  vector,
  whole,
} from "../../author";

/** The relative error with another length of a vector. */
function errorWith(length: (list: number[]) => number): typeof relativeError {
  return (analytic, numeric) => {
    const size = length(analytic) + length(numeric);
    return size && length(analytic.map((a, i) => a - numeric[i])) / size;
  };
}

export default exercise(relativeError, {
  title: "Find the bug: a gradient check that finds nothing",
  task: "Return |analytic - numeric| / (|analytic| + |numeric|) with lengths of vectors; 0 if both are all zeros.",
  effort: { minutes: 8, difficulty: 3, points: 3 },
  hints: [
    "Try it with analytic [1, -1] and numeric [-1, 1]: opposite in every number. What does it say?",
    "Errors of different sign cancel in a sum. A length has squares in it, which cannot cancel.",
    "`Math.hypot(...vector)` is the root of the sum of the squares.",
  ],
  as: "myError",
  firstCases: [
    args([3, -4], [0, 0]),
    args([0, 0, 0], [0, 0, 0]),
    args([0, 0], [5, 12]),
    [[-2], [2]],
    args([0.01, -0.02], [0.01, 0.02]),
  ],
  randomCases: draw(7, (random) => {
    const n = whole(random, 3, 6);
    return [vector(random, n), vector(random, n)];
  }),
  given: (analytic, numeric) => {
    let [difference, size] = [0, 0];
    for (let i = 0; i < analytic.length; i++) {
      difference += analytic[i] - numeric[i];
      size += Math.abs(analytic[i]) + Math.abs(numeric[i]);
    }
    return size === 0 ? 0 : Math.abs(difference) / size;
  },
  mistakes: [
    mistake(
      "absolute values instead of lengths",
      "Nothing cancels any more. But the formula has lengths: the root of the sum of the squares.",
      errorWith((list) => total(list.map(Math.abs))),
    ),
    mistake(
      "the roots are missing",
      "A length is the root of the sum of the squares. Take it three times.",
      errorWith((list) => total(list.map((value) => value ** 2))),
    ),
    mistake(
      "zero divided by zero",
      "When both gradients are all zeros they agree: return 0 instead of 0 / 0.",
      after((error, ...both) => (both.flat().some(Boolean) ? error : NaN)),
    ),
    mistake(
      "one length of both together",
      "The divisor is the sum of two lengths, |analytic| + |numeric|.",
      (analytic, numeric) => {
        const difference = analytic.map((value, i) => value - numeric[i]);
        const size = Math.hypot(...analytic, ...numeric);
        return size && Math.hypot(...difference) / size;
      },
    ),
  ],
  alsoRight: (analytic, numeric) => {
    const squares = [0, 0, 0];
    analytic.forEach((a, i) => {
      [a - numeric[i], a, numeric[i]].forEach((x, k) => (squares[k] += x * x));
    });
    const [d, a, n] = squares.map(Math.sqrt);
    return a + n > 0 ? d / (a + n) : 0;
  },
});
