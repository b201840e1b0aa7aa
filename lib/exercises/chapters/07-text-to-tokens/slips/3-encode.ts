import { mistake, type MistakeOf } from "../../../author";
import { FIRST_MERGE } from "../../../../core/text/merges";
import { mergePair } from "../../../../core/text/merges";
import type { encodeBytes } from "../3-encode";

/** What else learners answer to exercise 07.3. */
export const slips: MistakeOf<typeof encodeBytes>[] = [
  mistake(
    "each merge read from the right",
    "In a a a two places compete for the middle one. The left one wins, as in training.",
    (bytes, merges) => {
      let tokens = [...bytes];
      merges.forEach(([left, right], rank) => {
        tokens = mergePair(
          tokens.reverse(),
          [right, left],
          FIRST_MERGE + rank,
        ).reverse();
      });
      return tokens;
    },
  ),
  mistake(
    "only the first merge that fits",
    "The function returns after one merge. Give its tokens to the next one, up to the last.",
    (bytes, merges) => {
      const rank = merges.findIndex(
        (merge) => mergePair(bytes, merge, 0).length < bytes.length,
      );
      return rank < 0
        ? bytes
        : mergePair(bytes, merges[rank], FIRST_MERGE + rank);
    },
  ),
  mistake(
    "every merge begins with the bytes",
    "Give each merge the tokens that the one before has made, not the bytes.",
    (bytes, merges) =>
      mergePair(
        bytes,
        merges[merges.length - 1],
        FIRST_MERGE + merges.length - 1,
      ),
  ),
  mistake(
    "one token too high",
    "The first merge, number 0, makes token 257.",
    (bytes, merges) => {
      let tokens = [...bytes];
      merges.forEach((merge, rank) => {
        tokens = mergePair(tokens, merge, FIRST_MERGE + 1 + rank);
      });
      return tokens;
    },
  ),
  mistake(
    "every merge makes token 257",
    "Each merge has a token of its own: number k makes 257 + k.",
    (bytes, merges) =>
      merges.reduce(
        (tokens, merge) => mergePair(tokens, merge, FIRST_MERGE),
        bytes,
      ),
  ),
  mistake(
    "the first merge is left out",
    "Merges count from 0: number 0 makes token 257.",
    (bytes, merges) =>
      merges.reduce(
        (tokens, merge, rank) =>
          rank > 0 ? mergePair(tokens, merge, FIRST_MERGE + rank) : tokens,
        bytes,
      ),
  ),
  mistake(
    "still the first pair from the left",
    "The place where the search goes on is not the bug. The order in which merges were learned must decide: give each merge in turn to the whole word.",
    (bytes, merges) => {
      const tokens = [...bytes];
      for (let at = 0; at + 1 < tokens.length; at++) {
        const rank = merges.findIndex(
          ([left, right]) => left === tokens[at] && right === tokens[at + 1],
        );
        if (rank < 0) continue;
        tokens.splice(at, 2, FIRST_MERGE + rank);
        at = 0;
      }
      return tokens;
    },
  ),
];
