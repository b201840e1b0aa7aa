import { ensure, expectNumber } from "../base/expect";
import { createHeap } from "../base/heap";
import { splitWords } from "./clean-text";

/** Two neighboring token ids that become one token. */
export type Merge = readonly [left: number, right: number];

/** The token that ends a document. */
export const END_OF_TEXT = 256;

/** What is shown for the token that ends a document, as in GPT-2. */
export const END_OF_TEXT_NAME = "<|endoftext|>";

/** The id of the first merge: after the 256 bytes and the end of text. */
export const FIRST_MERGE = 257;

/** A distinct word of the text: its current tokens, and its count. */
export interface CountedWord {
  tokens: number[];
  /** number of occurrences in the text */
  count: number;
}

/** Two neighboring tokens: their count, and the words that hold them. */
interface Pair {
  /** left * vocabSize + right: sorts by the left id, then by the right one */
  key: number;
  count: number;
  /** the count under which the pair waits in the queue */
  queued: number;
  /** the words that hold the pair, or once held it */
  words: Set<CountedWord>;
}

/** Few enough tokens that the key of a pair is an exact number. */
export const MOST_TOKENS = 1_000_000;

const SIZES = {
  whole: true,
  least: FIRST_MERGE,
  most: MOST_TOKENS,
  hint: "GPT-2 has 50257, TinyLLM 5000.",
};

/** A pair that occurs once teaches nothing about other texts. */
const LEAST_COUNT = 2;

/**
 * Learns the merges of byte-pair encoding: repeatedly, the most frequent pair
 * of neighbors becomes a new token. Among equally frequent pairs, the one with
 * the smaller left id wins, then the one with the smaller right id.
 *
 * Each distinct word is stored once with its count. A merge visits only the
 * words that hold its pair: it subtracts their pairs from the counts, and adds
 * their pairs after the merge.
 *
 * @param texts the documents; a pair never spans two of them
 * @param options vocabSize V: the 256 bytes, the end of text, and the merges
 * @returns the merges in order; merge `k` makes token `FIRST_MERGE + k`
 * @throws if the text is empty, `vocabSize` is below 257, or larger than the
 *   text has pairs for (the message says how large it may be)
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function learnMerges(
  texts: readonly string[],
  { vocabSize }: { vocabSize: number },
): Merge[] {
  expectNumber("BPETokenizer.train: vocabSize", vocabSize, SIZES);
  const pairs = createPairs(vocabSize);
  for (const word of countWords(texts)) pairs.add(word);
  const merges: Merge[] = [];
  while (FIRST_MERGE + merges.length < vocabSize) {
    const rank = merges.length;
    const best = pairs.takeBest();
    ensure(
      best !== undefined,
      () =>
        `BPETokenizer.train: every merge needs a pair that occurs at least ` +
        `${LEAST_COUNT} times; vocabSize ${vocabSize} asks for ` +
        `${vocabSize - FIRST_MERGE} merges, this text has ${rank}. Use more ` +
        `text, or a vocabSize of at most ${FIRST_MERGE + rank}.`,
    );
    const left = Math.floor(best.key / vocabSize);
    const merge: Merge = [left, best.key % vocabSize]; // key = left V + right
    for (const word of best.words) {
      const merged = mergePair(word.tokens, merge, FIRST_MERGE + rank);
      if (merged.length === word.tokens.length) continue; // an earlier merge took the pair
      pairs.remove(word);
      word.tokens = merged;
      pairs.add(word);
    }
    merges.push(merge);
  }
  return merges;
}

/** Counts the distinct words of all texts, as bytes. */
function countWords(texts: readonly string[]): CountedWord[] {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of splitWords(text))
      counts.set(word, (counts.get(word) ?? 0) + 1); // count(word)
  ensure(
    counts.size > 0,
    () =>
      "BPETokenizer.train: the text must not be empty; got no characters. " +
      "Check that the file was read and that cleaning left something.",
  );
  const encoder = new TextEncoder();
  return [...counts].map(([word, count]) => ({
    tokens: [...encoder.encode(word)],
    count,
  }));
}

/**
 * Counts the pairs of all words, and finds the most frequent one on demand.
 *
 * A pair is queued with its count at that time. After a merge, the count of an
 * older pair never rises. So a pair that leaves the queue with its current
 * count is the most frequent. If its count has fallen, it is queued again with
 * the new count.
 */
function createPairs(vocabSize: number) {
  const pairs = new Map<number, Pair>();
  const unqueued: Pair[] = []; // pairs met since the last merge was chosen
  const queue = createHeap<Pair>((a, b) =>
    a.queued === b.queued ? a.key < b.key : a.queued > b.queued,
  );
  const enqueue = (pair: Pair): void => {
    pair.queued = pair.count;
    if (pair.count >= LEAST_COUNT) queue.push(pair);
  };
  const pairOf = (left: number, right: number): Pair => {
    const key = left * vocabSize + right;
    let pair = pairs.get(key);
    if (pair === undefined) {
      pair = { key, count: 0, queued: 0, words: new Set() };
      pairs.set(key, pair);
      unqueued.push(pair);
    }
    return pair;
  };
  return {
    add(word: CountedWord): void {
      for (let at = 1; at < word.tokens.length; at++) {
        const pair = pairOf(word.tokens[at - 1], word.tokens[at]);
        pair.count += word.count; // count(left, right)
        pair.words.add(word);
      }
    },
    remove({ tokens, count }: CountedWord): void {
      for (let at = 1; at < tokens.length; at++)
        pairOf(tokens[at - 1], tokens[at]).count -= count; // count(left, right)
    },
    takeBest(): Pair | undefined {
      for (const pair of unqueued.splice(0)) enqueue(pair);
      for (;;) {
        const pair = queue.pop();
        if (pair === undefined || pair.queued === pair.count) return pair;
        enqueue(pair);
      }
    },
  };
}

/**
 * Replaces every occurrence of a pair with one token, from the left: in `a a a`
 * the first two are merged.
 *
 * @param tokens (n) token ids
 * @param pair the two neighbors
 * @param id id of the new token
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function mergePair(
  tokens: readonly number[],
  [left, right]: Merge,
  id: number,
): number[] {
  const merged: number[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const found = tokens[at] === left && tokens[at + 1] === right;
    merged.push(found ? id : tokens[at]);
    if (found) at++; // skips the right one
  }
  return merged;
}

/**
 * Merges the pairs of one word in the order in which they were learned.
 *
 * The tokens form a chain (`next`, `previous`), so that a merge only looks at
 * its two new neighbors. A heap gives the next merge: the earliest learned, and
 * the leftmost among equals. O(n log n) for a word of n bytes.
 *
 * @param bytes (n) the word's UTF-8
 * @param mergedOf the token that a pair becomes, `undefined` if none
 * @returns the word's tokens
 */
export function applyMerges(
  bytes: Uint8Array,
  mergedOf: (left: number, right: number) => number | undefined,
): number[] {
  const size = bytes.length;
  const tokens = [...bytes]; // -1 for a token merged into the one before it
  const next = tokens.map((_, at) => at + 1);
  const previous = tokens.map((_, at) => at - 1);
  // merge * size + position: one number that sorts by merge, then by position
  const due = createHeap<number>((a, b) => a < b);
  const propose = (at: number): void => {
    if (at < 0 || next[at] >= size) return;
    const merged = mergedOf(tokens[at], tokens[next[at]]);
    if (merged !== undefined) due.push(merged * size + at);
  };
  for (let at = 0; at < size; at++) propose(at);
  for (let item = due.pop(); item !== undefined; item = due.pop()) {
    const at = item % size;
    const merged = Math.floor(item / size);
    const right = next[at];
    if (tokens[at] < 0 || right >= size) continue; // merged away, or the last
    if (mergedOf(tokens[at], tokens[right]) !== merged) continue; // outdated
    tokens[at] = merged;
    tokens[right] = -1;
    next[at] = next[right]; // the chain skips the right one
    if (next[at] < size) previous[next[at]] = at;
    propose(previous[at]);
    propose(at);
  }
  return tokens.filter((token) => token >= 0);
}
