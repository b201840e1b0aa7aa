import { BPETokenizer, END_OF_TEXT, type WordSplit } from "../core";
import { ensure, show } from "../core/base/expect";
import { underRule } from "../disk/read-file";
import { expectSettings } from "./gpt2-config";
import { WORD_PATTERN } from "../core/text/clean-text";
import { END_OF_TEXT_NAME, type Merge } from "../core/text/merges";

/** A tokenizer, and the ids of its tokens in a file. */
export interface NumberedTokenizer {
  tokenizer: BPETokenizer;
  /** (V) our id -> the id in the file */
  ids: Int32Array;
}

/**
 * The printable letters for the bytes 0 to 255 in GPT-2's files. Printable
 * bytes stay as they are; the others become the code points from 256 on.
 */
function byteLetters(): string[] {
  let next = 256;
  const prints = (byte: number): boolean =>
    (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  return Array.from({ length: 256 }, (_, byte) =>
    String.fromCharCode(prints(byte) ? byte : next++),
  );
}

const BYTE_LEVEL = { type: "ByteLevel", add_prefix_space: false };
const BYTES = { ...BYTE_LEVEL, trim_offsets: true, use_regex: false };
const COURSE_WORDS = {
  type: "Split",
  pattern: { Regex: WORD_PATTERN.source },
  behavior: "Isolated",
  invert: false,
};

/**
 * How a `tokenizer.json` describes each split. Two characters that `cleanText`
 * removes, U+FEFF and U+0085, are white space there or here, not in both. And
 * there `<|endoftext|>` in a text is the end of text with either split.
 */
const SPLITS: Record<WordSplit, object> = {
  course: { type: "Sequence", pretokenizers: [COURSE_WORDS, BYTES] },
  gpt2: { ...BYTES, use_regex: true }, // the pattern itself is built in there
};

/** Converts a tokenizer to the form of `tokenizer.json`, with our ids. */
export function tokenizerFile(tokenizer: BPETokenizer): unknown {
  const names = byteLetters();
  names.push(END_OF_TEXT_NAME);
  const merges = tokenizer.merges.map(([left, right]) => {
    names.push(names[left] + names[right]);
    return [names[left], names[right]];
  });
  const vocab = Object.fromEntries(names.map((name, id) => [name, id]));
  const end = { id: END_OF_TEXT, content: END_OF_TEXT_NAME, special: true };
  const asItIs = { lstrip: false, rstrip: false, normalized: false };
  return {
    version: "1.0",
    added_tokens: [{ ...end, single_word: false, ...asItIs }],
    pre_tokenizer: SPLITS[tokenizer.split],
    decoder: BYTES,
    model: { type: "BPE", vocab, merges },
  };
}

/** What `tokenizer.json` says of a tokenizer that cuts and merges like GPT-2's. */
const GPT2_SETTINGS = {
  normalizer: [null, undefined],
  dropout: [null, undefined, 0],
  ignore_merges: [false, undefined],
  continuing_subword_prefix: ["", null, undefined],
  end_of_word_suffix: ["", null, undefined],
};
const GPT2_WORDS = {
  pre_tokenizer: ["ByteLevel"],
  add_prefix_space: [false],
  use_regex: [true, undefined],
};

/**
 * The split that a `tokenizer.json` describes.
 *
 * @param file the parsed file
 * @param path the file's path, for messages
 * @throws if it is neither ours nor that of GPT-2
 */
function readSplit(file: unknown, path: string): WordSplit {
  const { normalizer, model, pre_tokenizer } = fieldsOf(file);
  expectSettings({ ...fieldsOf(model), normalizer }, GPT2_SETTINGS, path);
  const { type, pretokenizers, ...words } = fieldsOf(pre_tokenizer);
  const [first] = Array.isArray(pretokenizers)
    ? (pretokenizers as unknown[])
    : [];
  const { Regex } = fieldsOf(fieldsOf(first).pattern);
  if (Regex === WORD_PATTERN.source) return "course";
  expectSettings({ ...words, pre_tokenizer: type }, GPT2_WORDS, path);
  return "gpt2";
}

/**
 * Builds the tokenizer that a `tokenizer.json` describes. It gives each text the
 * same tokens.
 *
 * @param file the parsed file
 * @param path the file's path, for messages
 * @throws if it is not a byte-level BPE with 256 bytes, merges and an end of
 *   text, or cuts words in another way than GPT-2 and this course
 */
export function readTokenizer(file: unknown, path: string): NumberedTokenizer {
  const { model, added_tokens } = fieldsOf(file);
  const { type = "BPE", vocab, merges } = fieldsOf(model);
  ensure(
    type === "BPE" && Array.isArray(merges),
    () =>
      `loadGpt2: ${path} must describe byte-pair encoding; its model is ` +
      `${show(type)}, with ${Array.isArray(merges) ? merges.length : "no"} merges. ` +
      `Does it belong to a GPT-2?`,
  );
  const idByName = new Map(Object.entries(fieldsOf(vocab)));
  for (const added of Array.isArray(added_tokens) ? added_tokens : []) {
    const { content, id } = fieldsOf(added);
    if (typeof content === "string") idByName.set(content, id);
  }
  const ids: number[] = [];
  const ourIds = new Map<unknown, number>();
  const add = (name: string): void => {
    const id = idByName.get(name);
    ensure(
      Number.isInteger(id),
      () =>
        `loadGpt2: the vocabulary in ${path} must hold each byte, each merge ` +
        `and ${END_OF_TEXT_NAME}; it has no ${show(name)}. Was it cut or edited?`,
    );
    ourIds.set(name, ids.length);
    ids.push(id as number);
  };
  for (const name of [...byteLetters(), END_OF_TEXT_NAME]) add(name);
  const pairs = merges.map((merge: unknown, rank): Merge => {
    const names: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    const isList = Array.isArray(names);
    const [left, right, ...more] = isList ? (names as unknown[]) : [];
    const [first, second] = [ourIds.get(left), ourIds.get(right)];
    ensure(
      first !== undefined && second !== undefined && more.length === 0,
      () =>
        `loadGpt2: merge ${rank} in ${path} must be two earlier tokens; it is ` +
        `${show(merge)}. Was the file cut or edited? Download it again.`,
    );
    add(String(left) + String(right));
    return [first, second];
  });
  const split = readSplit(file, path);
  const tokenizer = underRule(
    `loadGpt2: ${path}`,
    () => new BPETokenizer(pairs, { split }),
  );
  const { size } = new Set(ids.filter((id) => id >= 0 && id < ids.length));
  ensure(
    size === ids.length,
    () =>
      `loadGpt2: the ${ids.length} tokens in ${path} must have the ids 0 to ` +
      `${ids.length - 1}, each once; they have ${size} of them. Is it the file ` +
      `of another tokenizer?`,
  );
  return { tokenizer, ids: Int32Array.from(ids) };
}

/** The fields of a JSON object; none for any other value. */
function fieldsOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === "object" && value !== null;
  return isObject ? (value as Record<string, unknown>) : {};
}
