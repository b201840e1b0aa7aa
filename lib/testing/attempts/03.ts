import { tried, triedUntyped, type Attempt } from "./attempt";

interface Neuron {
  w: number;
  x: number;
  b: number;
  y: number;
}

/** The neuron's backward with another dz. */
const withDz =
  (dzOf: (p: number, z: number, y: number) => number) =>
  ({ w, x, b, y }: Neuron): { dw: number; dx: number; db: number } => {
    const z = w * x + b;
    const dz = dzOf(Math.tanh(z), z, y);
    return { dw: dz * x, dx: dz * w, db: dz };
  };

/** Wrong answers of chapter 03. */
export const ATTEMPTS_03: Attempt[] = [
  tried(
    "03.1",
    "cumulative from the front",
    (local) => {
      let product = 1;
      return local.map((d) => (product *= d));
    },
    /from the start instead of from the end/,
  ),
  tried(
    "03.1",
    "leaves its own link out",
    (local) =>
      local.map((_, i) => local.slice(i + 1).reduce((a, b) => a * b, 1)),
    /a link leaves itself out/,
  ),
  tried(
    "03.1",
    "pushed from the back, never reversed",
    (local) => {
      const gradients: number[] = [];
      let upstream = 1;
      for (let i = local.length - 1; i >= 0; i--) {
        upstream *= local[i];
        gradients.push(upstream);
      }
      return gradients;
    },
    /in reverse order/,
  ),
  tried(
    "03.1",
    "adds",
    (local) => local.map((_, i) => local.slice(i).reduce((a, b) => a + b, 0)),
    /added instead of multiplied/,
  ),
  tried(
    "03.1",
    "the neighbor only",
    (local) => local.map((d, i) => d * (local[i + 1] ?? 1)),
    /only the next link/,
  ),
  tried(
    "03.1",
    "the whole product everywhere",
    (local) => local.map(() => local.reduce((a, b) => a * b, 1)),
    /the whole product everywhere/,
  ),
  tried(
    "03.1",
    "in place",
    (local) => {
      for (let i = local.length - 2; i >= 0; i--) local[i] *= local[i + 1];
      return local;
    },
    /changed the input local/,
  ),
  tried(
    "03.2",
    "no slope of tanh",
    withDz((p, _, y) => 2 * (p - y)),
    /the slope of tanh is left out/,
  ),
  tried(
    "03.2",
    "1 - z²",
    withDz((p, z, y) => 2 * (p - y) * (1 - z ** 2)),
    /at z instead of p/,
  ),
  tried(
    "03.2",
    "no 2",
    withDz((p, _, y) => (p - y) * (1 - p ** 2)),
    /the 2 of the square is missing/,
  ),
  tried(
    "03.2",
    "w and x swapped",
    ({ w, x, b, y }) => {
      const p = Math.tanh(w * x + b);
      const dz = 2 * (p - y) * (1 - p * p);
      return { dw: dz * w, dx: dz * x, db: dz };
    },
    /w and x get their own number/,
  ),
  tried(
    "03.2",
    "y - p",
    withDz((p, _, y) => 2 * (y - p) * (1 - p ** 2)),
    /the sign is flipped/,
  ),
  tried(
    "03.2",
    "db = b * dz",
    ({ w, x, b, y }) => {
      const p = Math.tanh(w * x + b);
      const dz = 2 * (p - y) * (1 - p * p);
      return { dw: dz * x, dx: dz * w, db: dz * b };
    },
    /the bias is multiplied by itself/,
  ),
  tried(
    "03.2",
    "tanh twice",
    withDz((p, _, y) => 2 * (p - y) * (1 - Math.tanh(p) ** 2)),
    /tanh is taken twice/,
  ),
  triedUntyped(
    "03.2",
    "other names",
    ({ w, x, b }: Neuron) => ({ w, x, b }),
    "TypeScript",
  ),
  triedUntyped(
    "03.2",
    "a list",
    ({ w, x, b }: Neuron) => [w, x, b],
    "TypeScript",
  ),
  tried("03.3", "5", 5, /only the straight path/),
  tried("03.3", "2", 2, /only the path through a/),
  tried("03.3", "10", 10, /the loss itself/),
  tried("03.3", "1", 1, /da\/dw alone/),
  tried("03.3", "6", 6, /without its upstream/),
  tried(
    "03.4",
    "no upstream",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--)
        tape[n].inputs.forEach((input, i) => {
          gradients[input] += tape[n].local[i];
        });
      return gradients;
    },
    /the upstream gradient is missing/,
  ),
  tried(
    "03.4",
    "times inputs.length",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--)
        tape[n].inputs.forEach((input, i) => {
          const { inputs, local } = tape[n];
          gradients[input] = gradients[n] * local[i] * inputs.length;
        });
      return gradients;
    },
    /number of inputs/,
  ),
  tried(
    "03.4",
    "*=",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--)
        tape[n].inputs.forEach((input, i) => {
          gradients[input] *= gradients[n] * tape[n].local[i];
        });
      return gradients;
    },
    /nothing is passed on/,
  ),
  tried(
    "03.4",
    "front to back",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = 0; n < tape.length; n++)
        tape[n].inputs.forEach((input, i) => {
          gradients[input] += gradients[n] * tape[n].local[i];
        });
      return gradients;
    },
    /only the last number passes its gradient on/,
  ),
  tried(
    "03.4",
    "added within one step only",
    (tape) => {
      const gradients = tape.map(() => 0);
      gradients[tape.length - 1] = 1;
      for (let n = tape.length - 1; n >= 0; n--) {
        const shares = new Map<number, number>();
        tape[n].inputs.forEach((input, i) => {
          const share = gradients[n] * tape[n].local[i];
          shares.set(input, (shares.get(input) ?? 0) + share);
        });
        for (const [input, share] of shares) gradients[input] = share;
      }
      return gradients;
    },
    /within one step/,
  ),
  tried("03.5", "65", 65, /rounded down/),
  tried("03.5", "65.56", 65.56, /not a whole number/),
  tried("03.5", "10", 10, /a fixed part is taken away each time/),
  tried("03.5", "67", 67, /one too many/),
  tried("03.5", "1000", 1000, /the factor, not the number of links/),
];
