import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { BPETokenizer, TinyLLM } from "../core";
import { temporaryFolder } from "../testing/temporary-folder";
import { loadModel, loadTokenizer, saveModel } from ".";

const TEXT = "the whale and the sea; the ship and the whale";
const SIZES = { dModel: 8, nHeads: 2, nLayers: 2, dFf: 12, maxSeqLen: 6 };

test("a tokenizer is saved in the file of its model, and comes back", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  const tokenizer = BPETokenizer.train(TEXT, { vocabSize: 262 });
  const model = new TinyLLM({ vocabSize: 262, ...SIZES });
  saveModel(model, path, { tokenizer });
  assert.deepEqual(loadTokenizer(path).merges, tokenizer.merges);
  assert.deepEqual(
    loadModel(path).parameters.values.data,
    model.parameters.values.data,
  );
  saveModel(model, path);
  assert.throws(
    () => loadTokenizer(path),
    /model\.safetensors" must hold a tokenizer; it has none\. Save the model again, as saveModel\(model, path, \{ tokenizer \}\)/,
  );
});

test("a tokenizer's own file is read too", (t) => {
  const path = join(temporaryFolder(t), "tokenizer.json");
  const tokenizer = BPETokenizer.train(TEXT, { vocabSize: 262 });
  tokenizer.save(path);
  assert.deepEqual(loadTokenizer(path).merges, tokenizer.merges);
});

test("a tokenizer with another number of tokens is not saved", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  const model = new TinyLLM({ vocabSize: 262, ...SIZES });
  assert.throws(
    () => saveModel(model, path, { tokenizer: new BPETokenizer([]) }),
    /model has 262 tokens, the tokenizer 257/,
  );
});
