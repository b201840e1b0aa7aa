import { FIRST_MERGE, type Merge, mergePair } from "../../../core/text/merges";
import type { Random } from "../../../core/base/random";
import {
  args,
  draw,
  exercise,
  mistake,
  rows,
  times,
  whole,
} from "../../author";
import { randomWord, randomWords } from "./shared";
import { bestPair } from "./2-best-pair";

/** The tokens of a word: all merges, in the order in which they were learned. */
export function encodeBytes(bytes: number[], merges: Merge[]): number[] {
  let tokens = [...bytes];
  merges.forEach((merge, rank) => {
    tokens = mergePair(tokens, merge, 257 + rank); // 256 ends a text
  });
  return tokens;
}

/** Merges learned from a few random words. */
function randomMerges(random: Random, count: number): Merge[] {
  let words = randomWords(random, 12);
  return times(count, (rank) => {
    const merge = bestPair(words);
    words = words
      .map((word) => ({
        ...word,
        tokens: mergePair(word.tokens, merge, FIRST_MERGE + rank),
      }))
      .filter(({ tokens }) => tokens.length > 1);
    return merge;
  });
}

export default exercise(encodeBytes, {
  title: "Find the bug: an encoder in a hurry",
  task: "Return the tokens of a word: the merges in the order in which they were learned. Merge number k makes token 257 + k.",
  effort: { minutes: 10, difficulty: 3, points: 5 },
  hints: [
    "Encode a b c with the merges b+c, then a+b. In training the pair b c was merged first. What does the function do?",
    "It takes the first pair from the left that is any merge. The order in which merges were learned must decide.",
    "Loop over the merges, first to last, and give the whole word to `mergePair` each time.",
  ],
  firstCases: [
    args([97, 98, 99], rows([98, 99], [97, 98])),
    args([97, 98, 97, 98, 97], rows([97, 98], [257, 257], [258, 97])),
  ],
  randomCases: draw(10, (random) => [
    randomWord(random, 8, 16),
    randomMerges(random, whole(random, 3, 6)),
  ]),
  given: (bytes, merges) => {
    // eslint-disable-next-line prefer-const -- the text that the chapter gives
    let tokens = [...bytes];
    for (let at = 0; at + 1 < tokens.length; at++) {
      const rank = merges.findIndex(
        ([left, right]) => left === tokens[at] && right === tokens[at + 1],
      );
      if (rank < 0) continue;
      tokens.splice(at, 2, 257 + rank);
      at = -1;
    }
    return tokens;
  },
  mistakes: [
    mistake(
      "the last learned first",
      "Later merges use tokens that earlier ones make. Go through the list from its beginning.",
      (bytes, merges) =>
        merges.reduceRight<number[]>(
          (tokens, merge, rank) => mergePair(tokens, merge, FIRST_MERGE + rank),
          bytes,
        ),
    ),
    mistake(
      "one token too low",
      "Id 256 is the end of text. The first merge makes token 257.",
      (bytes, merges) => {
        let tokens = [...bytes];
        merges.forEach((merge, rank) => {
          tokens = mergePair(tokens, merge, 256 + rank);
        });
        return tokens;
      },
    ),
    mistake(
      "each merge only once in a word",
      "A pair can occur several times in one word. Merge all its occurrences before you go on to the next merge.",
      (bytes, merges) => {
        const tokens = [...bytes];
        merges.forEach(([left, right], rank) => {
          const at = tokens.findIndex(
            (token, i) => token === left && tokens[i + 1] === right,
          );
          if (at >= 0) tokens.splice(at, 2, FIRST_MERGE + rank);
        });
        return tokens;
      },
    ),
    mistake(
      "only the first merge",
      "The function returns too early: give what the first merge made to the second one, and so on.",
      (bytes, merges) => mergePair(bytes, merges[0], FIRST_MERGE),
    ),
  ],
  alsoRight: (bytes, merges) => {
    const tokens = [...bytes];
    for (;;) {
      const ranks = tokens.slice(1).map((right, i) => {
        const rank = merges.findIndex(
          ([a, b]) => a === tokens[i] && b === right,
        );
        return rank < 0 ? Infinity : rank;
      });
      const best = Math.min(...ranks);
      if (best === Infinity) return tokens;
      tokens.splice(ranks.indexOf(best), 2, 257 + best);
    }
  },
});
