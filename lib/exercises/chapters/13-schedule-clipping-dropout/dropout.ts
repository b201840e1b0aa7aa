import { between, times, vector, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

/** What dropout works on: numbers, which of them stay, and the rate. */
export interface Dropping {
  x: number[];
  /** whether each number is kept */
  kept: boolean[];
  /** share of numbers that are dropped on average */
  rate: number;
}

/** Dropout forward: 0 where dropped, x / (1 - rate) where kept. */
export function dropNumbers({ x, kept, rate }: Dropping): number[] {
  return x.map((value, i) => (kept[i] ? value / (1 - rate) : 0));
}

const cases = (random: () => number): [Dropping][] => [
  [{ x: [8, 2, 4, 6], kept: [true, false, true, true], rate: 0.5 }],
  ...times(6, (): [Dropping] => {
    const x = vector(random, whole(random, 4, 7));
    const kept = x.map((_, i) => i === 0 || (i > 1 && random() < 0.6));
    return [{ x, kept, rate: between(random, 0.2, 0.45) }];
  }),
];

/** Exercise 13.4. */
export const dropoutExercise: ExerciseFor<typeof dropNumbers> =
  functionExercise<typeof dropNumbers>({
    kind: "repair",
    id: "13.4",
    title: "Find the bug: a model that is louder when it is used",
    task: "Drop numbers so that each keeps its expected value: nothing must change on average.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "What is the mean of one number over many masks? It is 0 with probability rate, and otherwise itself.",
      "The mean is (1 - rate) times x. What must a kept number be, so that the mean is x?",
      "Divide what is kept by 1 - rate.",
    ],
    reference: dropNumbers,
    source: {
      file: "exercises/chapters/13-schedule-clipping-dropout/dropout.ts",
      name: "dropNumbers",
      as: "myDrop",
    },
    parameters: ["inputs"],
    cases,
    given: ({ x, kept }) => {
      return x.map((value, i) => (kept[i] ? value : 0));
    },
    mistakes: [
      {
        name: "multiplied by the share that is kept",
        code: ({ x, kept, rate }) =>
          x.map((value, i) => (kept[i] ? value * (1 - rate) : 0)),
        hint: "That makes the sum smaller still. What is kept must stand in for what was dropped: divide.",
      },
      {
        name: "divided by the rate",
        code: ({ x, kept, rate }) =>
          x.map((value, i) => (kept[i] ? value / rate : 0)),
        hint: "rate is the share that is dropped. Divide by the share that is kept, 1 - rate.",
      },
      {
        name: "the mask the wrong way around",
        code: ({ x, kept, rate }) =>
          x.map((value, i) => (kept[i] ? 0 : value / (1 - rate))),
        hint: "kept[i] says that the number stays. You dropped those.",
      },
      {
        name: "all numbers are scaled",
        code: ({ x, rate }) => x.map((value) => value / (1 - rate)),
        hint: "Dropped numbers must be 0.",
      },
      {
        name: "divided by the share kept this time",
        code: ({ x, kept }) => {
          const share = kept.filter(Boolean).length / x.length;
          return x.map((value, i) => (kept[i] ? value / share : 0));
        },
        hint: "Use the probability, 1 - rate, not what this one mask happened to keep.",
      },
    ],
  });

/** A gradient that arrives behind dropout. */
export interface DroppedGradient {
  dOut: number[];
  /** the mask of the forward */
  kept: boolean[];
  rate: number;
  /** what other uses of x have sent already; added to */
  dx: number[];
}

/** Dropout backward: dx += dOut / (1 - rate) where x was kept. */
export function dropoutGradient(gradient: DroppedGradient): void {
  const { dOut, kept, rate, dx } = gradient;
  for (let i = 0; i < dOut.length; i++) {
    if (kept[i]) dx[i] += dOut[i] / (1 - rate);
  }
}

/** Exercise 13.5. */
export const dropoutBackExercise: ExerciseFor<typeof dropoutGradient> =
  functionExercise<typeof dropoutGradient>({
    kind: "write",
    id: "13.5",
    title: "The way back through dropout",
    task: "Add the gradient for x to dx, in place.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "Each output is x times a constant. What is its slope: where it was kept, and where it was dropped?",
      "The slope is 1 / (1 - rate) where kept, 0 where dropped. Use the mask of the forward.",
      "Accumulate: dx[i] += dOut[i] / (1 - rate).",
    ],
    reference: dropoutGradient,
    source: {
      file: "exercises/chapters/13-schedule-clipping-dropout/dropout.ts",
      name: "dropoutGradient",
      as: "myDropBack",
    },
    parameters: ["gradient"],
    changes: ["gradient"],
    cases: (random) => [
      [{ dOut: [1, 1], kept: [true, false], rate: 0.5, dx: [10, 10] }],
      ...cases(random).map(([{ x, kept, rate }]): [DroppedGradient] => [
        { dOut: x, kept, rate, dx: vector(random, x.length) },
      ]),
    ],
    witness: {
      name: "central differences",
      tolerance: 1e-7,
      expected: ({ dOut, kept, rate, dx }) => {
        const loss = (x: number[]): number =>
          dropNumbers({ x, kept, rate }).reduce(
            (s, y, i) => s + y * dOut[i],
            0,
          );
        const slope = (i: number): number => {
          const at = (nudge: number): number =>
            loss(dOut.map((value, j) => (j === i ? value + nudge : value)));
          return (at(1e-3) - at(-1e-3)) / 2e-3;
        };
        return { dOut, kept, rate, dx: dx.map((d, i) => d + slope(i)) };
      },
    },
    mistakes: [
      {
        name: "the scale is forgotten",
        code: ({ dOut, kept, dx }) => {
          dOut.forEach((d, i) => (dx[i] += kept[i] ? d : 0));
        },
        hint: "The forward divided by 1 - rate; the slope has the same factor.",
      },
      {
        name: "the mask is forgotten",
        code: ({ dOut, rate, dx }) => {
          dOut.forEach((d, i) => (dx[i] += d / (1 - rate)));
        },
        hint: "What was dropped had no influence on the loss: its gradient is 0.",
      },
      {
        name: "the mask the wrong way around, backward",
        code: ({ dOut, kept, rate, dx }) => {
          dOut.forEach((d, i) => (dx[i] += kept[i] ? 0 : d / (1 - rate)));
        },
        hint: "What was kept passes its gradient on; what was dropped had no influence on the loss.",
      },
      {
        name: "dx is left as it was",
        code: ({ dOut, kept, rate }) =>
          dOut.map((d, i) => (kept[i] ? d / (1 - rate) : 0)) as never,
        hint: "What is returned, or added to a copy, is lost. Write into dx itself: dx[i] += ...",
      },
      {
        name: "overwritten, not accumulated",
        code: ({ dOut, kept, rate, dx }) => {
          dOut.forEach((d, i) => (dx[i] = kept[i] ? d / (1 - rate) : 0));
        },
        hint: "dx may hold gradients of other uses of x. Add with `+=`.",
      },
      {
        name: "multiplied by the share that is kept",
        code: ({ dOut, kept, rate, dx }) => {
          dOut.forEach((d, i) => (dx[i] += kept[i] ? d * (1 - rate) : 0));
        },
        hint: "The forward divides by 1 - rate, and so does the slope.",
      },
    ],
  });
