import { relativeError } from "../../../core/training/gradient-check";
import { args, draw, exercise, mistake, vector, whole } from "../../author";

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
      "Nothing cancels any more. But asked for are lengths: the root of the sum of the squares.",
      (analytic, numeric) => {
        const sum = (list: number[]): number =>
          list.reduce((total, value) => total + Math.abs(value), 0);
        const size = sum(analytic) + sum(numeric);
        return size && sum(analytic.map((a, i) => a - numeric[i])) / size;
      },
    ),
    mistake(
      "the roots are missing",
      "A length is the root of the sum of the squares. Take it three times.",
      (analytic, numeric) => {
        const sum = (list: number[]): number =>
          list.reduce((total, value) => total + value ** 2, 0);
        const size = sum(analytic) + sum(numeric);
        return size && sum(analytic.map((a, i) => a - numeric[i])) / size;
      },
    ),
    mistake(
      "zero divided by zero",
      "When both gradients are all zeros they agree: return 0 instead of 0 / 0.",
      (analytic, numeric) => {
        const difference = analytic.map((value, i) => value - numeric[i]);
        return (
          Math.hypot(...difference) /
          (Math.hypot(...analytic) + Math.hypot(...numeric))
        );
      },
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
