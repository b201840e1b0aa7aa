import { ensure } from "../core/base/expect";
import { BPETokenizer } from "../core/text/tokenizer";
import { openFile, readJson, underRule } from "../disk/read-file";
import { replaceFile } from "../disk/replace-file";
import { readModelConfig } from "./model-config";
import { parseNote } from "./notes";
import { readTensors } from "./safetensors";

/**
 * Writes a tokenizer to a JSON file.
 *
 * @param path path of the file; folders that are missing are created
 * @throws if it cannot be written; an earlier one is then still whole
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function saveTokenizer(tokenizer: BPETokenizer, path: string): void {
  const text = `${JSON.stringify(tokenizer)}\n`;
  replaceFile(path, text, { where: "saveTokenizer" });
}

/**
 * Reads the tokenizer that {@link saveTokenizer} wrote, or the one that
 * {@link saveModel} or {@link saveRun} wrote beside the weights.
 *
 * @param path path of a model, of a run, or of a tokenizer's own JSON file
 * @throws if the file is missing, broken, or holds no tokenizer
 */
export function loadTokenizer(path: string): BPETokenizer {
  if (isText(path)) return readTokenizerFile(path);
  const { metadata, entries } = readTensors(path, []);
  const { vocabSize } = readModelConfig(path, metadata, entries.size);
  const rule = `loadTokenizer: ${JSON.stringify(path)} must hold a tokenizer`;
  ensure(
    "tokenizer" in metadata,
    () =>
      `${rule}; it has none. Save the model again, as ` +
      `saveModel(model, path, { tokenizer }).`,
  );
  const saved = parseNote(path, "tokenizer", metadata);
  const tokenizer = underRule(rule, () => BPETokenizer.fromJSON(saved));
  ensure(
    tokenizer.vocabSize === vocabSize,
    () =>
      `${rule} of ${vocabSize} tokens, as many as its model has; it has ` +
      `${tokenizer.vocabSize}. Is the file damaged? Save it again.`,
  );
  return tokenizer;
}

/** Whether a file is not a safetensors file: those begin with a small number. */
function isText(path: string): boolean {
  const reader = { where: "loadTokenizer", hint: "Is it in this folder?" };
  return openFile(path, reader, ({ size, read }) => {
    const first = new Uint8Array(Math.min(8, size));
    read(first, 0);
    return !first.includes(0);
  });
}

function readTokenizerFile(path: string): BPETokenizer {
  const where = "loadTokenizer";
  const hint = "Was the file cut? Save it again.";
  const saved = readJson(path, { where, hint });
  return underRule(`${where}: ${path} must hold a tokenizer`, () =>
    BPETokenizer.fromJSON(saved),
  );
}
