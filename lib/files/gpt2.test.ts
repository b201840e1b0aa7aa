import assert from "node:assert/strict";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { assertClose } from "../testing/close";
import {
  BPETokenizer,
  createRandom,
  type Floats,
  Tensor,
  TinyLLM,
} from "../core";
import { readTensors, writeTensors } from "./safetensors";
import { fastBackend } from "../fast";
import { loadGpt2, loadTokenizer, saveGpt2, saveTokenizer } from ".";
import { readTokenizer, tokenizerFile } from "./gpt2-tokenizer";

/** A very small GPT-2 that `transformers` saved; see fixtures/gpt2.py. */
const THEIRS = join(__dirname, "../../files/fixtures/gpt2");
const folder = mkdtempSync(join(tmpdir(), "tinyllm-gpt2-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const results = JSON.parse(
  readFileSync(join(THEIRS, "results.json"), "utf8"),
) as { text: string; ids: number[]; logits: number[][]; tokens: string[] };

/** GPT-2's names of our tokenizer's tokens. */
function namesOf(tokenizer: BPETokenizer, ids: ArrayLike<number>): string[] {
  return Array.from(ids, (id) => tokenizer.tokenText(id).replace(/^ /, "Ġ"));
}

test("a GPT-2 saved by transformers computes the same logits here", () => {
  for (const backend of [
    undefined,
    fastBackend({ threads: 2, memoryMB: 64 }),
  ]) {
    const { model, tokenizer } = loadGpt2(THEIRS, backend);
    const ids = tokenizer.encode(results.text);
    const expectedNames = results.ids.map((id) => results.tokens[id]);
    assert.deepEqual(namesOf(tokenizer, ids), expectedNames);
    const { data } = model.logits(ids, [1, ids.length]);
    const { vocabSize } = model.config;
    const path = join(THEIRS, "tokenizer.json");
    const file: unknown = JSON.parse(readFileSync(path, "utf8"));
    const numbered = readTokenizer(file, path);
    assert.equal(new Set(numbered.ids).size, vocabSize);
    results.logits.forEach((row, position) =>
      numbered.ids.forEach((theirs, id) => {
        const ours = data[position * vocabSize + id];
        const expected = row[theirs];
        const what = `logit of ${id} at ${position}`;
        assertClose(ours, expected, { tolerance: 2e-5, what });
      }),
    );
    numbered.ids.forEach((theirs, id) => {
      const [name] = namesOf(tokenizer, [id]);
      const prints = /^[!-~Ġ]+$/.test(name) && !name.startsWith("<");
      if (prints) assert.equal(results.tokens[theirs], name);
    });
  }
});

test("texts that are hard to cut into words get the tokens of GPT-2's split", () => {
  const path = join(THEIRS, "..", "gpt2-words.json");
  const { tokenizer: file, texts } = JSON.parse(readFileSync(path, "utf8")) as {
    tokenizer: unknown;
    texts: [text: string, ids: number[]][];
  };
  const { tokenizer, ids } = readTokenizer(file, path);
  const own = new BPETokenizer(tokenizer.merges);
  const saved = join(folder, "words.json");
  saveTokenizer(tokenizer, saved);
  const written = readTokenizer(tokenizerFile(tokenizer), saved);
  for (const back of [tokenizer, loadTokenizer(saved), written.tokenizer])
    for (const [text, expected] of texts) {
      const tokens = back.encode(text);
      const theirs = Array.from(tokens, (id) => ids[id]);
      assert.deepEqual(theirs, expected, JSON.stringify(text));
      assert.equal(back.decode(tokens), text);
    }
  const same = texts.filter(
    ([text, expected]) =>
      String(Array.from(own.encode(text), (id) => ids[id])) ===
      String(expected),
  );
  assert.equal(texts.length, 200);
  assert.ok(same.length < 100, `our own split gives ${same.length} the same`);
});

test("saving it again gives the names, shapes and numbers of transformers", () => {
  const { model, tokenizer } = loadGpt2(THEIRS);
  saveGpt2(model, tokenizer, folder);
  const file = "model.safetensors";
  const ours = readTensors(join(folder, file)).tensors;
  const theirs = readTensors(join(THEIRS, file)).tensors;
  assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort());
  for (const [name, { data, shape }] of theirs) {
    assert.deepEqual(ours.get(name)!.shape, shape, name);
    if (name !== "transformer.wte.weight")
      assert.deepEqual(ours.get(name)!.data, data, name);
  }
});

test("the older form of the same files can be read too", () => {
  const older = join(folder, "older");
  cpSync(THEIRS, older, { recursive: true });
  const { tensors } = readTensors(join(THEIRS, "model.safetensors"));
  const renamed = new Map(
    [...tensors].map(([name, tensor]) => [
      name.replace("transformer.", ""),
      tensor,
    ]),
  );
  renamed.set(
    "h.0.attn.bias",
    new Tensor(new Float32Array(144), [1, 1, 12, 12]),
  );
  const path = join(older, "model.safetensors");
  writeTensors(path, { tensors: renamed, metadata: {} });
  const file = join(older, "tokenizer.json");
  const json = JSON.parse(readFileSync(file, "utf8")) as {
    model: { type?: string; merges: string[][] | string[] };
  };
  json.model.merges = json.model.merges.map((pair) => [...pair].join(" "));
  delete json.model.type; // as in the file of GPT-2 itself
  writeFileSync(file, JSON.stringify(json));
  const [one, other] = [THEIRS, older].map((from) => loadGpt2(from));
  assert.deepEqual(one.tokenizer.merges, other.tokenizer.merges);
  const values = ({ model }: typeof one) => model.parameters.values.data;
  assert.deepEqual(values(one), values(other));
});

test("a saved and loaded TinyLLM has the same logits and the same tokens", () => {
  const text = "to be, or not to be: that is the question — être ou ne pas";
  const tokenizer = BPETokenizer.train(text, { vocabSize: 262 });
  const sizes = { dModel: 12, nHeads: 3, nLayers: 2, dFf: 20, maxSeqLen: 9 };
  const model = new TinyLLM({ vocabSize: 262, ...sizes });
  const random = createRandom(3);
  for (const { values } of model.parameters.list)
    values.data.forEach((value, i) => {
      values.data[i] = value + 0.3 * (random() - 0.5);
    });
  saveGpt2(model, tokenizer, join(folder, "tiny"));
  const back = loadGpt2(join(folder, "tiny"));
  assert.deepEqual(back.tokenizer.toJSON(), tokenizer.toJSON());
  const ids = tokenizer.encode("to be the question").slice(0, 9);
  const shape = [1, ids.length] as const;
  assert.deepEqual(
    back.model.logits(ids, shape).data,
    model.logits(ids, shape).data,
  );
});

test("a model that cannot be loaded or saved is rejected with the reason", () => {
  const broken = (name: string, edit: (text: string) => string): string => {
    const to = join(folder, "broken");
    cpSync(THEIRS, to, { recursive: true });
    const file = join(to, name);
    writeFileSync(file, edit(readFileSync(file, "utf8")));
    return to;
  };
  const rejected = (
    name: string,
    from: string,
    to: string,
    why: RegExp,
  ): void => {
    const edit = (text: string): string => {
      assert.ok(text.includes(from), `${name} has no ${from}`);
      return text.replace(from, to);
    };
    const path = broken(name, edit);
    assert.throws(() => loadGpt2(path), why);
  };
  assert.throws(() => loadGpt2("nowhere"), /there is no nowhere.config\.json/);
  rejected("config.json", '"gelu_new"', '"relu"', /gelu_new.*"relu"/);
  rejected(
    "config.json",
    '"gpt2"',
    '"llama"',
    /model_type must be "gpt2".*"llama"/,
  );
  rejected(
    "config.json",
    '"vocab_size": 267',
    '"vocab_size": 300',
    /300 and 267/,
  );
  rejected("config.json", '"n_layer": 2', '"n_layer": 3', /h\.2\.ln_1\.weight/);
  rejected("config.json", "{", "", /config\.json must be JSON/);
  rejected(
    "config.json",
    '"tie_word_embeddings": true',
    '"tie_word_embeddings": false',
    /tie_word_embeddings must be true.*false/,
  );
  rejected("tokenizer.json", '"BPE"', '"Unigram"', /"Unigram"/);
  rejected("tokenizer.json", '"merges"', '"rules"', /"BPE", with no merges/);
  rejected("tokenizer.json", '"!": 0', '"!!": 0', /has no "!"/);
  rejected("tokenizer.json", '"!": 0', '"!": 1', /they have 266/);
  const { model } = loadGpt2(THEIRS);
  const tokenizer = new BPETokenizer([]);
  const theirs = loadGpt2(THEIRS).tokenizer;
  for (const nowhere of ["", undefined as never])
    assert.throws(
      () => saveGpt2(model, theirs, nowhere),
      /saveGpt2: folder must be the name of a folder; got (""|undefined). Pass/,
    );
  assert.throws(
    () => saveGpt2(model, theirs, join(THEIRS, "config.json")),
    /saveGpt2: ".*config.json" could not be written, because one of its folders/,
  );
  assert.throws(
    () => saveGpt2(model, tokenizer, folder),
    /model has 267 tokens, the tokenizer 257/,
  );
});

/** GPT-2's files with one of them changed. */
function changed(
  file: "config.json" | "tokenizer.json",
  change: (json: Record<string, unknown>) => unknown,
): string {
  const to = join(folder, "changed");
  rmSync(to, { recursive: true, force: true });
  cpSync(THEIRS, to, { recursive: true });
  const path = join(to, file);
  const json = JSON.parse(readFileSync(path, "utf8")) as Record<
    string,
    unknown
  >;
  writeFileSync(path, JSON.stringify(change(json)));
  return to;
}

test("sizes that the weights do not have are refused before a model is built", () => {
  for (const [sizes, message] of [
    [
      { n_positions: 8_000_000 },
      /wpe\.weight" of shape \(8000000, 8\); it has \(12, 8\)/,
    ],
    [{ n_layer: 1e6 }, /weights of 1000000 layers; it has 28 tensors, too few/],
    [
      { n_layer: 1e9 },
      /number of weights must be a number of at most 2147483648; got/,
    ],
    [{ n_layer: 1 }, /weights of 1 layers; .* also "transformer\.h\.1\./],
    [
      { n_embd: 1e9, n_head: 1 },
      /number of weights must be a number of at most 2147483648; got/,
    ],
    [
      { n_embd: "8" },
      /n_embd in .*config\.json must be a whole number .* got "8"/,
    ],
    [{ n_embd: null }, /n_embd .* got null/],
    [{ n_inner: 0.5 }, /n_inner .* got 0\.5/],
    [{ n_head: 3 }, /config\.json must describe .* multiple of nHeads/],
    [{ add_cross_attention: true }, /add_cross_attention must be false/],
  ] as const)
    // prettier-ignore
    assert.throws(
      () => loadGpt2(changed("config.json", (json) => ({ ...json, ...sizes }))),
      { name: "RangeError", message },
    );
});

test("a config.json or tokenizer.json of any other form is refused by name", () => {
  const forms = [null, 7, "x", [], {}, true, [[]], { model: null }];
  for (const form of forms)
    for (const file of ["config.json", "tokenizer.json"] as const)
      assert.throws(
        () => loadGpt2(changed(file, () => form)),
        (error: Error) =>
          error.name === "RangeError" && error.message.includes(file),
        `${file}: ${JSON.stringify(form)}`,
      );
  const models: [object, RegExp][] = [
    [{ merges: [7] }, /merge 0 in .*tokenizer\.json must be two earlier .* is 7/],
    [{ merges: [null] }, /merge 0 .* is null/],
    [{ merges: ["a b c"] }, /merge 0 .* is "a b c"/],
    [{ merges: [["h", "e"], ["x"]] }, /merge 1 .* is \["x"\]/],
    [{ merges: [[{ toString: 1 }, "h"]] }, /merge 0 .* is \[an object, "h"\]/],
    [{ merges: "ab" }, /"BPE", with no merges/],
    [{ vocab: null }, /vocabulary in .* it has no "Ā"/],
    [{ vocab: "abc" }, /vocabulary in .* it has no "Ā"/],
    [{ vocab: { "!": 0.5 } }, /vocabulary in .* it has no/],
  ]; // prettier-ignore
  for (const [model, message] of models)
    assert.throws(
      () =>
        loadGpt2(
          changed("tokenizer.json", (json) => ({
            ...json,
            model: { ...(json.model as object), ...model },
          })),
        ),
      { name: "RangeError", message },
    );
});

test("a tokenizer.json that cuts or merges in another way is refused", () => {
  const bytes = { type: "ByteLevel", add_prefix_space: false };
  const files: [object, RegExp][] = [
    [{ normalizer: { type: "NFC" } }, /normalizer must be null .*json has \[obj/],
    [{ pre_tokenizer: null }, /pre_tokenizer must be "ByteLevel" .* undefined/],
    [{ pre_tokenizer: { type: "Whitespace" } }, /"ByteLevel" .* "Whitespace"/],
    [{ pre_tokenizer: { ...bytes, use_regex: false } }, /use_regex must be true/],
    [{ pre_tokenizer: { type: "ByteLevel" } }, /add_prefix_space must be false/],
    [{ pre_tokenizer: { type: "Sequence", pretokenizers: [bytes] } }, /"Sequence"/],
  ]; // prettier-ignore
  for (const [fields, message] of files) {
    const change = (json: object) => ({ ...json, ...fields });
    const to = changed("tokenizer.json", change);
    assert.throws(() => loadGpt2(to), { name: "RangeError", message });
  }
  for (const [name, value] of [
    ["dropout", 0.1],
    ["ignore_merges", true],
    ["end_of_word_suffix", "</w>"],
  ] as const) {
    const to = changed("tokenizer.json", (json) => {
      const model = { ...(json.model as object), [name]: value };
      return { ...json, model };
    });
    assert.throws(() => loadGpt2(to), new RegExp(`${name} must be`));
  }
});

/** GPT-2's files with other tensors, each as bytes of a type. */
function withTensors(
  change: (name: string, data: Floats) => { dtype: string; bytes: Buffer },
  more: Record<string, [dtype: string, shape: number[], bytes: number]> = {},
): string {
  const to = join(folder, "retyped");
  cpSync(THEIRS, to, { recursive: true });
  const header: Record<string, unknown> = {};
  const parts: Buffer[] = [];
  let offset = 0;
  const add = (
    name: string,
    dtype: string,
    shape: readonly number[],
    bytes: Buffer,
  ) => {
    const data_offsets = [offset, (offset += bytes.length)];
    header[name] = { dtype, shape, data_offsets };
    parts.push(bytes);
  };
  const { tensors } = readTensors(join(THEIRS, "model.safetensors"));
  for (const [name, { data, shape }] of tensors) {
    const { dtype, bytes } = change(name, data);
    add(name, dtype, shape, bytes);
  }
  for (const [name, [dtype, shape, bytes]] of Object.entries(more))
    add(name, dtype, shape, Buffer.alloc(bytes));
  const json = Buffer.from(JSON.stringify(header));
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(json.length));
  writeFileSync(
    join(to, "model.safetensors"),
    Buffer.concat([size, json, ...parts]),
  );
  return to;
}

const asF32 = (_: string, data: Floats) => ({
  dtype: "F32",
  bytes: Buffer.from(Float32Array.from(data).buffer),
});

test("masks and other tensors that a model does not have are ignored", () => {
  const path = withTensors(asF32, {
    "transformer.h.0.attn.bias": ["U8", [1, 1, 12, 12], 144],
    "transformer.h.1.attn.bias": ["BOOL", [1, 1, 12, 12], 144],
    "transformer.h.0.attn.masked_bias": ["I64", [], 8],
    "lm_head.weight": ["F8_E4M3", [267, 8], 2136],
  });
  assert.deepEqual(
    loadGpt2(path).model.parameters.values.data,
    loadGpt2(THEIRS).model.parameters.values.data,
  );
});

test("weights of 16 bits are read, and others are refused by name", () => {
  const upper = (_: string, data: Floats) => {
    const bits = new Uint32Array(Float32Array.from(data).buffer);
    const halves = Uint16Array.from(bits, (one) => one >>> 16);
    return { dtype: "BF16", bytes: Buffer.from(halves.buffer) };
  };
  const exact = loadGpt2(THEIRS).model.parameters.values.data;
  const { data } = loadGpt2(withTensors(upper)).model.parameters.values;
  const cut = new Uint32Array(Float32Array.from(exact).buffer);
  cut.forEach((bits, i) => (cut[i] = bits & 0xffff0000));
  assert.deepEqual(data, new Float32Array(cut.buffer));
  const asI32 = (name: string, data: Floats) =>
    name.endsWith("wpe.weight")
      ? { dtype: "I32", bytes: Buffer.alloc(4 * data.length) }
      : asF32(name, data);
  assert.throws(
    () => loadGpt2(withTensors(asI32)),
    /must hold "transformer\.wpe\.weight" as F64, F32, F16, BF16; it has I32/,
  );
});

test("a weight that is not finite is refused by GPT-2's name of it", () => {
  const path = withTensors((name, data) => {
    const copy = data.slice();
    if (name.endsWith("h.1.ln_2.bias")) copy[3] = NaN;
    return asF32(name, copy);
  });
  assert.throws(
    () => loadGpt2(path),
    /model\.safetensors": "transformer\.h\.1\.ln_2\.bias" must have finite numbers; number 3 is NaN/,
  );
});
