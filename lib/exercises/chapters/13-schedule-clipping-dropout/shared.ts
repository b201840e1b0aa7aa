import { between, times, vector, whole } from "../../author";

/** What dropout works on: numbers, which of them stay, and the rate. */
export interface Dropping {
  x: number[];
  /** whether each number is kept */
  kept: boolean[];
  /** share of numbers that are dropped on average */
  rate: number;
}

export const cases = (random: () => number): [Dropping][] => [
  [{ x: [8, 2, 4, 6], kept: [true, false, true, true], rate: 0.5 }],
  ...times(6, (): [Dropping] => {
    const x = vector(random, whole(random, 4, 7));
    const kept = x.map((_, i) => i === 0 || (i > 1 && random() < 0.6));
    return [{ x, kept, rate: between(random, 0.2, 0.45) }];
  }),
];
