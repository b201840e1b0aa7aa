import { ensure, ensureInteger } from "../base/expect";
import { createHeap } from "./heap";
import { splitWords } from "./clean-text";

/** Two token ids that stand side by side and become one. */
export type Merge = readonly [left: number, right: number];

/** The token that ends a document; no text ever encodes to it. */
export const END_OF_TEXT = 256;

/** The id of the first merge: after the 256 bytes and the end of text. */
export const FIRST_MERGE = 257;

/** What `onMerge` is told of each merge. */
export interface MergeEvent {
  /** 0 for the first merge */
  rank: number;
  left: number;
  right: number;
  /** the new token */
  id: number;
  /** how often the pair stood in the text */
  count: number;
}

/** What {@link learnMerges} needs beside the text. */
export interface LearnMergesOptions {
  /** tokens in all: 256 bytes, the end of text, and the merges */
  vocabSize: number;
  /** called after each merge */
  onMerge?: (event: MergeEvent) => void;
}

/** Every different word once, as token ids, all in one array. */
interface WordTable {
  /** word `w` is `tokens[starts[w]] ... tokens[starts[w] + lengths[w] - 1]` */
  tokens: Int32Array;
  starts: Int32Array;
  lengths: Int32Array;
  /** how often the word stands in the text */
  counts: Int32Array;
}

/** Every pair of neighbours met so far. */
interface PairTable {
  /** left * vocabSize + right -> where the pair stands below */
  index: Map<number, number>;
  keys: number[];
  counts: number[];
  /** the words in which the pair stands, or once stood */
  words: number[][];
}

/** So that two ids make one exact number. */
const LARGEST_VOCABULARY = 1_000_000;

/** A pair that occurs once teaches nothing about other texts. */
const LEAST_COUNT = 2;

/**
 * Learns the merges of byte-pair encoding: again and again the most frequent
 * pair of neighbours becomes a new token.
 *
 * Of equally frequent pairs the one with the smaller left id wins, then the
 * one with the smaller right id: so the result depends on nothing but the
 * text. Each different word is stored once with its count, and a merge only
 * visits the words that hold its pair, so the counts are kept up to date
 * instead of counted anew.
 *
 * @param texts the documents; a pair never spans two of them
 * @returns the merges in order; merge `k` makes token `FIRST_MERGE + k`
 * @throws if the text is empty, `vocabSize` is below 257, or larger than the
 *   text has pairs for (the message says how large it may be)
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function learnMerges(
  texts: readonly string[],
  { vocabSize, onMerge }: LearnMergesOptions,
): Merge[] {
  ensureInteger("BPETokenizer.train", "vocabSize", vocabSize, FIRST_MERGE);
  ensure(
    vocabSize <= LARGEST_VOCABULARY,
    () =>
      `BPETokenizer.train: vocabSize must be at most ${LARGEST_VOCABULARY}; ` +
      `got ${vocabSize}. GPT-2 has 50257, TinyLLM 5000.`,
  );
  const words = buildWordTable(countWords(texts));
  const pairs = countPairs(words, vocabSize);
  const queue = createPairQueue(pairs);
  const merges: Merge[] = [];
  while (FIRST_MERGE + merges.length < vocabSize) {
    const best = queue.next();
    ensureEnough(best, merges.length, vocabSize);
    const rank = merges.length;
    const id = FIRST_MERGE + rank;
    const left = Math.floor(pairs.keys[best] / vocabSize);
    const right = pairs.keys[best] % vocabSize;
    const count = pairs.counts[best];
    const firstNew = pairs.keys.length;
    mergePair(words, pairs, best, { left, right, id, vocabSize });
    for (let pair = firstNew; pair < pairs.keys.length; pair++)
      queue.push(pair);
    onMerge?.({ rank, left, right, id, count });
    merges.push([left, right]);
  }
  return merges;
}

function ensureEnough(
  best: number | undefined,
  merged: number,
  vocabSize: number,
): asserts best is number {
  ensure(
    best !== undefined,
    () =>
      `BPETokenizer.train: every merge needs a pair that occurs at least ` +
      `${LEAST_COUNT} times; vocabSize ${vocabSize} asks for ` +
      `${vocabSize - FIRST_MERGE} merges, this text has ${merged}. Give more ` +
      `text, or a vocabSize of at most ${FIRST_MERGE + merged}.`,
  );
}

function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts)
    for (const word of splitWords(text))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  ensure(
    counts.size > 0,
    () =>
      "BPETokenizer.train: needs a text to learn from; got an empty one. " +
      "Check that the file was read and that cleaning left something.",
  );
  return counts;
}

function buildWordTable(wordCounts: Map<string, number>): WordTable {
  const encoder = new TextEncoder();
  const counts = Int32Array.from(wordCounts.values());
  const starts = new Int32Array(counts.length);
  const lengths = new Int32Array(counts.length);
  const tokens: number[] = [];
  let word = 0;
  for (const text of wordCounts.keys()) {
    starts[word] = tokens.length;
    for (const byte of encoder.encode(text)) tokens.push(byte);
    lengths[word] = tokens.length - starts[word];
    word++;
  }
  return { tokens: Int32Array.from(tokens), starts, lengths, counts };
}

function countPairs(words: WordTable, vocabSize: number): PairTable {
  const { tokens, starts, lengths, counts } = words;
  const index = new Map<number, number>();
  const pairs: PairTable = { index, keys: [], counts: [], words: [] };
  for (let word = 0; word < starts.length; word++) {
    const last = starts[word] + lengths[word] - 1;
    for (let at = starts[word]; at < last; at++) {
      const key = tokens[at] * vocabSize + tokens[at + 1];
      addToPair(pairs, key, word, counts[word]);
    }
  }
  return pairs;
}

/** `count` more (or fewer, below 0) of the pair `key` stand in `word`. */
function addToPair(
  pairs: PairTable,
  key: number,
  word: number,
  count: number,
): void {
  const pair = pairs.index.get(key);
  if (pair === undefined) {
    pairs.index.set(key, pairs.keys.length);
    pairs.keys.push(key);
    pairs.counts.push(count);
    pairs.words.push([word]);
    return;
  }
  pairs.counts[pair] += count;
  if (count < 0) return;
  const holders = pairs.words[pair];
  if (holders[holders.length - 1] !== word) holders.push(word);
}

/**
 * Gives the most frequent pair. Counts fall while pairs wait; so each waits
 * under the count it had when it was pushed, and goes back with its new count
 * when it comes out too early. (A count never rises after its merge is over.)
 */
function createPairQueue(pairs: PairTable) {
  const pushedCounts: number[] = [];
  const heap = createHeap((a, b) =>
    pushedCounts[a] === pushedCounts[b]
      ? pairs.keys[a] < pairs.keys[b]
      : pushedCounts[a] > pushedCounts[b],
  );
  const push = (pair: number): void => {
    if (pairs.counts[pair] < LEAST_COUNT) return;
    pushedCounts[pair] = pairs.counts[pair];
    heap.push(pair);
  };
  const next = (): number | undefined => {
    for (;;) {
      const pair = heap.pop();
      if (pair === undefined) return undefined;
      if (pushedCounts[pair] === pairs.counts[pair]) return pair;
      push(pair);
    }
  };
  pairs.keys.forEach((_, pair) => push(pair));
  return { push, next };
}

/** Replaces the pair by its new token in every word that holds it. */
function mergePair(
  words: WordTable,
  pairs: PairTable,
  pair: number,
  merge: { left: number; right: number; id: number; vocabSize: number },
): void {
  const { tokens, starts, lengths, counts } = words;
  const { left, right, id, vocabSize } = merge;
  const change = (first: number, second: number, word: number, by: number) =>
    addToPair(pairs, first * vocabSize + second, word, by);
  for (const word of pairs.words[pair]) {
    const start = starts[word];
    const end = start + lengths[word];
    const count = counts[word];
    let write = start;
    for (let read = start; read < end; read++, write++) {
      tokens[write] = tokens[read];
      if (tokens[read] !== left || read + 1 === end) continue;
      if (tokens[read + 1] !== right) continue;
      if (write > start) {
        change(tokens[write - 1], left, word, -count);
        change(tokens[write - 1], id, word, count);
      }
      if (read + 2 < end) {
        change(right, tokens[read + 2], word, -count);
        change(id, tokens[read + 2], word, count);
      }
      tokens[write] = id;
      read++;
    }
    lengths[word] = write - start;
  }
  pairs.words[pair] = [];
  pairs.counts[pair] = 0;
}
