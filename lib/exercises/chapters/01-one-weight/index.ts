import { sgdUpdateScalar } from "../../../core/by-hand/scalar";
import { between, times, whole } from "../../author";
import { stepsExercise, thresholdExercise } from "./predict";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 01 asks for. */
export interface Answers01 {
  "01.1": typeof sgdUpdateScalar;
  "01.2": (start: number, learningRate: number, steps: number) => number[];
  "01.3": number;
  "01.4": number;
}

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

/** Exercises of notebooks/01-one-weight.ipynb. */
export const chapter01: ChapterExercises<Answers01> = {
  "01.1": functionExercise<Answers01["01.1"]>({
    kind: "write",
    id: "01.1",
    title: "The update rule",
    task: "Return the weight after one step of gradient descent.",
    minutes: 5,
    difficulty: 1,
    points: 3,
    hints: [
      "The gradient says how the loss grows when the weight grows. Which way is down?",
      "Go against the gradient: the larger the slope, the larger the step.",
      "new weight = old weight minus (learning rate times gradient).",
    ],
    reference: sgdUpdateScalar,
    source: {
      file: "core/by-hand/scalar.ts",
      name: "sgdUpdateScalar",
      as: "myUpdate",
    },
    parameters: ["weight", "gradient", "learningRate"],
    cases: (random) => [
      [2, 4, 0.25],
      [-1, -3, 0.5],
      [5, 0, 0.1],
      ...times(9, (): [number, number, number] => [
        between(random, -5, 5),
        between(random, -5, 5),
        between(random, 0.01, 0.9),
      ]),
    ],
    mistakes: [
      {
        name: "uphill, with the sign flipped",
        code: (weight, gradient, learningRate) =>
          weight + learningRate * gradient,
        hint: "The gradient points uphill. To make the loss smaller, subtract.",
      },
      {
        name: "the learning rate is missing",
        code: (weight, gradient) => weight - gradient,
        hint: "You go the whole gradient at once. Multiply it by the learning rate first.",
      },
      {
        name: "divided by the learning rate",
        code: (weight, gradient, learningRate) =>
          weight - gradient / learningRate,
        hint: "A smaller learning rate must give a smaller step; dividing makes it larger.",
      },
      {
        name: "the step without the weight",
        code: (_, gradient, learningRate) => -learningRate * gradient,
        hint: "That is the step. Asked for is where it leads: start from the old weight.",
      },
      {
        name: "the old weight is scaled by the gradient",
        code: (weight, gradient, learningRate) =>
          weight - learningRate * gradient * weight,
        hint: "The old weight appears once. How large it is does not change the size of the step.",
      },
      {
        name: "the brackets are in the wrong place",
        code: (weight, gradient, learningRate) =>
          (weight - learningRate) * gradient,
        hint: "Multiplication binds first: `weight - learningRate * gradient` needs no brackets.",
      },
    ],
  }),
  "01.2": functionExercise<Answers01["01.2"]>({
    kind: "repair",
    id: "01.2",
    title: "Find the bug: a path that never slows down",
    task: "Return the path of gradient descent on (w - 3)²: the start, then the weight after each step.",
    minutes: 8,
    difficulty: 2,
    points: 3,
    hints: [
      "Draw the path it gives. On a parabola the steps should become shorter and shorter.",
      "A step's length depends on the slope where you stand. Where does the function look at the slope?",
      "Move the line that works out the gradient into the loop.",
    ],
    reference: descend,
    source: {
      file: "exercises/chapters/01-one-weight/index.ts",
      name: "descend",
      as: "myDescend",
    },
    parameters: ["start", "learningRate", "steps"],
    cases: (random) => [
      [5, 0.25, 3],
      [3, 0.1, 2],
      [0, 0.1, 0],
      ...times(7, (): [number, number, number] => [
        between(random, -8, 12),
        between(random, 0.02, 0.9),
        whole(random, 1, 6),
      ]),
    ],
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
      {
        name: "the slope is always taken at the start",
        code: (start, learningRate, steps) =>
          times(steps + 1, (n) => start - n * learningRate * 2 * (start - 3)),
        hint: "The gradient is computed again, but still from `start`. Use the weight you have reached.",
      },
      {
        name: "the start is not part of the path",
        code: (start, learningRate, steps) =>
          descend(start, learningRate, steps).slice(1),
        hint: "The path holds steps + 1 numbers: where it began, and where each step led.",
      },
      {
        name: "each weight is noted before its step",
        code: (start, learningRate, steps) => [
          start,
          ...descend(start, learningRate, steps).slice(0, -1),
        ],
        hint: "Update first, then push: now the start stands there twice and the last step is lost.",
      },
      {
        name: "the slope without its 2",
        code: (start, learningRate, steps) =>
          descend(start, learningRate / 2, steps),
        hint: "The slope of (w - 3)² is 2 (w - 3). The 2 was right before.",
      },
    ],
  }),
  "01.3": stepsExercise,
  "01.4": thresholdExercise,
};
