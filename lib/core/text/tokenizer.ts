import {
  applyMerges,
  END_OF_TEXT,
  END_OF_TEXT_NAME,
  FIRST_MERGE,
  learnMerges,
  type Merge,
  MOST_TOKENS,
} from "./merges";
import { JUPYTER_DISPLAY, type MimeBundle } from "../base/display";
import { ensure, expectId, show } from "../base/expect";
import { splitWords } from "./clean-text";
import { splitLikeGpt2 } from "./gpt2-words";

const FORMAT = "tinyllm-bpe";
const VERSION = 1;

const OTHER_TOKENIZER =
  "Do the ids come from another tokenizer, or the model from another vocabSize?";

/** Number of words that the cache holds, more than a novel has. */
const CACHED_WORDS = 100_000;

/**
 * Bytes that all tokens may have together. Each merge can double a token, so 40
 * merges could fill any memory; GPT-2's tokens have 0.3 MB.
 */
const MOST_BYTES = 2 ** 27;

/**
 * How a text is cut into words, inside which pairs are merged: as in chapter 07,
 * or as GPT-2 does. GPT-2 also reads `<|endoftext|>` in a text as the end of
 * text.
 */
export type WordSplit = "course" | "gpt2";

/** Options of {@link BPETokenizer}. */
export interface TokenizerOptions {
  /** the split with which the merges were learned @defaultValue "course" */
  split?: WordSplit;
}

/** A tokenizer as JSON. The merges are everything that it has learned. */
export interface SavedTokenizer {
  format: string;
  version: number;
  merges: readonly Merge[];
  /** only if it is not the default */
  split?: WordSplit;
}

/**
 * Byte-pair encoding over UTF-8 bytes: every text can be encoded, and decoding
 * restores it.
 *
 * Ids 0 to 255 are the bytes, 256 ends a document, and merge `k` made token
 * `257 + k`. So the first merges of a large vocabulary are a small one:
 * `new BPETokenizer(tokenizer.merges.slice(0, 100))`.
 *
 * Half a surrogate pair is not a character. It is encoded as U+FFFD, as every
 * UTF-8 encoder does, and is the only string that decoding does not restore.
 *
 * @see notebooks/07-text-to-tokens.ipynb
 */
export class BPETokenizer {
  readonly merges: readonly Merge[];
  /** how a text is cut into words */
  readonly split: WordSplit;
  /** V: 256 bytes, the end of text, and the merges */
  readonly vocabSize: number;
  /** id of the token between two documents */
  readonly endOfText: number = END_OF_TEXT;
  readonly #bytes: Uint8Array[];
  /** left * vocabSize + right -> the token they become */
  readonly #merged = new Map<number, number>();
  readonly #cache = new Map<string, number[]>();
  #size = 0;

  /**
   * @param merges pairs of ids, each below the id that its merge makes
   * @param options split
   * @throws if a merge uses a token that does not exist yet, or occurs twice,
   *   or if the tokens are too many or too long, or the split is unknown
   */
  constructor(
    merges: readonly Merge[],
    { split = "course" }: TokenizerOptions = {},
  ) {
    ensure(
      split === "course" || split === "gpt2",
      () =>
        `BPETokenizer: split must be "course" or "gpt2"; got ${show(split)}. ` +
        `Was it saved by a later version?`,
    );
    ensure(
      FIRST_MERGE + merges.length <= MOST_TOKENS,
      () =>
        `BPETokenizer: there may be at most ${MOST_TOKENS - FIRST_MERGE} ` +
        `merges; got ${merges.length}. Use the first ones.`,
    );
    this.merges = merges;
    this.split = split;
    this.vocabSize = FIRST_MERGE + merges.length;
    this.#bytes = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
    this.#bytes.push(new Uint8Array(0)); // the end of text
    merges.forEach((merge, rank) => this.#addMerge(merge, FIRST_MERGE + rank));
  }

  #addMerge(merge: Merge, id: number): void {
    const exists = (part: number): boolean =>
      Number.isInteger(part) && part >= 0 && part < id && part !== END_OF_TEXT;
    const isPair =
      Array.isArray(merge) && merge.length === 2 && merge.every(exists);
    const [left, right] = isPair ? merge : [-1, -1];
    const key = left * this.vocabSize + right;
    ensure(
      isPair && !this.#merged.has(key),
      () =>
        `BPETokenizer: a merge must join two earlier tokens, each pair once; ` +
        `merge ${id - FIRST_MERGE} is ${show(merge)}, and only ids below ${id} ` +
        `exist at that point. Was the list cut, sorted or edited? Train or load again.`,
    );
    this.#merged.set(key, id);
    const [first, second] = [this.#bytes[left], this.#bytes[right]];
    this.#size += first.length + second.length;
    ensure(
      this.#size <= MOST_BYTES,
      () =>
        `BPETokenizer: all tokens together may have ${MOST_BYTES} bytes; after ` +
        `merge ${id - FIRST_MERGE} they have ${this.#size}. Is the list of ` +
        `merges damaged? Train or load again.`,
    );
    const bytes = new Uint8Array(first.length + second.length);
    bytes.set(first);
    bytes.set(second, first.length);
    this.#bytes.push(bytes);
  }

  /**
   * Learns a vocabulary from text, as {@link learnMerges} does.
   *
   * @param text one text, or a list of documents
   * @param options vocabSize V: the 256 bytes, the end of text, and the merges
   * @throws if the text is empty, or `vocabSize` is below 257 or larger than
   *   the text allows; the message says what is possible
   */
  static train(
    text: string | readonly string[],
    options: { vocabSize: number },
  ): BPETokenizer {
    const texts = typeof text === "string" ? [text] : text;
    return new BPETokenizer(learnMerges(texts, options));
  }

  /**
   * The tokens of a text. Only with GPT-2's split can the end of text be one of
   * them.
   *
   * @param text any string; an empty one has no tokens
   * @returns (N) token ids
   */
  encode(text: string): Int32Array {
    return Int32Array.from(this.#tokensOf(text));
  }

  /**
   * The tokens of several documents, with the end of text after each.
   *
   * @param texts the documents' texts, in order
   * @returns (N) token ids
   */
  encodeDocuments(texts: readonly string[]): Int32Array {
    return Int32Array.from(
      texts.flatMap((text) => [...this.#tokensOf(text), END_OF_TEXT]),
    );
  }

  #tokensOf(text: string): number[] {
    if (this.split === "course")
      return splitWords(text).flatMap((word) => this.#tokensOfWord(word));
    return splitLikeGpt2(text).flatMap((word) =>
      word === END_OF_TEXT_NAME ? [END_OF_TEXT] : this.#tokensOfWord(word),
    );
  }

  #tokensOfWord(word: string): number[] {
    const known = this.#cache.get(word);
    if (known !== undefined) return known;
    const tokens = applyMerges(new TextEncoder().encode(word), (left, right) =>
      this.#merged.get(left * this.vocabSize + right),
    );
    if (this.#cache.size >= CACHED_WORDS) this.#cache.clear();
    this.#cache.set(word, tokens);
    return tokens;
  }

  /**
   * Decodes tokens to text. Bytes that are not UTF-8, such as half a character,
   * become U+FFFD; the end of text becomes `<|endoftext|>`.
   *
   * @param ids (N) token ids, each from 0 to V - 1
   * @throws if an id is out of range
   */
  decode(ids: ArrayLike<number>): string {
    const endOfText = new TextEncoder().encode(END_OF_TEXT_NAME);
    const pieces = Array.from(ids, (id) =>
      id === END_OF_TEXT ? endOfText : this.tokenBytes(id),
    );
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      Buffer.concat(pieces),
    );
  }

  /**
   * The bytes of a token; empty for the end of text.
   *
   * @param id from 0 to V - 1
   * @throws if the id is out of range
   */
  tokenBytes(id: number): Uint8Array {
    expectId("BPETokenizer: token id", id, this.vocabSize, OTHER_TOKENIZER);
    return this.#bytes[id];
  }

  /**
   * A readable form of a token: its text, or its bytes as `<E2 80>` if they
   * are not whole characters.
   *
   * @param id from 0 to V - 1
   * @throws if the id is out of range
   */
  tokenText(id: number): string {
    const bytes = this.tokenBytes(id);
    if (id === END_OF_TEXT) return END_OF_TEXT_NAME;
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
    const saved = { format: FORMAT, version: VERSION, merges: this.merges };
    return this.split === "course" ? saved : { ...saved, split: this.split };
  }

  /**
   * Restores a tokenizer from the result of {@link toJSON}.
   *
   * @param saved the parsed JSON
   * @throws if `saved` is something else, of a later version, or damaged
   */
  static fromJSON(saved: unknown): BPETokenizer {
    const { format, version, merges, split, ...others } = (saved ??
      {}) as Partial<SavedTokenizer>;
    const [other] = Object.keys(others);
    const isKnown = format === FORMAT && version === VERSION;
    ensure(
      isKnown && Array.isArray(merges) && other === undefined,
      () =>
        `BPETokenizer: a saved tokenizer must have format "${FORMAT}", version ` +
        `${VERSION} and a list of merges; got format ${show(format)}, version ` +
        `${show(version)}${other === undefined ? "" : `, and ${show(other)}`}. ` +
        `Is it another file, or from a later version?`,
    );
    return new BPETokenizer(merges, { split });
  }

  /** The display of a tokenizer that ends a cell. */
  [JUPYTER_DISPLAY](): MimeBundle {
    const count = Math.min(8, this.merges.length);
    const texts = (first: number): string =>
      Array.from({ length: count }, (_, i) =>
        JSON.stringify(this.tokenText(first + i)),
      ).join(" ");
    return {
      "text/plain":
        `BPETokenizer, ${this.vocabSize} tokens: 256 bytes, the end of text, ` +
        `${this.merges.length} merges\n` +
        `first merges: ${texts(FIRST_MERGE)}\n` +
        `last merges:  ${texts(this.vocabSize - count)}`,
    };
  }
}
