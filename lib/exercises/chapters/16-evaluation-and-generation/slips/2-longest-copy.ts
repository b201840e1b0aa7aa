import { after, mistake, type MistakeOf } from "../../../author";
import type { longestCopy } from "../2-longest-copy";

/** What else learners answer to exercise 16.2. */
export const slips: MistakeOf<typeof longestCopy>[] = [
  mistake(
    "read beyond the end, on and on",
    "When both texts end together, undefined === undefined counts as agreement. Check both lengths.",
    after((copy, written, read) =>
      written.length > 0 && written.at(-1) === read.at(-1) ? 1000 : copy,
    ),
  ),
];
