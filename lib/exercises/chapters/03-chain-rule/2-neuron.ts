import { gradient } from "../../../core/by-hand/derivative";
import {
  after,
  between,
  centralDifferences,
  draw,
  exercise,
  halved,
  mistake,
  negated,
} from "../../author";

/** What goes into one neuron, and what should come out. */
export interface Neuron {
  w: number;
  x: number;
  b: number;
  /** what the neuron should answer */
  y: number;
}

/** How fast the loss of a neuron changes with its weight, input and bias. */
export interface NeuronSlopes {
  dw: number;
  dx: number;
  db: number;
}

/** Backward through z = w x + b, p = tanh(z), L = (p - y)^2. */
export function neuronBackward({ w, x, b, y }: Neuron): NeuronSlopes {
  const p = Math.tanh(w * x + b);
  const dp = 2 * (p - y);
  const dz = dp * (1 - p * p);
  return { dw: dz * x, dx: dz * w, db: dz };
}

/** Backward with another slope of the loss at z. */
function neuronWith(
  slopeAtZ: (p: number, y: number, z: number) => number,
): typeof neuronBackward {
  return ({ w, x, b, y }) => {
    const z = w * x + b;
    const dz = slopeAtZ(Math.tanh(z), y, z);
    return { dw: dz * x, dx: dz * w, db: dz };
  };
}

export default exercise(neuronBackward, {
  title: "Backward through one neuron",
  task: "For z = w x + b, p = tanh(z), L = (p - y)², return { dw, dx, db }: how fast L changes with w, x and b.",
  effort: { minutes: 12, difficulty: 3, points: 4 },
  hints: [
    "Forward first: work out z and p. Then go back: dp, then dz, then the three that you return.",
    "The square gives dp = 2 (p - y). Through tanh: dz = dp · (1 - p²).",
    "z = w x + b: w is multiplied by x, so dw = dz · x. x is multiplied by w. b is added, with the rate 1.",
  ],
  parameters: ["neuron"],
  firstCases: [
    [{ w: 0.5, x: 2, b: 0, y: 0 }],
    [{ w: -1, x: 0.5, b: 0.25, y: 1 }],
  ],
  randomCases: draw(8, (random) => [
    {
      w: between(random, 0.3, 1.2),
      x: between(random, -1.5, -0.3),
      b: between(random, -0.5, 0.5),
      y: between(random, -1, 1),
    },
  ]),
  witness: centralDifferences(({ w, x, b, y }) => {
    const loss = ([w, x, b]: number[]): number =>
      (Math.tanh(w * x + b) - y) ** 2;
    const [dw, dx, db] = gradient(loss, [w, x, b]);
    return { dw, dx, db };
  }),
  mistakes: [
    mistake(
      "the slope of tanh is left out",
      "The path from p back to z goes through tanh: multiply by 1 - p².",
      neuronWith((p, y) => 2 * (p - y)),
    ),
    mistake(
      "the slope of tanh is taken at z instead of p",
      "The slope is 1 - tanh(z)², and tanh(z) is p. You used 1 - z².",
      neuronWith((p, y, z) => 2 * (p - y) * (1 - z * z)),
    ),
    mistake(
      "the 2 of the square is missing",
      "The slope of (p - y)² is 2 (p - y).",
      after(halved),
    ),
    mistake(
      "the sign is flipped",
      "More p, more p - y: the slope of the square is 2 (p - y), not 2 (y - p).",
      after(negated),
    ),
    mistake(
      "w and x get their own number",
      "In a product each factor's rate is the other one: dw = dz · x, dx = dz · w.",
      after(({ db }, { w, x }) => ({ dw: db * w, dx: db * x, db })),
    ),
    mistake(
      "the bias is multiplied by x",
      "b is added to w x, so it passes the gradient on as it is: db = dz.",
      after((slopes) => ({ ...slopes, db: slopes.dw })),
    ),
    mistake(
      "1 - p instead of 1 - p²",
      "The slope of tanh is 1 - p². The square is missing.",
      neuronWith((p, y) => 2 * (p - y) * (1 - p)),
    ),
    mistake(
      "the bias is multiplied by itself",
      "b is added, not multiplied: its rate is always 1. So db = dz.",
      after({ db: (db, { b }) => db * b }),
    ),
    mistake(
      "the target is forgotten",
      "The loss is (p - y)², not p².",
      (neuron) => neuronBackward({ ...neuron, y: 0 }),
    ),
  ],
  alsoRight: ({ w, x, b, y }) => {
    const up = Math.exp(2 * (w * x + b));
    const p = 1 - 2 / (up + 1);
    const db = ((p - y) * 8 * up) / (up + 1) ** 2;
    return { db, dw: x * db, dx: w * db };
  },
});
