import type { Random } from "../../../core/base/random";
import { times, whole } from "../../author";

/** A word as tokens, and how often it stands in the text. */
export interface CountedWord {
  tokens: number[];
  count: number;
}

/** A word over the letters a, b, c. */
export function randomWord(random: Random, from: number, to: number): number[] {
  return times(whole(random, from, to), () => whole(random, 97, 99));
}

/** Words over a, b, c with small counts, so that ties are common. */
export function randomWords(random: Random, count: number): CountedWord[] {
  return times(count, () => ({
    tokens: randomWord(random, 2, 6),
    count: whole(random, 1, 4),
  }));
}
