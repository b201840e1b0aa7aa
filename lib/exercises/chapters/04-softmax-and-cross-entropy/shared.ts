import type { Random } from "../../../core/base/random";
import { between, times, whole } from "../../author";

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
