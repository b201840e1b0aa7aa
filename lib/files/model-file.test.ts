import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import {
  BPETokenizer,
  referenceBackend,
  Tensor,
  TinyLLM,
  type TinyLLMConfig,
} from "../core";
import { temporaryFolder } from "../testing/temporary-folder";
import {
  loadModel,
  loadTokenizer,
  readTensors,
  saveModel,
  type TensorFile,
  writeTensors,
} from ".";
import { restore, weightsOf } from "./model-file";

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

/** Saves a small model and changes what the file holds. */
function saveChanged(path: string, change: (file: TensorFile) => void): void {
  saveModel(new TinyLLM({ vocabSize: 24, ...SIZES }), path);
  const { tensors, metadata } = readTensors(path);
  change({ tensors, metadata });
  writeTensors(path, { tensors, metadata });
}

test("a config that cannot be the file's is refused before a model is built", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  const refused: [Partial<Record<string, unknown>>, RegExp][] = [
    [{ nLayers: 1e9 }, /must hold the weights of 1000000000 layers; it has \d+ tensors/],
    [{ nLayers: 2 ** 53 }, /weights of 9007199254740992 layers/],
    [{ nLayers: 1 }, /must hold the weights that its config .* also has "blocks\.1\./],
    [{ vocabSize: 2_000_000 }, /must hold "tokenEmbedding" of shape \(2000000, 8\); it has \(24, 8\)/],
    [{ vocabSize: 1e9 }, /must hold "tokenEmbedding"/],
    [{ maxSeqLen: 1e9 }, /maxSeqLen times dModel may be at most 16777216/],
    [{ maxSeqLen: 8_000_000, positions: "learned" }, /must hold "positionEmbedding" of shape \(8000000, 8\); it has none/],
    [{ positions: "rotary" }, /positions must be "sinusoidal" or "learned"; got "rotary"/],
    [{ rotary: true }, /may only have the settings .*; it has "rotary"/],
    [{ toString: 1 }, /may only have the settings .*; it has "toString"/],
    [{ version: 99 }, /may only have the settings .*; it has "version"/],
    [{ dFf: undefined }, /dFf must be a number; got undefined/],
    [{ nHeads: "2" }, /nHeads must be a number; got "2"/],
    [{ nHeads: 3 }, /dModel must be a multiple of nHeads/],
    [{ seed: 0.5 }, /seed must be a whole number; got 0\.5/],
    [{ attentionBias: null }, /attentionBias must be a boolean; got null/],
    [{ attentionBias: true }, /must hold "blocks\.0\.qkvBias" of shape \(24\)/],
    [{ dropout: 1 }, /dropout must be a number .*; got 1/],
  ]; // prettier-ignore
  for (const [changes, message] of refused) {
    saveChanged(path, ({ metadata }) => {
      const config = JSON.parse(metadata.config) as TinyLLMConfig;
      metadata.config = JSON.stringify({ ...config, ...changes });
    });
    assert.throws(
      () => loadModel(path),
      (error: Error) => {
        assert.equal(error.name, "RangeError");
        assert.ok(error.message.includes(JSON.stringify(path)), error.message);
        assert.match(error.message, message);
        return true;
      },
    );
  }
});

test("a config or a version of another form is refused", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  for (const [config, message] of [
    ["{", /its config must be JSON; it is not/],
    ["null", /must hold a model's config; it has null/],
    ["7", /must hold a model's config; it has 7/],
    ['{"vocabSize":2000000}', /dModel must be a number; got undefined/],
  ] as const) {
    saveChanged(path, ({ metadata }) => void (metadata.config = config));
    assert.throws(() => loadModel(path), message);
  }
  saveChanged(path, ({ metadata }) => delete metadata.config);
  assert.throws(() => loadModel(path), /config; it has none\. Was it written/);
  saveChanged(path, ({ metadata }) => void (metadata.version = "2"));
  for (const load of [loadModel, loadTokenizer])
    assert.throws(
      () => load(path),
      /of version 1; it is of version "2"\..* Update/,
    );
  saveChanged(path, ({ metadata }) => delete metadata.version);
  assert.equal(loadModel(path).config.vocabSize, 24); // from before versions
});

test("weights of another shape, another type or no number are refused by name", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  const name = "blocks.1.upWeight";
  const numbers = (): Float32Array => new Float32Array(96);
  saveChanged(path, ({ tensors }) =>
    tensors.set(name, new Tensor(numbers(), [8, 12])),
  );
  assert.throws(
    () => loadModel(path),
    /"blocks\.1\.upWeight" of shape \(12, 8\); it has \(8, 12\)/,
  );
  for (const odd of [NaN, Infinity, -Infinity]) {
    const data = numbers();
    data[17] = odd;
    saveChanged(path, ({ tensors }) =>
      tensors.set(name, new Tensor(data, [12, 8])),
    );
    assert.throws(
      () => loadModel(path),
      new RegExp(
        `"blocks\\.1\\.upWeight" must have finite numbers; number 17 is ${odd}`,
      ),
    );
  }
  const large = new Tensor(new Float64Array(96).fill(1e300), [12, 8]);
  saveChanged(path, ({ tensors }) => tensors.set(name, large));
  assert.throws(() => loadModel(path), /number 0 is 1e\+300/);
  assert.doesNotThrow(() => loadModel(path, referenceBackend(64)));
  saveChanged(path, ({ tensors }) => tensors.set("blocks.2.upBias", large));
  assert.throws(() => loadModel(path), /also has "blocks\.2\.upBias"/);
});

test("restore changes nothing if it refuses", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  saveChanged(path, ({ tensors }) => {
    const { data } = tensors.get("finalBias")!; // the last one that is checked
    data[0] = NaN;
  });
  const other = new TinyLLM({ vocabSize: 24, ...SIZES, seed: 2 });
  const before = other.parameters.values.data.slice();
  const file = readTensors(path);
  const wanted = weightsOf(other.parameters);
  assert.throws(
    () => restore(path, wanted, file),
    /"finalBias" must have finite/,
  );
  assert.deepEqual(other.parameters.values.data, before);
  wanted.set("optimizer.mean", new Tensor(new Float32Array(2), [2]));
  assert.throws(() => restore(path, wanted, file));
  assert.deepEqual(other.parameters.values.data, before);
});

test("a damaged tokenizer in a model file is refused", (t) => {
  const path = join(temporaryFolder(t), "model.safetensors");
  for (const [tokenizer, message] of [
    ["{", /its tokenizer must be JSON/],
    ["[]", /must hold a tokenizer: .* got format undefined/],
    [JSON.stringify(new BPETokenizer([])), /of 24 tokens, .*; it has 257/],
  ] as const) {
    saveChanged(path, ({ metadata }) => void (metadata.tokenizer = tokenizer));
    assert.throws(
      () => loadTokenizer(path),
      (error: Error) => {
        assert.ok(error.message.includes(JSON.stringify(path)), error.message);
        assert.match(error.message, message);
        return error.name === "RangeError";
      },
    );
  }
  assert.throws(
    () => loadTokenizer(path + "x"),
    /cannot read .*x \(no such file\)/,
  );
});
