import type { Merge } from "../../../core/text/merges";
import type { Random } from "../../../core/base/random";
import { times, whole } from "../../author";

/** A word as tokens, and how often it stands in the text. */
export interface CountedWord {
  tokens: number[];
  count: number;
}

/** The tokens, with every occurrence of the pair replaced by `id`. */
export function mergePair(
  tokens: number[],
  [left, right]: Merge,
  id: number,
): number[] {
  const merged: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = tokens[at] === left && tokens[at + 1] === right;
    merged.push(found ? id : tokens[at]);
    if (found) at++;
  }
  return merged;
}

/** The most frequent pair of neighbours; of equals the one with smaller ids. */
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

/** A word over the letters a, b, c. */
export function randomWord(random: Random, from: number, to: number): number[] {
  return times(whole(random, from, to), () => whole(random, 97, 99));
}

/** Words over a, b, c with small counts, so that ties are common. */
export function randomWords(random: Random, count: number): CountedWord[] {
  return times(count, () => ({
    tokens: randomWord(random, 2, 6),
    count: whole(random, 1, 4),
  }));
}
