import { FIRST_MERGE, type Merge } from "../../../core/text/merges";
import type { Random } from "../../../core/base/random";
import { times, whole } from "../../author";
import { mergeExercise } from "./bpe";
import { pairExercise } from "./pair";
import { bitsExercise, windowsExercise, type cutWindows } from "./windows";
import { bestPair, mergePair, randomWord, randomWords } from "./words";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 07 asks for. */
export interface Answers07 {
  "07.1": typeof mergePair;
  "07.2": typeof bestPair;
  "07.3": typeof encodeBytes;
  "07.4": typeof cutWindows;
  "07.5": number;
}

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

/** Exercises of notebooks/07-text-to-tokens.ipynb. */
export const chapter07: ChapterExercises<Answers07> = {
  "07.1": mergeExercise,
  "07.2": pairExercise,
  "07.3": functionExercise<Answers07["07.3"]>({
    kind: "repair",
    id: "07.3",
    title: "Find the bug: an encoder in a hurry",
    task: "Return the tokens of a word: the merges in the order in which they were learned. Merge number k makes token 257 + k.",
    minutes: 10,
    difficulty: 3,
    points: 5,
    hints: [
      "Encode a b c with the merges b+c, then a+b. In training the pair b c was merged first. What does the function do?",
      "It takes the first pair from the left that is any merge. The order in which merges were learned must decide.",
      "Loop over the merges, first to last, and give the whole word to `mergePair` each time.",
    ],
    reference: encodeBytes,
    source: {
      file: "exercises/chapters/07-text-to-tokens/index.ts",
      name: "encodeBytes",
      as: "myEncode",
    },
    parameters: ["bytes", "merges"],
    cases: (random) => [
      [
        [97, 98, 99],
        [
          [98, 99],
          [97, 98],
        ],
      ],
      [[97, 98, 97, 98, 97], [[97, 98], [257, 257], [258, 97]]], // prettier-ignore
      ...times(10, (): [number[], Merge[]] => [
        randomWord(random, 8, 16),
        randomMerges(random, whole(random, 3, 6)),
      ]),
    ],
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
      {
        name: "the last learned first",
        code: (bytes, merges) =>
          merges.reduceRight<number[]>(
            (tokens, merge, rank) =>
              mergePair(tokens, merge, FIRST_MERGE + rank),
            bytes,
          ),
        hint: "Later merges use tokens that earlier ones make. Go through the list from its beginning.",
      },
      {
        name: "one token too low",
        code: (bytes, merges) => {
          let tokens = [...bytes];
          merges.forEach((merge, rank) => {
            tokens = mergePair(tokens, merge, 256 + rank);
          });
          return tokens;
        },
        hint: "Id 256 is the end of text. The first merge makes token 257.",
      },
      {
        name: "each merge only once in a word",
        code: (bytes, merges) => {
          const tokens = [...bytes];
          merges.forEach(([left, right], rank) => {
            const at = tokens.findIndex(
              (token, i) => token === left && tokens[i + 1] === right,
            );
            if (at >= 0) tokens.splice(at, 2, FIRST_MERGE + rank);
          });
          return tokens;
        },
        hint: "A pair can stand in one word several times. Merge all its occurrences before the next merge has its turn.",
      },
      {
        name: "only the first merge",
        code: (bytes, merges) => mergePair(bytes, merges[0], FIRST_MERGE),
        hint: "The function returns too early: give what the first merge made to the second one, and so on.",
      },
    ],
  }),
  "07.4": windowsExercise,
  "07.5": bitsExercise,
};
