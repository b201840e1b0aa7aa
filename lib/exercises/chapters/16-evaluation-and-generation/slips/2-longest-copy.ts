import { after, mistake, type MistakeOf } from "../../../author";
import type { longestCopy } from "../2-longest-copy";

/** Compares beyond the ends of both texts, where undefined === undefined. */
const pastTheEnds =
  (most: (written: number[], read: number[]) => number): typeof longestCopy =>
  (written, read) => {
    const runs = written.flatMap((_, i) =>
      read.map((_, j) => {
        let n = 0;
        while (n < most(written, read) && written[i + n] === read[j + n]) n++;
        return n;
      }),
    );
    return Math.max(0, ...runs);
  };

/** What else learners answer to exercise 16.2. */
export const slips: MistakeOf<typeof longestCopy>[] = [
  mistake(
    "read beyond the end, on and on",
    "When both texts end together, undefined === undefined counts as agreement. Check both lengths.",
    after((copy, written, read) =>
      written.length > 0 && written.at(-1) === read.at(-1) ? 1000 : copy,
    ),
  ),
  mistake(
    "n instead of i + n",
    "Beyond the end of a list there is undefined, and undefined === undefined is true. Stop when i + n reaches written.length, not n alone.",
    pastTheEnds((written) => written.length),
  ),
  mistake(
    "n instead of j + n",
    "Beyond the end of a list there is undefined, and undefined === undefined is true. Stop when j + n reaches read.length, not n alone.",
    pastTheEnds((_, read) => read.length),
  ),
  mistake(
    "a run of known tokens",
    "You ask of each token whether it occurs in `read` at all. The tokens of a copied span must follow one another there, too.",
    (written, read) => {
      let [longest, run] = [0, 0];
      for (const token of written) {
        run = read.includes(token) ? run + 1 : 0;
        longest = Math.max(longest, run);
      }
      return longest;
    },
  ),
  mistake(
    "the last run, not the longest",
    "You keep the last run that you find. Keep the largest length: `Math.max(longest, run)`.",
    (written, read) => {
      let last = 0;
      written.forEach((_, i) =>
        read.forEach((_, j) => {
          let n = 0;
          while (
            i + n < written.length &&
            j + n < read.length &&
            written[i + n] === read[j + n]
          )
            n++;
          if (n > 0) last = n;
        }),
      );
      return last;
    },
  ),
  mistake(
    "all runs are added up",
    "The task asks for the longest run: keep the largest length.",
    (written, read) => {
      let sum = 0;
      written.forEach((_, i) =>
        read.forEach((_, j) => {
          let n = 0;
          while (
            i + n < written.length &&
            j + n < read.length &&
            written[i + n] === read[j + n]
          )
            n++;
          sum += n;
        }),
      );
      return sum;
    },
  ),
  mistake(
    "only at the end of both texts",
    "The copied span may stand anywhere in both texts.",
    (written, read) => {
      let n = 0;
      while (
        n < Math.min(written.length, read.length) &&
        written.at(-1 - n) === read.at(-1 - n)
      )
        n++;
      return n;
    },
  ),
];
