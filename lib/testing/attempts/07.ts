import type { Merge } from "../../core/text/merges";
import { mergePair } from "../../core/text/merges";
import { tried, triedUntyped, type Attempt } from "./attempt";

interface Word {
  tokens: number[];
  count: number;
}

/** Counts pairs by a text, and picks one. */
const counting =
  (other: {
    /** what a word adds to each of its pairs */
    weight?: (word: Word) => number;
    /** the words that are looked at */
    words?: (words: Word[]) => Word[];
    /** whether a pair is left out */
    skip?: (tokens: number[], at: number) => boolean;
    /** below 0 if `a` is better, at equal counts */
    tie?: (a: string, b: string) => number;
  }) =>
  (words: Word[]): Merge => {
    const counts = new Map<string, number>();
    for (const word of other.words?.(words) ?? words)
      for (let at = 0; at + 1 < word.tokens.length; at++) {
        if (other.skip?.(word.tokens, at)) continue;
        const pair = `${word.tokens[at]},${word.tokens[at + 1]}`;
        const more = other.weight?.(word) ?? word.count;
        counts.set(pair, (counts.get(pair) ?? 0) + more);
      }
    const byIds = (a: string, b: string): number => {
      const [one, two] = [a, b].map((pair) => pair.split(",").map(Number));
      return one[0] - two[0] || one[1] - two[1];
    };
    const tie = other.tie ?? byIds;
    const [best] = [...counts].sort((a, b) => b[1] - a[1] || tie(a[0], b[0]));
    const [left, right] = best[0].split(",").map(Number);
    return [left, right];
  };

/** Cuts windows of `size`, one every `stride`, while `least` are left. */
const cut = (
  ids: number[],
  stride: number,
  size: number,
  least: number,
): number[][] => {
  const windows: number[][] = [];
  for (let start = 0; start + least <= ids.length; start += stride)
    windows.push(ids.slice(start, start + size));
  return windows;
};

/** Wrong answers of chapter 07. */
export const ATTEMPTS_07: Attempt[] = [
  tried(
    "07.1",
    "no skip after a merge",
    (tokens, [left, right], id) => {
      const merged: number[] = [];
      for (let at = 0; at < tokens.length; at++)
        if (tokens[at] === left && tokens[at + 1] === right) merged.push(id);
        else merged.push(tokens[at]);
      return merged;
    },
    /the right token stays/,
  ),
  tried(
    "07.1",
    "a loop to length - 1",
    (tokens, [left, right], id) => {
      const merged: number[] = [];
      for (let at = 0; at < tokens.length - 1; at++)
        if (tokens[at] === left && tokens[at + 1] === right) {
          merged.push(id);
          at++;
        } else merged.push(tokens[at]);
      return merged;
    },
    /a last token that is not part of a pair is lost/,
  ),
  tried(
    "07.1",
    "the first occurrence",
    (tokens, [left, right], id) => {
      const merged = [...tokens];
      for (let at = 0; at + 1 < merged.length; at++)
        if (merged[at] === left && merged[at + 1] === right) {
          merged.splice(at, 2, id);
          break;
        }
      return merged;
    },
    /only the first occurrence/,
  ),
  tried(
    "07.1",
    "join and replaceAll",
    (tokens, [left, right], id) =>
      tokens
        .join(" ")
        .replaceAll(`${left} ${right}`, String(id))
        .split(" ")
        .map(Number),
    /merged in the text of all ids/,
  ),
  tried(
    "07.1",
    "splice on the input",
    (tokens, [left, right], id) => {
      for (let at = 0; at + 1 < tokens.length; at++)
        if (tokens[at] === left && tokens[at + 1] === right)
          tokens.splice(at, 2, id);
      return tokens;
    },
    /changed the input tokens/,
  ),
  tried(
    "07.1",
    "from the right",
    (tokens, [left, right], id) => {
      const merged = [...tokens];
      for (let at = merged.length - 2; at >= 0; at--)
        if (merged[at] === left && merged[at + 1] === right)
          merged.splice(at, 2, id);
      return merged;
    },
    /read from the right/,
  ),
  tried(
    "07.2",
    "the count ignored",
    counting({ weight: () => 1 }),
    /every word counts once/,
  ),
  tried(
    "07.2",
    "the first one met",
    counting({ tie: () => 0 }),
    /on a tie the first one met/,
  ),
  tried(
    "07.2",
    "a tie by text",
    counting({ tie: (a, b) => (a < b ? -1 : 1) }),
    /on a tie ids are compared as (texts|strings)/,
  ),
  tried(
    "07.2",
    "pairs across words",
    counting({
      words: (words) => [
        {
          tokens: words.flatMap(({ tokens, count }) =>
            Array.from({ length: count }, () => tokens).flat(),
          ),
          count: 1,
        },
      ],
    }),
    /one occurrence of a word to the next/,
  ),
  tried(
    "07.2",
    "an array as the key of a Map",
    (words) => {
      const counts = new Map<number[], number>();
      for (const { tokens, count } of words)
        for (let at = 0; at + 1 < tokens.length; at++) {
          const pair = [tokens[at], tokens[at + 1]];
          counts.set(pair, (counts.get(pair) ?? 0) + count);
        }
      const [best] = [...counts].sort(
        ([a, n], [b, m]) => m - n || a[0] - b[0] || a[1] - b[1],
      );
      const [left, right] = best[0];
      return [left, right];
    },
    /counted apart/,
  ),
  tried(
    "07.2",
    "a a a counted once",
    counting({
      skip: (tokens, at) => {
        let run = 0;
        while (at - run > 0 && tokens[at - run - 1] === tokens[at]) run++;
        return tokens[at] === tokens[at + 1] && run % 2 === 1;
      },
    }),
    /a a a/,
  ),
  triedUntyped(
    "07.2",
    "number[] is returned",
    (words: Word[]) => counting({})(words),
    "TypeScript",
  ),
  tried(
    "07.3",
    "unchanged but for the names",
    (bytes, merges) => {
      const ids = [...bytes];
      for (let i = 0; i + 1 < ids.length; i++) {
        const rank = merges.findIndex(
          ([l, r]) => l === ids[i] && r === ids[i + 1],
        );
        if (rank >= 0) {
          ids.splice(i, 2, 257 + rank);
          i = -1;
        }
      }
      return ids;
    },
    /makes no difference/,
  ),
  tried(
    "07.3",
    "256 + rank",
    (bytes, merges) => {
      let tokens = [...bytes];
      merges.forEach((merge, rank) => {
        tokens = mergePair(tokens, merge, 256 + rank);
      });
      return tokens;
    },
    /one token too low/,
  ),
  tried(
    "07.3",
    "each merge once per word",
    (bytes, merges) => {
      const tokens = [...bytes];
      merges.forEach(([left, right], rank) => {
        for (let at = 0; at + 1 < tokens.length; at++)
          if (tokens[at] === left && tokens[at + 1] === right) {
            tokens.splice(at, 2, 257 + rank);
            break;
          }
      });
      return tokens;
    },
    /each merge only once in a word/,
  ),
  tried(
    "07.3",
    "the last merge first",
    (bytes, merges) => {
      let tokens = [...bytes];
      for (let rank = merges.length - 1; rank >= 0; rank--)
        tokens = mergePair(tokens, merges[rank], 257 + rank);
      return tokens;
    },
    /the last learned first/,
  ),
  tried(
    "07.3",
    "from the right",
    (bytes, merges) => {
      const tokens = [...bytes];
      merges.forEach(([left, right], rank) => {
        for (let at = tokens.length - 2; at >= 0; at--)
          if (tokens[at] === left && tokens[at + 1] === right)
            tokens.splice(at, 2, 257 + rank);
      });
      return tokens;
    },
    /from the right/,
  ),
  tried(
    "07.3",
    "the lowest rank, but only once",
    (bytes, merges) => {
      for (let rank = 0; rank < merges.length; rank++) {
        const merged = mergePair(bytes, merges[rank], 257 + rank);
        if (merged.length < bytes.length) return merged;
      }
      return bytes;
    },
    /only the first merge/,
  ),
  tried(
    "07.3",
    "at = 0 after a merge",
    (bytes, merges) => {
      const tokens = [...bytes];
      for (let at = 0; at + 1 < tokens.length; at++) {
        const rank = merges.findIndex(
          ([left, right]) => left === tokens[at] && right === tokens[at + 1],
        );
        if (rank < 0) continue;
        tokens.splice(at, 2, 257 + rank);
        at = 0;
      }
      return tokens;
    },
    /still the first pair from the left/,
  ),
  tried(
    "07.3",
    "no new start after a merge",
    (bytes, merges) => {
      const tokens = [...bytes];
      for (let at = 0; at + 1 < tokens.length; at++) {
        const rank = merges.findIndex(
          ([left, right]) => left === tokens[at] && right === tokens[at + 1],
        );
        if (rank >= 0) tokens.splice(at, 2, 257 + rank);
      }
      return tokens;
    },
    /still the first pair from the left/,
  ),
  tried(
    "07.4",
    "disjoint",
    (ids, length) => cut(ids, length + 1, length + 1, length + 1),
    /a token between two windows is never predicted/,
  ),
  tried(
    "07.4",
    "what is left over is kept",
    (ids, length) => cut(ids, length, length + 1, 2),
    /a last window that is too short/,
  ),
  tried(
    "07.4",
    "stride 1",
    (ids, length) => cut(ids, 1, length + 1, length + 1),
    /a window at every token/,
  ),
  tried(
    "07.4",
    "the last full one is lost",
    (ids, length) => cut(ids, length, length + 1, length + 2),
    /the last window is missing/,
  ),
  tried(
    "07.4",
    "length tokens",
    (ids, length) => cut(ids, length, length, length),
    /one token short/,
  ),
  tried("07.5", "1.05", 1.05, /nats, not bits/),
  tried("07.5", "0.73", 0.73, /multiplied by ln 2/),
  tried("07.5", "6.06", 6.06, /bits per token/),
  tried("07.5", "24.24", 24.24, /bytes and tokens swapped/),
  tried("07.5", "1.5", 1.5, /round/),
];
