import {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "../../../core/by-hand/derivative";
import { times } from "../../author";
import {
  moved,
  partialExercise,
  someFunction,
  somePoint,
  type SlopeInOneDirection,
} from "./partial";
import { nudgePrediction, stepExercise } from "./step";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 02 asks for. */
export interface Answers02 {
  "02.1": SlopeInOneDirection;
  "02.2": number;
  "02.3": (f: ScalarFunction, point: number[], epsilon: number) => number[];
  "02.4": (
    f: ScalarFunction,
    weights: number[],
    learningRate: number,
  ) => number[];
}

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
  source: {
    file: "core/by-hand/derivative.ts",
    name: "gradient",
    as: "myGradient",
  },
  parameters: ["f", "point", "epsilon"],
  cases: (random) => [
    [([w, b]) => w * b, [2, 5], 0.5],
    [([w, b, c]) => w * b + b * c * c, [1, 2, 3], 0.1],
    ...times(8, (c): Parameters<Answers02["02.3"]> => [
      someFunction(c),
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
