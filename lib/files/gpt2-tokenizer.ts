import { BPETokenizer, END_OF_TEXT } from "../core";
import { ensure, show } from "../core/base/expect";
import { WORD_PATTERN } from "../core/text/clean-text";

/** The name of GPT-2's token for the end of a document. */
export const END_NAME = "<|endoftext|>";

/** The parts of a `tokenizer.json` that we read. */
interface TokenizerFile {
  /** tokens that do not stand for text, such as the end of text */
  added_tokens?: { id: number; content: string }[];
  model: {
    /** missing in old files, such as GPT-2's own */
    type?: string;
    /** token, written as one letter per byte -> its id */
    vocab: Record<string, number>;
    /** pairs; in older files, each is one string with a space in it */
    merges: (string | [string, string])[];
  };
}

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
  const { model, added_tokens: added = [] } = (file ??
    {}) as Partial<TokenizerFile>;
  ensure(
    model !== undefined &&
      (model.type ?? "BPE") === "BPE" &&
      Array.isArray(model.merges),
    () =>
      `loadGpt2: ${path} must describe byte-pair encoding; its model is ` +
      `${show(model?.type)}, with ${model?.merges?.length ?? "no"} merges. ` +
      `Does it belong to a GPT-2?`,
  );
  const vocab = { ...model.vocab };
  for (const { content, id } of added) vocab[content] = id;
  const idOf = (name: string): number => {
    const id = Object.hasOwn(vocab, name) ? vocab[name] : undefined;
    ensure(
      id !== undefined,
      () =>
        `loadGpt2: the vocabulary in ${path} must hold each byte, each merge ` +
        `and ${END_NAME}; it has no ${show(name)}.`,
    );
    return id;
  };
  const names = [...byteLetters(), END_NAME];
  const known = new Map(names.map((name, id) => [name, id]));
  const merges = model.merges.map((merge) => {
    const [left, right] = Array.isArray(merge) ? merge : merge.split(" ");
    known.set(left + right, names.length);
    names.push(left + right);
    return [known.get(left) ?? -1, known.get(right) ?? -1] as const;
  });
  const tokenizer = new BPETokenizer(merges); // checks each pair
  const ids = Int32Array.from(names, idOf);
  const { size } = new Set(ids.filter((id) => id >= 0 && id < ids.length));
  ensure(
    size === ids.length,
    () =>
      `loadGpt2: the ${ids.length} tokens in ${path} must have the ids 0 to ` +
      `${ids.length - 1}, each once; they have ${size} of them.`,
  );
  return { tokenizer, ids };
}
