import { after, mistake, type MistakeOf, total } from "../../../author";
import type { longestCopy } from "../2-longest-copy";

/** How far both texts agree from each pair of starts on. */
function runsOf(
  written: number[],
  read: number[],
  isInside = (i: number, j: number, _: number): boolean =>
    i < written.length && j < read.length,
): number[] {
  return written.flatMap((_, i) =>
    read.map((_, j) => {
      let n = 0;
      while (isInside(i + n, j + n, n) && written[i + n] === read[j + n]) n++;
      return n;
    }),
  );
}

/** Compares beyond the ends of both texts, where undefined === undefined. */
const pastTheEnds =
  (most: (written: number[], read: number[]) => number): typeof longestCopy =>
  (written, read) => {
    const end = most(written, read);
    return Math.max(0, ...runsOf(written, read, (_i, _j, n) => n < end));
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
    (written, read) =>
      runsOf(written, read)
        .filter((run) => run > 0)
        .at(-1) ?? 0,
  ),
  mistake(
    "all runs are added up",
    "The task asks for the longest run: keep the largest length.",
    (written, read) => total(runsOf(written, read)),
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
