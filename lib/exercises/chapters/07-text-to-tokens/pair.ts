import type { Merge } from "../../../core/text/merges";
import { times } from "../../author";
import { bestPair, randomWords, type CountedWord } from "./words";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

/** A case: words, each as its tokens and how often it stands in the text. */
function counted(...words: [number[], number][]): [CountedWord[]] {
  return [words.map(([tokens, count]) => ({ tokens, count }))];
}

/** Exercise 07.2. */
export const pairExercise: ExerciseFor<typeof bestPair> = functionExercise<
  typeof bestPair
>({
  kind: "write",
  id: "07.2",
  title: "The most frequent pair",
  task: "Return the pair of neighbours that occurs most often; a a a holds the pair a a twice. Of equally frequent pairs take the smaller left id, then the smaller right id.",
  minutes: 12,
  difficulty: 3,
  points: 4,
  hints: [
    'Count in a Map. Its key must tell the pairs apart: a text such as `97 98` does, and `split(" ").map(Number)` makes two numbers of it again.',
    "A word that stands in the text 5 times adds 5 to each of its pairs.",
    "Then look for the largest count. On a tie compare left, and if that is equal too, right.",
  ],
  reference: bestPair,
  source: {
    file: "exercises/chapters/07-text-to-tokens/words.ts",
    name: "bestPair",
    as: "myBestPair",
  },
  parameters: ["words"],
  cases: (random) => [
    counted([[97, 98, 97, 98], 1], [[98, 99], 5]),
    counted([[98, 97, 99], 2], [[97, 98], 2]),
    counted([[97, 99], 3], [[98, 97], 3], [[97, 98], 3]),
    counted([[257, 97], 2], [[99, 257], 2]),
    counted([[1, 2500], 2], [[3, 500], 3], [[5, 4], 4]),
    counted([[97, 98], 2], [[98, 97], 2], [[97, 99], 2]),
    counted([[1, 23], 2], [[12, 3], 2], [[7, 8], 3]),
    counted([[1, 0], 2], [[0, 1], 3]),
    counted([[97, 97, 97], 2], [[98, 99], 3]),
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
      name: "on a tie the last one met",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) => b[2] - a[2] || -1,
        ),
      hint: "The counts are right. A later pair that is only as frequent must not win, and neither must the first one: the smaller left id does, then the smaller right id.",
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
      name: "on a tie only the left id is compared",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) => b[2] - a[2] || a[0] - b[0],
        ),
      hint: "The counts are right. Where the left ids are equal too, the smaller right id wins.",
    },
    {
      name: "on a tie ids are compared as texts",
      code: (words) =>
        otherPair(
          words,
          ({ count }) => count,
          (a, b) =>
            b[2] - a[2] || (`${a[0]},${a[1]}` < `${b[0]},${b[1]}` ? -1 : 1),
        ),
      hint: 'As texts, "257" comes before "99". Turn the ids into numbers before you compare them.',
    },
    {
      name: "all words are read as one",
      code: (words) =>
        bestPair([{ tokens: words.flatMap(({ tokens }) => tokens), count: 1 }]),
      hint: "A pair never spans two words, and a word that stands there 5 times counts 5 times. Go through each word by itself.",
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
