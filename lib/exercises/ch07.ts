import { FIRST_MERGE, type Merge } from "../core/bpe-train";
import type { Random } from "../core/random";
import { times, whole } from "./cases";
import {
  bestPair,
  mergeExercise,
  mergePair,
  pairExercise,
  randomWord,
  randomWords,
} from "./ch07-bpe";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

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
    tokens = mergePair(tokens, merge, FIRST_MERGE + rank);
  });
  return tokens;
}

/** Windows of length + 1 tokens; each begins with the last token of the one before. */
export function cutWindows(ids: number[], length: number): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + length < ids.length; start += length)
    windows.push(ids.slice(start, start + length + 1));
  return windows;
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

/** Cuts with another stride, another size, another end. */
function cut(
  ids: number[],
  {
    stride,
    size,
    least = size,
  }: { stride: number; size: number; least?: number },
): number[][] {
  const windows: number[][] = [];
  for (let start = 0; start + least <= ids.length; start += stride)
    windows.push(ids.slice(start, start + size));
  return windows;
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
      "Loop over the merges, first to last, and give the whole word to `merge` each time.",
    ],
    reference: encodeBytes,
    source: { file: "exercises/ch07.ts", name: "encodeBytes" },
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
      let tokens = [...bytes];
      for (let at = 0; at + 1 < tokens.length; at++) {
        const rank = merges.findIndex(
          ([left, right]) => left === tokens[at] && right === tokens[at + 1],
        );
        if (rank < 0) continue;
        tokens = tokens.toSpliced(at, 2, FIRST_MERGE + rank);
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
  "07.4": functionExercise<Answers07["07.4"]>({
    kind: "write",
    id: "07.4",
    title: "Windows with their targets",
    task: "Cut ids into windows of length + 1 tokens. The next window begins with the last token of the one before; what is left over is dropped.",
    minutes: 10,
    difficulty: 2,
    points: 4,
    hints: [
      "A window has `length` inputs. Its targets are the same tokens, one later: so it needs length + 1.",
      "The next window starts `length` tokens later, not length + 1: the last target is the first input of the next.",
      "Loop while `start + length < ids.length`, and take `ids.slice(start, start + length + 1)`.",
    ],
    reference: cutWindows,
    source: { file: "exercises/ch07.ts", name: "cutWindows" },
    parameters: ["ids", "length"],
    cases: (random) => [
      [[10, 11, 12, 13, 14, 15, 16], 3],
      [[10, 11, 12, 13, 14, 15], 3],
      ...times(8, (c): [number[], number] => {
        const length = whole(random, 2, 5);
        const extra = c % 2 === 0 ? 1 : whole(random, 0, length);
        const size = length * whole(random, 2, 6) + extra;
        return [times(size, () => whole(random, 0, 300)), length];
      }),
    ],
    mistakes: [
      {
        name: "one token short",
        code: (ids, length) => cut(ids, { stride: length, size: length }),
        hint: "Your windows hold the inputs, but the last input has no target. Take length + 1 tokens.",
      },
      {
        name: "a token between two windows is never predicted",
        code: (ids, length) =>
          cut(ids, { stride: length + 1, size: length + 1 }),
        hint: "You go on length + 1 tokens later. Then the first token of each window is never a target. Neighbours share one token.",
      },
      {
        name: "a window at every token",
        code: (ids, length) => cut(ids, { stride: 1, size: length + 1 }),
        hint: "Windows that start one token apart show every token `length` times. Let them stand side by side.",
      },
      {
        name: "a last window that is too short",
        code: (ids, length) =>
          cut(ids, { stride: length, size: length + 1, least: 2 }),
        hint: "All windows must be equally long, so that they fit into one batch. Drop what is left over.",
      },
      {
        name: "the last window is missing",
        code: (ids, length) =>
          cut(ids, { stride: length, size: length + 1, least: length + 2 }),
        hint: "When the tokens fit exactly, the last window is whole. Is your comparison one too strict?",
      },
    ],
  }),
  "07.5": numberExercise({
    kind: "predict",
    id: "07.5",
    title: "Predict: bits per byte",
    task: "A model has a loss of 4.2 nats per token on a text of 250 tokens and 1000 bytes. How many bits per byte is that?",
    minutes: 4,
    difficulty: 2,
    points: 3,
    hints: [
      "How many nats does the model need for the whole text?",
      "4.2 × 250 = 1050 nats in all. One bit is ln 2 = 0.693 nats.",
      "Turn 1050 nats into bits and share them among 1000 bytes.",
    ],
    reference: 1050 / Math.LN2 / 1000,
    unit: "bits per byte",
    tolerance: 0.01,
    mistakes: [
      {
        name: "nats, not bits",
        value: 1.05,
        hint: "That is nats per byte. A nat is 1/ln 2 = 1.44 bits.",
      },
      {
        name: "bits per token",
        value: 4.2 / Math.LN2,
        hint: "That is bits per token. A token here stands for 4 bytes.",
      },
      {
        name: "bytes and tokens swapped",
        value: (4.2 * 4) / Math.LN2,
        hint: "There are fewer tokens than bytes, so a byte costs less than a token. Divide by 4.",
      },
      {
        name: "multiplied by ln 2",
        value: 1.05 * Math.LN2,
        hint: "A bit is smaller than a nat, so there are more of them: divide by ln 2.",
      },
    ],
    explanation:
      "The whole text costs 4.2 · 250 = 1050 nats. A nat is 1 / ln 2 = 1.4427 bits, so that is " +
      "1514.8 bits for 1000 bytes: **1.515** bits per byte.",
  }),
};
