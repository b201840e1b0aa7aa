import { mistake, type MistakeOf } from "../../../author";
import { type Neuron, neuronBackward } from "../2-neuron";

/** Backward with another slope at z. */
const withDz =
  (dzOf: (p: number, neuron: Neuron) => number): typeof neuronBackward =>
  (neuron) => {
    const { w, x, b } = neuron;
    const dz = dzOf(Math.tanh(w * x + b), neuron);
    return { dw: dz * x, dx: dz * w, db: dz };
  };

/** What else learners answer to exercise 03.2. */
export const slips: MistakeOf<typeof neuronBackward>[] = [
  mistake(
    "tanh is taken twice",
    "p is tanh(z) already. The slope of tanh at z is 1 - p².",
    withDz((p, { y }) => 2 * (p - y) * (1 - Math.tanh(p) ** 2)),
  ),
  mistake(
    "the slope of the sigmoid",
    "p (1 - p) belongs to the sigmoid. The slope of tanh is 1 - p².",
    withDz((p, { y }) => 2 * (p - y) * p * (1 - p)),
  ),
  mistake(
    "1 + p² instead of 1 - p²",
    "tanh gets flatter away from 0: its slope is 1 - p².",
    withDz((p, { y }) => 2 * (p - y) * (1 + p * p)),
  ),
  mistake(
    "2 p - y instead of 2 (p - y)",
    "Multiplication binds first. Put p - y in brackets.",
    withDz((p, { y }) => (2 * p - y) * (1 - p * p)),
  ),
  mistake(
    "the loss instead of its slope",
    "(p - y)² is the loss. Its slope is 2 (p - y).",
    withDz((p, { y }) => (p - y) ** 2 * (1 - p * p)),
  ),
  mistake(
    "x is left out of dw",
    "w is multiplied by x. What arrives at z is multiplied by x, too.",
    (neuron) => ({ ...neuronBackward(neuron), dw: neuronBackward(neuron).db }),
  ),
  mistake(
    "w is left out of dx",
    "x is multiplied by w. What arrives at z is multiplied by w, too.",
    (neuron) => ({ ...neuronBackward(neuron), dx: neuronBackward(neuron).db }),
  ),
  mistake(
    "db is the local derivative alone",
    "1 is how fast z changes with b. Multiply by what arrives at z.",
    (neuron) => ({ ...neuronBackward(neuron), db: 1 }),
  ),
  mistake(
    "db without the slope of tanh",
    "From p back to b the path goes through tanh, too: db = dz.",
    (neuron) => {
      const { w, x, b, y } = neuron;
      return { ...neuronBackward(neuron), db: 2 * (Math.tanh(w * x + b) - y) };
    },
  ),
];
