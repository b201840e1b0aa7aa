import { readFileSync, writeFileSync } from "node:fs";
import {
  END_OF_TEXT,
  FIRST_MERGE,
  learnMerges,
  type LearnMergesOptions,
  type Merge,
} from "./merges";
import { JUPYTER_DISPLAY, type MimeBundle } from "../base/display";
import { ensure, show } from "../base/expect";
import { applyMerges } from "./merge-word";
import { splitWords } from "./clean-text";

const FORMAT = "tinyllm-bpe";
const VERSION = 1;
const END_OF_TEXT_SHOWN = "<|endoftext|>";

/** Words whose tokens are remembered; more than a novel has. */
const CACHED_WORDS = 100_000;

/** A tokenizer as JSON: all that distinguishes it from others are its merges. */
export interface SavedTokenizer {
  format: string;
  version: number;
  merges: readonly Merge[];
}

/**
 * Byte-pair encoding over UTF-8 bytes: every text has tokens, and the tokens
 * give the text back.
 *
 * Ids 0 to 255 are the bytes, 256 ends a document, and merge `k` made token
 * `257 + k`. So the first merges of a large vocabulary are a small one:
 * `new BPETokenizer(tokenizer.merges.slice(0, 100))`.
 *
 * Half a surrogate pair is no character: it is encoded as U+FFFD, as every
 * UTF-8 encoder does. It is the only string that does not come back.
 *
 * @see notebooks/07-text-to-tokens.ipynb
 */
export class BPETokenizer {
  readonly merges: readonly Merge[];
  /** 256 bytes, the end of text, and the merges */
  readonly vocabSize: number;
  /** the id that stands between two documents */
  readonly endOfText: number = END_OF_TEXT;
  readonly #bytes: Uint8Array[];
  /** left * vocabSize + right -> the token they become */
  readonly #merged = new Map<number, number>();
  readonly #cache = new Map<string, number[]>();

  /**
   * @param merges pairs of ids, each below the id that its merge makes
   * @throws if a merge uses a token that does not exist yet, or comes twice
   */
  constructor(merges: readonly Merge[]) {
    this.merges = merges;
    this.vocabSize = FIRST_MERGE + merges.length;
    this.#bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    this.#bytes.push(new Uint8Array(0));
    merges.forEach((merge, rank) => this.#addMerge(merge, FIRST_MERGE + rank));
  }

  #addMerge(merge: Merge, id: number): void {
    const exists = (part: number): boolean =>
      Number.isInteger(part) && part >= 0 && part < id && part !== END_OF_TEXT;
    const isPair = Array.isArray(merge) && merge.length === 2;
    const [left, right] = isPair ? merge : [-1, -1];
    const key = left * this.vocabSize + right;
    ensure(
      exists(left) && exists(right) && !this.#merged.has(key),
      () =>
        `BPETokenizer: a merge joins two earlier tokens, each pair once; ` +
        `merge ${id - FIRST_MERGE} is ${show(merge)}, only ids below ${id} ` +
        `exist then. The list was cut, sorted or edited: train or load again.`,
    );
    this.#merged.set(key, id);
    this.#bytes.push(concat([this.#bytes[left], this.#bytes[right]]));
  }

  /**
   * Learns a vocabulary from text.
   *
   * @param text one text, or the documents as a list
   * @param options `vocabSize`, and `onMerge` to watch
   * @throws if the text is empty, or `vocabSize` is below 257 or larger than
   *   the text allows; the message says what is possible
   * @see {@link learnMerges} for the rule and its ties
   */
  static train(
    text: string | readonly string[],
    options: LearnMergesOptions,
  ): BPETokenizer {
    const texts = typeof text === "string" ? [text] : text;
    return new BPETokenizer(learnMerges(texts, options));
  }

  /**
   * The tokens of a text. It never yields the end of text, whatever the text
   * says: only {@link encodeDocuments} writes that token.
   *
   * @param text any string; an empty one has no tokens
   */
  encode(text: string): Int32Array {
    const ids: number[] = [];
    this.#append(text, ids);
    return Int32Array.from(ids);
  }

  /**
   * The tokens of many documents in a row, the end of text after each.
   *
   * @param texts the documents' texts, in order
   */
  encodeDocuments(texts: readonly string[]): Int32Array {
    const ids: number[] = [];
    for (const text of texts) {
      this.#append(text, ids);
      ids.push(END_OF_TEXT);
    }
    return Int32Array.from(ids);
  }

  #append(text: string, ids: number[]): void {
    for (const word of splitWords(text)) {
      let tokens = this.#cache.get(word);
      if (tokens === undefined) {
        tokens = this.#encodeWord(word);
        if (this.#cache.size >= CACHED_WORDS) this.#cache.clear();
        this.#cache.set(word, tokens);
      }
      for (const token of tokens) ids.push(token);
    }
  }

  #encodeWord(word: string): number[] {
    const bytes = new TextEncoder().encode(word);
    return applyMerges(Int32Array.from(bytes), (left, right) =>
      this.#merged.get(left * this.vocabSize + right),
    );
  }

  /**
   * The text of tokens. Bytes that are no UTF-8, as when a character was cut
   * in half, show as U+FFFD; the end of text shows as `<|endoftext|>`.
   *
   * @param ids token ids, each from 0 to vocabSize - 1
   * @throws if an id is out of range
   */
  decode(ids: ArrayLike<number>): string {
    const pieces = Array.from(ids, (id) =>
      id === END_OF_TEXT
        ? new TextEncoder().encode(END_OF_TEXT_SHOWN)
        : this.tokenBytes(id),
    );
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(concat(pieces));
  }

  /**
   * The bytes that a token stands for; none for the end of text.
   *
   * @throws if the id is out of range
   */
  tokenBytes(id: number): Uint8Array {
    ensure(
      Number.isInteger(id) && id >= 0 && id < this.vocabSize,
      () =>
        `BPETokenizer: a token id is a whole number from 0 to ` +
        `${this.vocabSize - 1}; got ${show(id)}. Do the ids come from another ` +
        `tokenizer, or the model from another vocabSize?`,
    );
    return this.#bytes[id];
  }

  /**
   * A token for human eyes: its text, or its bytes as `<E2 80>` when they are
   * no whole characters.
   *
   * @throws if the id is out of range
   */
  tokenText(id: number): string {
    const bytes = this.tokenBytes(id);
    if (id === END_OF_TEXT) return END_OF_TEXT_SHOWN;
    try {
      const strict = { fatal: true, ignoreBOM: true };
      return new TextDecoder("utf-8", strict).decode(bytes);
    } catch {
      const hex = Array.from(bytes, (byte) => byte.toString(16).toUpperCase());
      return `<${hex.join(" ")}>`;
    }
  }

  /** What `JSON.stringify` writes for a tokenizer. */
  toJSON(): SavedTokenizer {
    return { format: FORMAT, version: VERSION, merges: this.merges };
  }

  /**
   * A tokenizer from what {@link toJSON} gave.
   *
   * @throws if `saved` is something else, of a later version, or damaged
   */
  static fromJSON(saved: unknown): BPETokenizer {
    const { format, version, merges } = (saved ??
      {}) as Partial<SavedTokenizer>;
    ensure(
      format === FORMAT && version === VERSION && Array.isArray(merges),
      () =>
        `BPETokenizer: a saved tokenizer has format "${FORMAT}", version ` +
        `${VERSION} and a list of merges; got format ${show(format)}, ` +
        `version ${show(version)}. Is it another file, or from a later version?`,
    );
    return new BPETokenizer(merges);
  }

  /** Writes the tokenizer to a JSON file. */
  save(path: string): void {
    writeFileSync(path, JSON.stringify(this) + "\n");
  }

  /**
   * Reads a tokenizer that {@link save} wrote.
   *
   * @throws if the file is missing, no JSON, or no tokenizer
   */
  static load(path: string): BPETokenizer {
    const text = readFileSync(path, "utf8");
    let saved: unknown;
    try {
      saved = JSON.parse(text);
    } catch (error) {
      throw new RangeError(
        `BPETokenizer.load: ${path} must be JSON; it is not: ` +
          `${(error as Error).message}. Was the file cut? Save it again.`,
        { cause: error },
      );
    }
    return BPETokenizer.fromJSON(saved);
  }

  /** What a notebook shows for a tokenizer that ends a cell. */
  [JUPYTER_DISPLAY](): MimeBundle {
    const newest = Array.from(
      { length: Math.min(8, this.merges.length) },
      (_, i) => JSON.stringify(this.tokenText(this.vocabSize - 1 - i)),
    );
    const first = this.merges
      .slice(0, 8)
      .map((_, rank) => JSON.stringify(this.tokenText(FIRST_MERGE + rank)));
    const lines = [
      `BPETokenizer, ${this.vocabSize} tokens: 256 bytes, the end of text, ` +
        `${this.merges.length} merges`,
      `first merges: ${first.join(" ")}`,
      `last merges:  ${newest.reverse().join(" ")}`,
    ];
    return { "text/plain": lines.join("\n") };
  }
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
