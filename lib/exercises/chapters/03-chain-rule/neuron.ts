import { gradient } from "../../../core/by-hand/derivative";
import { between, times } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

function scaled({ dw, dx, db }: NeuronSlopes, by: number): NeuronSlopes {
  return { dw: by * dw, dx: by * dx, db: by * db };
}

/** Exercise 03.2. */
export const neuronExercise: ExerciseFor<typeof neuronBackward> =
  functionExercise<typeof neuronBackward>({
    kind: "write",
    id: "03.2",
    title: "One neuron, backward",
    task: "For z = w x + b, p = tanh(z), L = (p - y)², return { dw, dx, db }: how fast L changes with w, x and b.",
    minutes: 12,
    difficulty: 3,
    points: 4,
    hints: [
      "Forward first: work out z and p. Then go back: dp, then dz, then the three that you return.",
      "The square gives dp = 2 (p - y). Through tanh: dz = dp · (1 - p²).",
      "z = w x + b: w is multiplied by x, so dw = dz · x. x is multiplied by w. b is added, with the rate 1.",
    ],
    reference: neuronBackward,
    source: {
      file: "exercises/chapters/03-chain-rule/neuron.ts",
      name: "neuronBackward",
      as: "myNeuron",
    },
    parameters: ["neuron"],
    cases: (random) => [
      [{ w: 0.5, x: 2, b: 0, y: 0 }],
      [{ w: -1, x: 0.5, b: 0.25, y: 1 }],
      ...times(8, (): [Neuron] => [
        {
          w: between(random, 0.3, 1.2),
          x: between(random, -1.5, -0.3),
          b: between(random, -0.5, 0.5),
          y: between(random, -1, 1),
        },
      ]),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: ({ w, x, b, y }) => {
        const loss = ([w, x, b]: number[]): number =>
          (Math.tanh(w * x + b) - y) ** 2;
        const [dw, dx, db] = gradient(loss, [w, x, b]);
        return { dw, dx, db };
      },
    },
    mistakes: [
      {
        name: "the slope of tanh is left out",
        code: (neuron) => {
          const { w, x, b, y } = neuron;
          const dz = 2 * (Math.tanh(w * x + b) - y);
          return { dw: dz * x, dx: dz * w, db: dz };
        },
        hint: "From p back to z the path goes through tanh: multiply by 1 - p².",
      },
      {
        name: "the slope of tanh is taken at z instead of p",
        code: ({ w, x, b, y }) => {
          const z = w * x + b;
          const dz = 2 * (Math.tanh(z) - y) * (1 - z * z);
          return { dw: dz * x, dx: dz * w, db: dz };
        },
        hint: "The slope is 1 - tanh(z)², and tanh(z) is p. You used 1 - z².",
      },
      {
        name: "the 2 of the square is missing",
        code: (neuron) => scaled(neuronBackward(neuron), 0.5),
        hint: "The slope of (p - y)² is 2 (p - y).",
      },
      {
        name: "the sign is flipped",
        code: (neuron) => scaled(neuronBackward(neuron), -1),
        hint: "More p, more p - y: the slope of the square is 2 (p - y), not 2 (y - p).",
      },
      {
        name: "w and x get their own number",
        code: ({ w, x, b, y }) => {
          const { db } = neuronBackward({ w, x, b, y });
          return { dw: db * w, dx: db * x, db };
        },
        hint: "In a product each factor's rate is the other one: dw = dz · x, dx = dz · w.",
      },
      {
        name: "the bias is multiplied by x",
        code: (neuron) => {
          const slopes = neuronBackward(neuron);
          return { ...slopes, db: slopes.dw };
        },
        hint: "b is added to w x, so it passes the gradient on as it is: db = dz.",
      },
      {
        name: "1 - p instead of 1 - p²",
        code: ({ w, x, b, y }) => {
          const p = Math.tanh(w * x + b);
          const dz = 2 * (p - y) * (1 - p);
          return { dw: dz * x, dx: dz * w, db: dz };
        },
        hint: "The slope of tanh is 1 - p². The square is missing.",
      },
      {
        name: "the bias is multiplied by itself",
        code: (neuron) => {
          const slopes = neuronBackward(neuron);
          return { ...slopes, db: slopes.db * neuron.b };
        },
        hint: "b is added, not multiplied: its rate is 1, whatever its value. So db = dz.",
      },
      {
        name: "the target is forgotten",
        code: (neuron) => {
          const { w, x, b } = neuron;
          const p = Math.tanh(w * x + b);
          const dz = 2 * p * (1 - p * p);
          return { dw: dz * x, dx: dz * w, db: dz };
        },
        hint: "The loss is (p - y)², not p².",
      },
    ],
  });
