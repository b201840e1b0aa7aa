import type { Merge } from "../core/bpe-train";
import { times, whole } from "./cases";
import {
  bestPair,
  mergePair,
  randomWord,
  randomWords,
  type CountedWord,
} from "./ch07-words";
import { functionExercise, type ExerciseFor } from "./exercise";

/** Like {@link bestPair}, with another way to count and another order. */
function otherPair(
  words: CountedWord[],
  weight: (word: CountedWord) => number,
  better: (a: number[], b: number[]) => number,
): Merge {
  const seen: number[][] = [];
  for (const word of words)
    for (let at = 1; at < word.tokens.length; at++) {
      const [left, right] = word.tokens.slice(at - 1, at + 1);
      const known = seen.find(([l, r]) => l === left && r === right);
      if (known) known[2] += weight(word);
      else seen.push([left, right, weight(word)]);
    }
  const [left, right] = seen.sort(better)[0];
  return [left, right];
}

/** Frequent first, then small ids. */
const asAsked = (a: number[], b: number[]): number =>
  b[2] - a[2] || a[0] - b[0] || a[1] - b[1];

/** Exercise 07.1. */
export const mergeExercise: ExerciseFor<typeof mergePair> = functionExercise<
  typeof mergePair
>({
  kind: "write",
  id: "07.1",
  title: "Merge a pair",
  task: "Return the tokens with every occurrence of the pair replaced by the new id, read from the left.",
  minutes: 8,
  difficulty: 2,
  points: 4,
  hints: [
    "Walk from left to right and build a new list. At each place ask: does the pair start here?",
    "If `tokens[at]` is left and `tokens[at + 1]` is right, push the new id; otherwise push `tokens[at]`.",
    "After a merge, two old tokens are used up: go on behind both of them (`at++` once more).",
  ],
  reference: mergePair,
  source: { file: "exercises/ch07-words.ts", name: "mergePair" },
  parameters: ["tokens", "pair", "id"],
  cases: (random) => [
    [[97, 98, 99, 97, 98], [97, 98], 257],
    [[97, 97, 97, 97, 97], [97, 97], 257],
    [[], [97, 98], 257],
    ...times(8, (): [number[], Merge, number] => [
      randomWord(random, 6, 14),
      [whole(random, 97, 98), whole(random, 97, 98)],
      257 + whole(random, 0, 40),
    ]),
  ],
  mistakes: [
    {
      name: "the right token stays",
      code: (tokens, [left, right], id) =>
        tokens.map((token, at) =>
          token === left && tokens[at + 1] === right ? id : token,
        ),
      hint: "The new token stands for both. After pushing it, skip the right one too.",
    },
    {
      name: "only the first occurrence",
      code: (tokens, [left, right], id) => {
        const at = tokens.findIndex(
          (token, i) => token === left && tokens[i + 1] === right,
        );
        return at < 0
          ? [...tokens]
          : [...tokens.slice(0, at), id, ...tokens.slice(at + 2)];
      },
      hint: "You stop after one merge. The pair may stand there many times.",
    },
    {
      name: "read from the right",
      code: (tokens, [left, right], id) =>
        mergePair([...tokens].reverse(), [right, left], id).reverse(),
      hint: "In a a a two places compete for the middle one. The left one wins, as when you read.",
    },
    {
      name: "the pair in any order",
      code: (tokens, [left, right], id) => {
        const merged: number[] = [];
        for (let at = 0; at < tokens.length; at++) {
          const next = [tokens[at], tokens[at + 1]];
          const found =
            (next[0] === left && next[1] === right) ||
            (next[0] === right && next[1] === left);
          merged.push(found ? id : tokens[at]);
          if (found) at++;
        }
        return merged;
      },
      hint: "Order matters: `th` is not `ht`. Only left followed by right counts.",
    },
    {
      name: "a last token that is not part of a pair is lost",
      code: (tokens, pair, id) => {
        const merged = mergePair(tokens, pair, id);
        return merged[merged.length - 1] === id ? merged : merged.slice(0, -1);
      },
      hint: "Your loop ends one token early. The last token has no right neighbour, but it still has to be copied.",
    },
  ],
});

/** Exercise 07.2. */
export const pairExercise: ExerciseFor<typeof bestPair> = functionExercise<
  typeof bestPair
>({
  kind: "write",
  id: "07.2",
  title: "The most frequent pair",
  task: "Return the pair of neighbours that occurs most often. Of equally frequent pairs take the smaller left id, then the smaller right id.",
  minutes: 12,
  difficulty: 3,
  points: 4,
  hints: [
    "Count in a Map. Its key must tell the pairs apart: `left * 1000 + right`, or a text such as `97 98`.",
    "A word that stands in the text 5 times adds 5 to each of its pairs.",
    "Then look for the largest count. On a tie compare left, and if that is equal too, right.",
  ],
  reference: bestPair,
  source: { file: "exercises/ch07-words.ts", name: "bestPair" },
  parameters: ["words"],
  cases: (random) => [
    [
      [
        { tokens: [97, 98, 97, 98], count: 1 },
        { tokens: [98, 99], count: 5 },
      ],
    ],
    [
      [
        { tokens: [98, 97, 99], count: 2 },
        { tokens: [97, 98], count: 2 },
      ],
    ],
    [
      [
        { tokens: [97, 99], count: 3 },
        { tokens: [98, 97], count: 3 },
        { tokens: [97, 98], count: 3 },
      ],
    ],
    ...times(10, (c): [CountedWord[]] => [randomWords(random, 2 + (c % 4))]),
  ],
  mistakes: [
    {
      name: "every word counts once",
      code: (words) => otherPair(words, () => 1, asAsked),
      hint: 'Add the word\'s `count`, not 1: "the" stands in the text thousands of times.',
    },
    {
      name: "on a tie the first one met",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) => b[2] - a[2],
        ),
      hint: "The counts are right. On a tie the smaller left id wins, then the smaller right id: so the result does not depend on the order of the words.",
    },
    {
      name: "on a tie the larger ids",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) => b[2] - a[2] || b[0] - a[0] || b[1] - a[1],
        ),
      hint: "The counts are right. On a tie take the smaller id; is one comparison the wrong way round?",
    },
    {
      name: "pairs across two words",
      code: (words) => {
        const joined = words.flatMap(({ tokens, count }, w) => {
          const next = words[w + 1];
          const bridge = [tokens[tokens.length - 1], next?.tokens[0]];
          const word = { tokens, count };
          return next ? [word, { tokens: bridge, count }] : [word];
        });
        return bestPair(joined);
      },
      hint: "A pair never spans two words: start anew with each word.",
    },
    {
      name: "the rarest pair",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) => -asAsked(a, b),
        ),
      hint: "You return the least frequent one: the sort runs the wrong way.",
    },
  ],
});
