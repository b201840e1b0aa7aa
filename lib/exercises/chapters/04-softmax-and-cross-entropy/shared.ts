import type { Random } from "../../../core/base/random";
import { between, times, whole } from "../../author";

/** What learners clip a probability at, or add to it, against ln 0. */
export const SMALL: readonly number[] = [
  ...[Number.MIN_VALUE, 1e-300, 1e-100, 1e-50, 1e-38, 1e-30, 1e-20, 1e-16],
  ...[Number.EPSILON, 1e-15, 1e-14, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6],
  ...[1e-5, 1e-4],
];

/** Adding less is the same as clipping: it is lost in any larger number. */
export const ADDED: readonly number[] = SMALL.filter((v) => v >= 1e-20);

/** Logits and the token that really came; some gaps are enormous. */
export function lossCases(random: Random): [number[], number][] {
  return [
    [[Math.log(1), Math.log(2), Math.log(5)], 1],
    [[0, 0, 0, 0], 2],
    [[0, 800], 0],
    [[900, 901, 899], 0],
    [[-900, -902, -901], 2],
    [[900, 0, -900], 0],
    [[0, 1, 800], 2],
    [[30, -10, 2], 1],
    ...times(6, (c): [number[], number] => {
      const vocabSize = 3 + (c % 3);
      const logits = times(vocabSize, () => between(random, -3, 3));
      return [logits, whole(random, 0, vocabSize - 1)];
    }),
  ];
}
