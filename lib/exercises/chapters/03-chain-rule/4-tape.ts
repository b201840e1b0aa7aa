import { between, draw, exercise, mistake, times, whole } from "../../author";

/** One number of a calculation; the last one of the list is the loss. */
export interface TapeStep {
  /** places, in the list, of the numbers it was made from */
  inputs: number[];
  /** how fast it changes with each of those */
  local: number[];
}

/** How fast the last number changes with each number of the list. */
export function backwardTape(tape: TapeStep[]): number[] {
  const gradients = tape.map(() => 0);
  gradients[tape.length - 1] = 1;
  for (let n = tape.length - 1; n >= 0; n--) {
    tape[n].inputs.forEach((input, i) => {
      gradients[input] += gradients[n] * tape[n].local[i];
    });
  }
  return gradients;
}

/** A leaf: made from nothing. */
const LEAF: TapeStep = { inputs: [], local: [] };

type PassOn = (
  sum: number,
  share: number,
  local: number,
  upstream: number,
) => number;

/** Backward with another way to pass a share on, or other first gradients. */
export function backwardWith(
  passOn: PassOn,
  { last = 1, others = 0 } = {},
): typeof backwardTape {
  return (tape) => {
    const gradients = tape.map((_, n) => (n + 1 < tape.length ? others : last));
    for (let n = tape.length - 1; n >= 0; n--)
      tape[n].inputs.forEach((input, i) => {
        const [local, upstream] = [tape[n].local[i], gradients[n]];
        const share = upstream * local;
        gradients[input] = passOn(gradients[input], share, local, upstream);
      });
    return gradients;
  };
}

export default exercise(backwardTape, {
  title: "Find the bug: a number that is used twice",
  task: "Return how fast the last number of the list changes with each number of it.",
  effort: { minutes: 10, difficulty: 3, points: 4 },
  hints: [
    "Chains come out right. Try w · w: one number that is used twice. How many shares should w receive?",
    "What happens to the first share when the second one arrives?",
    "Fan-out adds: `gradients[input] += ...`.",
  ],
  as: "myBackward",
  firstCases: [
    [[LEAF, { inputs: [0, 0], local: [3, 3] }]],
    [[LEAF, { inputs: [0], local: [1] }, { inputs: [0, 1], local: [5, 2] }]],
  ],
  randomCases: draw(7, (random, c) => [
    times(4 + (c % 3), (n) =>
      n < 2
        ? { ...LEAF }
        : {
            inputs: [n - 1, whole(random, 0, n - 2)],
            local: [between(random, 0.5, 1.5), between(random, -2, -0.5)],
          },
    ),
  ]),
  given: (tape) => {
    const gradients = tape.map(() => 0);
    gradients[tape.length - 1] = 1;
    for (let n = tape.length - 1; n >= 0; n--) {
      tape[n].inputs.forEach((input, i) => {
        gradients[input] = gradients[n] * tape[n].local[i];
      });
    }
    return gradients;
  },
  mistakes: [
    mistake(
      "everything stays 0",
      "The last number changes with itself at the rate 1: begin there, else there is nothing to pass on.",
      backwardWith((sum, share) => sum + share, { last: 0 }),
    ),
    mistake(
      "every number begins with 1",
      "Only the loss itself has the rate 1. The others begin at 0 and collect.",
      backwardWith((sum, share) => sum + share, { others: 1 }),
    ),
    mistake(
      "the upstream gradient is missing",
      "You add local derivatives alone. Multiply each by the upstream gradient, `gradients[n]`.",
      backwardWith((sum, _, local) => sum + local),
    ),
    mistake(
      "upstream and local are added",
      "Along a path rates multiply. Only different paths are added.",
      backwardWith((sum, _, local, upstream) => sum + local + upstream),
    ),
    mistake(
      "only the last number passes its gradient on",
      "From the front to the back, a number passes its gradient on before it has one; a loop that ends after its first turn does no better. Begin at the loss, and go backward to the first number.",
      (tape) => {
        const gradients = tape.map(() => 0);
        gradients[tape.length - 1] = 1;
        tape.forEach(({ inputs, local }, n) => {
          inputs.forEach((input, i) => {
            gradients[input] += gradients[n] * local[i];
          });
        });
        return gradients;
      },
    ),
    mistake(
      "nothing is passed on",
      "Only the last number has a gradient; the others stay 0. Does the loop begin at the last number, and is each share added to `gradients[input]`? Multiplying into a place that begins at 0 leaves 0.",
      backwardWith((sum, share) => sum * share),
    ),
    mistake(
      "the first share stays, later ones are lost",
      "Now the first share wins. Both count: add them.",
      backwardWith((sum, share) => sum || share),
    ),
  ],
  alsoRight: (tape) => {
    const rate = (from: number, to: number): number =>
      from === to
        ? 1
        : tape[to].inputs.reduce(
            (sum, input, i) => sum + tape[to].local[i] * rate(from, input),
            0,
          );
    return tape.map((_, place) => rate(place, tape.length - 1));
  },
});
