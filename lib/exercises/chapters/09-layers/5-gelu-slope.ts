import { partialDerivative } from "../../../core/by-hand/derivative";
import {
  between,
  centralDifferences,
  draw,
  exercise,
  mistake,
} from "../../author";

/** sqrt(2 / pi) (x + 0.044715 x^3), what GELU gives to tanh. */
export function inner(x: number): number {
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
export function slopeWith(
  parts: (tanh: number, x: number) => { steepness?: number; du?: number },
): typeof geluSlope {
  return (x) => {
    const tanh = Math.tanh(inner(x));
    const right = Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x ** 2);
    const { steepness = 1 - tanh ** 2, du = right } = parts(tanh, x);
    return 0.5 * (1 + tanh) + 0.5 * x * steepness * du;
  };
}

export default exercise(geluSlope, {
  title: "The slope of GELU",
  task: "Return the derivative of x / 2 * (1 + tanh(u)) with u = sqrt(2 / pi) (x + 0.044715 x³).",
  effort: { minutes: 12, difficulty: 4, points: 5 },
  hints: [
    "A product of x / 2 and 1 + tanh(u), and both depend on x: the product rule gives two terms.",
    "The derivative of tanh(u) is (1 - tanh²(u)) du/dx.",
    "du/dx = sqrt(2 / pi) (1 + 3 · 0.044715 x²). Put together: (1 + tanh) / 2 + x / 2 (1 - tanh²) du/dx.",
  ],
  firstCases: [[0], [1], [-1]],
  randomCases: draw(9, (random) => [between(random, -3, 3)]),
  witness: centralDifferences((x) =>
    partialDerivative(([v]) => 0.5 * v * (1 + Math.tanh(inner(v))), [x], 0),
  ),
  mistakes: [
    mistake(
      "only the first term of the product rule",
      "tanh(u) depends on x as well: its term of the product rule is missing.",
      slopeWith(() => ({ steepness: 0 })),
    ),
    mistake(
      "only the second term of the product rule",
      "x / 2 has a derivative too, 1 / 2: its term of the product rule is missing.",
      (x) => geluSlope(x) - slopeWith(() => ({ steepness: 0 }))(x),
    ),
    mistake(
      "GELU instead of its slope",
      "That is GELU itself. Return its slope: the derivative of this product.",
      (x) => 0.5 * x * (1 + Math.tanh(inner(x))),
    ),
    mistake(
      "x where x / 2 belongs",
      "The first factor of the product is x / 2, in the second term too.",
      slopeWith((tanh) => ({ steepness: 2 * (1 - tanh ** 2) })),
    ),
    mistake(
      "du/dx is missing",
      "Chain rule: after 1 - tanh² comes the derivative of what is inside tanh.",
      slopeWith(() => ({ du: 1 })),
    ),
    mistake(
      "the 3 of the cube is missing",
      "The derivative of x³ is 3x².",
      slopeWith((_, x) => ({
        du: Math.sqrt(2 / Math.PI) * (1 + 0.044715 * x ** 2),
      })),
    ),
    mistake(
      "tanh is not squared",
      "The derivative of tanh(u) is 1 - tanh²(u).",
      slopeWith((tanh) => ({ steepness: 1 - tanh })),
    ),
    mistake(
      "sqrt(2 / pi) is missing in du/dx",
      "The factor sqrt(2 / pi) is outside the bracket, so it stays in du/dx.",
      slopeWith((_, x) => ({ du: 1 + 3 * 0.044715 * x ** 2 })),
    ),
  ],
  alsoRight: (x) => {
    const u = Math.sqrt(8 / Math.PI) * (x + 0.044715 * x ** 3);
    const p = 1 / (1 + Math.exp(-u));
    return (
      p + x * p * (1 - p) * Math.sqrt(8 / Math.PI) * (1 + 0.134145 * x * x)
    );
  },
});
