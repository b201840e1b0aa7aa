import { partialDerivative } from "../../../core/by-hand/derivative";
import { between, times } from "../../author";
import { embeddingExercise, type scatterAdd } from "./embedding";
import { type residualBackward, residualExercise } from "./residual";
import { normBackwardExercise } from "./norm-backward";
import {
  normForwardExercise,
  type normBackward,
  type normForward,
} from "./norm";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 09 asks for. */
export interface Answers09 {
  "09.1": typeof scatterAdd;
  "09.2": typeof normForward;
  "09.3": typeof normBackward;
  "09.4": number;
  "09.5": typeof geluSlope;
  "09.6": typeof residualBackward;
}

/** sqrt(2 / pi) (x + 0.044715 x^3), what GELU gives to tanh. */
function inner(x: number): number {
  return Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
}

/** How steep GELU is at x. */
export function geluSlope(x: number): number {
  const a = Math.sqrt(2 / Math.PI);
  const tanh = Math.tanh(a * (x + 0.044715 * x ** 3));
  const du = a * (1 + 3 * 0.044715 * x ** 2);
  return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh ** 2) * du;
}

/** The slope with other parts than it should have. */
function slopeWith(
  parts: (tanh: number, x: number) => { steepness?: number; du?: number },
): typeof geluSlope {
  return (x) => {
    const tanh = Math.tanh(inner(x));
    const right = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);
    const { steepness = 1 - tanh ** 2, du = right } = parts(tanh, x);
    return 0.5 * (1 + tanh) + 0.5 * x * steepness * du;
  };
}

/** Exercises of notebooks/09-layers.ipynb. */
export const chapter09: ChapterExercises<Answers09> = {
  "09.1": embeddingExercise,
  "09.2": normForwardExercise,
  "09.3": normBackwardExercise,
  "09.4": numberExercise({
    kind: "predict",
    id: "09.4",
    title: "Predict: ten times larger",
    task: "All numbers of x are multiplied by 10, dOut stays. By which factor does LayerNorm's dx change?",
    minutes: 4,
    difficulty: 3,
    points: 2,
    hints: [
      "What happens to xHat when every x is ten times larger?",
      "xHat stays the same, so in the formula for dx only the deviation changes.",
      "dx = (...) / deviation, and the deviation is ten times larger.",
    ],
    reference: 0.1,
    unit: "as factor",
    tolerance: 0.005,
    mistakes: [
      {
        name: "the gradient grows with x",
        value: 10,
        hint: "The other way round: when x is ten times larger, a nudge of the same size matters ten times less.",
      },
      {
        name: "nothing changes",
        value: 1,
        hint: "The output does not change. But a nudge of 1 is now small beside the deviation.",
      },
      {
        name: "squared",
        value: 0.01,
        hint: "The variance is 100 times larger, the deviation 10 times. Which one stands in dx?",
      },
    ],
    explanation:
      "xHat stays as it was, so the bracket of dx = (…) / deviation stays too. The deviation is " +
      "ten times larger: dx changes by the factor **0.1**. Large activations get small gradients, " +
      "which is one reason why LayerNorm steadies training.",
  }),
  "09.5": functionExercise<Answers09["09.5"]>({
    kind: "write",
    id: "09.5",
    title: "How steep GELU is",
    task: "Return the derivative of x / 2 * (1 + tanh(u)) with u = sqrt(2 / pi) (x + 0.044715 x³).",
    minutes: 12,
    difficulty: 4,
    points: 5,
    hints: [
      "A product of x / 2 and 1 + tanh(u), and both depend on x: the product rule gives two terms.",
      "The derivative of tanh(u) is (1 - tanh²(u)) du/dx.",
      "du/dx = sqrt(2 / pi) (1 + 3 · 0.044715 x²). Put together: (1 + tanh) / 2 + x / 2 (1 - tanh²) du/dx.",
    ],
    reference: geluSlope,
    source: {
      file: "exercises/chapters/09-layers/index.ts",
      name: "geluSlope",
      as: "myGeluSlope",
    },
    parameters: ["x"],
    cases: (random) => [
      [0],
      [1],
      [-1],
      ...times(9, (): [number] => [between(random, -3, 3)]),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: (x) =>
        partialDerivative(([v]) => 0.5 * v * (1 + Math.tanh(inner(v))), [x], 0),
    },
    mistakes: [
      {
        name: "only the first term of the product rule",
        code: slopeWith(() => ({ steepness: 0 })),
        hint: "tanh(u) depends on x as well: its term of the product rule is missing.",
      },
      {
        name: "only the second term of the product rule",
        code: (x) => geluSlope(x) - slopeWith(() => ({ steepness: 0 }))(x),
        hint: "x / 2 has a derivative too, 1 / 2: its term of the product rule is missing.",
      },
      {
        name: "GELU instead of its slope",
        code: (x) => 0.5 * x * (1 + Math.tanh(inner(x))),
        hint: "That is GELU itself. Its slope is asked: the derivative of this product.",
      },
      {
        name: "x where x / 2 belongs",
        code: slopeWith((tanh) => ({ steepness: 2 * (1 - tanh ** 2) })),
        hint: "The first factor of the product is x / 2, in the second term too.",
      },
      {
        name: "du/dx is missing",
        code: slopeWith(() => ({ du: 1 })),
        hint: "Chain rule: after 1 - tanh² comes the derivative of what stands inside tanh.",
      },
      {
        name: "the 3 of the cube is missing",
        code: slopeWith((_, x) => ({
          du: Math.sqrt(2 / Math.PI) * (1 + 0.044715 * x ** 2),
        })),
        hint: "The derivative of x³ is 3x².",
      },
      {
        name: "tanh is not squared",
        code: slopeWith((tanh) => ({ steepness: 1 - tanh })),
        hint: "The derivative of tanh(u) is 1 - tanh²(u).",
      },
      {
        name: "sqrt(2 / pi) is missing in du/dx",
        code: slopeWith((_, x) => ({ du: 1 + 3 * 0.044715 * x ** 2 })),
        hint: "The factor sqrt(2 / pi) stands before the bracket, so it stays in du/dx.",
      },
    ],
  }),
  "09.6": residualExercise,
};
