import type { Merge } from "../../../core/text/merges";
import { draw, exercise, mistake } from "../../author";
import { type CountedWord, randomWords } from "./shared";

/** Frequent first, then small ids; a pair is left, right and count. */
export const asAsked = (a: number[], b: number[]): number =>
  b[2] - a[2] || a[0] - b[0] || a[1] - b[1];

/** Like {@link bestPair}, in another order of the pairs. */
function bestBy(order: typeof asAsked): typeof bestPair {
  return (words) => {
    const seen: number[][] = [];
    for (const { tokens, count } of words)
      for (let at = 1; at < tokens.length; at++) {
        const [left, right] = tokens.slice(at - 1, at + 1);
        const known = seen.find(([l, r]) => l === left && r === right);
        if (known) known[2] += count;
        else seen.push([left, right, count]);
      }
    const [[left, right]] = seen.sort(order);
    return [left, right];
  };
}

/** A case: words, each as its tokens and how often it stands in the text. */
function counted(...words: [number[], number][]): [CountedWord[]] {
  return [words.map(([tokens, count]) => ({ tokens, count }))];
}

/** The most frequent pair of neighbors; of equals the one with smaller ids. */
export function bestPair(words: CountedWord[]): Merge {
  const counts = new Map<string, number>();
  for (const { tokens, count } of words)
    for (let at = 1; at < tokens.length; at++) {
      const pair = `${tokens[at - 1]} ${tokens[at]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  const ranked = [...counts].map(([pair, count]) => {
    const [left, right] = pair.split(" ").map(Number);
    return { left, right, count };
  });
  ranked.sort(
    (a, b) => b.count - a.count || a.left - b.left || a.right - b.right,
  );
  const best: Merge = [ranked[0].left, ranked[0].right];
  return best;
}

export default exercise(bestPair, {
  title: "The most frequent pair",
  task: "Return the pair of neighbors that occurs most often; a a a holds the pair a a twice. Of equally frequent pairs take the smaller left id, then the smaller right id.",
  effort: { minutes: 12, difficulty: 3, points: 4 },
  hints: [
    'Count in a Map. Its key must identify the pair: a text such as `97 98` does. `const [left, right] = key.split(" ").map(Number)` makes two numbers of it again; return `[left, right]`.',
    "A word that occurs 5 times in the text adds 5 to each of its pairs.",
    "Then look for the largest count. On a tie compare left, and if that is equal too, right.",
  ],
  firstCases: [
    counted([[97, 98, 97, 98], 1], [[98, 99], 5]),
    counted([[98, 97, 99], 2], [[97, 98], 2]),
    counted([[97, 99], 3], [[98, 97], 3], [[97, 98], 3]),
    counted([[257, 97], 2], [[99, 257], 2]),
    counted([[1, 2500], 2], [[3, 500], 3], [[5, 4], 4]),
    counted([[97, 98], 2], [[98, 97], 2], [[97, 99], 2]),
    counted([[1, 23], 2], [[12, 3], 2], [[7, 8], 3]),
    counted([[1, 0], 2], [[0, 1], 3]),
    counted([[97, 97, 97], 2], [[98, 99], 3]),
  ],
  randomCases: draw(10, (random, c) => [randomWords(random, 2 + (c % 4))]),
  mistakes: [
    mistake(
      "every word counts once",
      'Add the word\'s `count`, not 1: "the" occurs in the text thousands of times.',
      (words) => bestPair(words.map((word) => ({ ...word, count: 1 }))),
    ),
    mistake(
      "on a tie the first one met",
      "The counts are right. On a tie the smaller left id wins, then the smaller right id: so the result does not depend on the order of the words.",
      bestBy((a, b) => b[2] - a[2]),
    ),
    mistake(
      "on a tie the last one met",
      "The counts are right. A later pair that is only as frequent must not win, and neither must the first one: the smaller left id does, then the smaller right id.",
      bestBy((a, b) => b[2] - a[2] || -1),
    ),
    mistake(
      "on a tie the larger ids",
      "The counts are right. On a tie take the smaller id; is one comparison the wrong way round?",
      bestBy((a, b) => b[2] - a[2] || b[0] - a[0] || b[1] - a[1]),
    ),
    mistake(
      "on a tie only the left id is compared",
      "The counts are right. Where the left ids are equal too, the smaller right id wins.",
      bestBy((a, b) => b[2] - a[2] || a[0] - b[0]),
    ),
    mistake(
      "on a tie ids are compared as texts",
      'As texts, "257" comes before "99". Turn the ids into numbers before you compare them.',
      bestBy(
        (a, b) =>
          b[2] - a[2] || (`${a[0]},${a[1]}` < `${b[0]},${b[1]}` ? -1 : 1),
      ),
    ),
    mistake(
      "all words are read as one",
      "A pair never spans two words, and a word that occurs 5 times counts 5 times. Go through each word by itself.",
      (words) =>
        bestPair([{ tokens: words.flatMap(({ tokens }) => tokens), count: 1 }]),
    ),
    mistake(
      "pairs across two words",
      "A pair never spans two words: start again with each word.",
      (words) => {
        const joined = words.flatMap(({ tokens, count }, w) => {
          const next = words[w + 1];
          const bridge = [tokens[tokens.length - 1], next?.tokens[0]];
          const word = { tokens, count };
          return next ? [word, { tokens: bridge, count }] : [word];
        });
        return bestPair(joined);
      },
    ),
    mistake(
      "the rarest pair",
      "You return the least frequent one: the sort runs the wrong way.",
      bestBy((a, b) => -asAsked(a, b)),
    ),
  ],
  alsoRight: (words) => {
    const counts: number[][] = Array.from({ length: 4000 }, () => []);
    for (const { tokens, count } of words)
      tokens.slice(1).forEach((right, i) => {
        const row = counts[tokens[i]];
        row[right] = (row[right] ?? 0) + count;
      });
    const all = counts.flat().filter(Boolean);
    const most = Math.max(...all);
    const left = counts.findIndex((row) => row.includes(most));
    return [left, counts[left].indexOf(most)];
  },
});
