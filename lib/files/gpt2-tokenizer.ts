import { BPETokenizer, END_OF_TEXT } from "../core";
import { ensure, show } from "../core/base/expect";
import { underRule } from "../core/base/read-file";
import { WORD_PATTERN } from "../core/text/clean-text";
import type { Merge } from "../core/text/merges";

/** The name of GPT-2's token for the end of a document. */
export const END_NAME = "<|endoftext|>";

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

/** Converts a tokenizer to the form of `tokenizer.json`, with our ids. */
export function tokenizerFile(tokenizer: BPETokenizer): unknown {
  const names = byteLetters();
  names.push(END_NAME);
  const merges = tokenizer.merges.map(([left, right]) => {
    names.push(names[left] + names[right]);
    return [names[left], names[right]];
  });
  const vocab = Object.fromEntries(names.map((name, id) => [name, id]));
  const end = { id: END_OF_TEXT, content: END_NAME, special: true };
  const asItIs = { lstrip: false, rstrip: false, normalized: false };
  const bytes = { type: "ByteLevel", add_prefix_space: false };
  const trim = { trim_offsets: true, use_regex: false };
  const pattern = { Regex: WORD_PATTERN.source };
  const split = { type: "Split", pattern, behavior: "Isolated", invert: false };
  return {
    version: "1.0",
    added_tokens: [{ ...end, single_word: false, ...asItIs }],
    pre_tokenizer: {
      type: "Sequence",
      pretokenizers: [split, { ...bytes, ...trim }],
    },
    decoder: { ...bytes, ...trim },
    model: { type: "BPE", vocab, merges },
  };
}

/**
 * Builds the tokenizer that a `tokenizer.json` describes.
 *
 * The file's pattern for words may differ from ours. Then some texts get
 * different tokens, but every token still means the same text.
 *
 * @param file the parsed file
 * @param path the file's path, for messages
 * @throws if it is not a byte-level BPE with 256 bytes, merges and an end of
 *   text
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
        `and ${END_NAME}; it has no ${show(name)}. Was it cut or edited?`,
    );
    ourIds.set(name, ids.length);
    ids.push(id as number);
  };
  for (const name of [...byteLetters(), END_NAME]) add(name);
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
  const tokenizer = underRule(
    `loadGpt2: ${path}`,
    () => new BPETokenizer(pairs),
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
