import assert from "node:assert/strict";
import { test } from "node:test";

import type { MimeBundle } from "../core/base/display";
import { createRandom } from "../core/base/random";
import { generate } from "../core/model/generate";
import { TinyLLM } from "../core/model/tinyllm";
import { BPETokenizer } from "../core/text/tokenizer";
import { createNgramModel } from "../core/training/baselines";
import { fakeNotebook, type FakeNotebook } from "../testing/fake-notebook";
import { writeLive, type WriteLiveOptions } from "./write-live";

const tokenizer = new BPETokenizer([[116, 104]]); // "th"
const { vocabSize } = tokenizer;
const model = new TinyLLM({
  ...{ vocabSize, dModel: 8, nHeads: 2, nLayers: 1, dFf: 16, maxSeqLen: 32 },
});

/** Writes without waiting, and without a signal from outside. */
async function write(
  writers: Parameters<typeof writeLive>[0],
  options: Partial<WriteLiveOptions>,
  notebook: FakeNotebook = fakeNotebook(),
): Promise<MimeBundle[]> {
  const { signal } = new AbortController();
  const all = { tokenizer, prompt: "the", tokensPerSecond: Infinity, signal };
  await writeLive(writers, { ...all, ...options }, notebook);
  return notebook.outputs[0];
}

const plain = (bundle: MimeBundle | undefined): string =>
  String(bundle?.["text/plain"]);

/** A model that can only repeat a text. */
const echo = (text: string): ReturnType<typeof createNgramModel> =>
  createNgramModel(tokenizer.encodeDocuments([text, text, text]), {
    order: 3,
    vocabSize,
  });

test("the text that grows ends as the text that generate writes", async () => {
  for (const seed of [1, 2, 3]) {
    const shown = await write({ TinyLLM: model }, { seed, maxNewTokens: 60 });
    const ids = generate(model, {
      ...{ prompt: tokenizer.encode("the"), maxNewTokens: 60, topP: 0.9 },
      ...{ random: createRandom(seed), stopToken: tokenizer.endOfText },
    });
    const written = ids.filter((id) => id !== tokenizer.endOfText);
    const text = "the" + tokenizer.decode(written);
    assert.equal(plain(shown.at(-1)), `TinyLLM: ${text}`);
  }
});

test("one output grows in place, and its last state stays without a caret", async () => {
  const notebook = slowNotebook();
  const shown = await write(
    { "the counter": echo("the sea is the sea"), TinyLLM: model },
    { maxNewTokens: 8, temperature: 0 },
    notebook,
  );
  assert.equal(notebook.outputs.length, 1);
  assert.equal(plain(shown[0]), "the counter: the\n\nTinyLLM: the");
  const texts = shown.map((bundle) => plain(bundle).split("\n\n")[0]);
  assert.deepEqual([...new Set(texts)].slice(0, 4), [
    "the counter: the",
    "the counter: the ",
    "the counter: the s",
    "the counter: the se",
  ]);
  assert.match(String(shown[1]["text/html"]), /▌/);
  assert.doesNotMatch(String(shown.at(-1)?.["text/html"]), /▌/);
});

test("a character appears when its last byte has arrived", async () => {
  const shown = await write(
    { counter: echo("th€ 鯨") },
    {
      prompt: "th",
      temperature: 0,
      maxNewTokens: 40,
    },
    slowNotebook(),
  );
  const texts = [...new Set(shown.map(plain))];
  assert.deepEqual(texts, [
    "counter: th",
    "counter: th€",
    "counter: th€ ",
    "counter: th€ 鯨",
  ]);
  assert.match(String(shown.at(-1)?.["text/html"]), /∎/);
});

test("bytes that never become a character are shown as in decode", async () => {
  const shown = await write(
    { counter: echo("th€") },
    { prompt: "th", temperature: 0, maxNewTokens: 2 },
  );
  assert.equal(plain(shown.at(-1)), "counter: th\uFFFD");
});

test("markup in a text or a name is shown as text", async () => {
  const evil = "<img src=x>";
  const shown = await write(
    { [evil]: echo(`th${evil}`) },
    { prompt: "th<i", temperature: 0 },
  );
  const page = String(shown.at(-1)?.["text/html"]);
  assert.ok(plain(shown.at(-1)).endsWith(`th${evil}`));
  assert.doesNotMatch(page, /<i/);
});

test("a signal ends the writing, and what was written stays", async () => {
  const controller = new AbortController();
  const notebook = slowNotebook();
  const begun = write(
    { TinyLLM: model },
    { signal: controller.signal, tokensPerSecond: 0.1, maxNewTokens: 1000 },
    notebook,
  );
  setImmediate(() => {
    controller.abort();
  });
  const shown = await begun; // it does not wait for ten seconds
  assert.equal(plain(shown.at(-1)), "TinyLLM: the");
  const late = new AbortController();
  let updates = 0;
  const stopping: FakeNotebook = {
    ...notebook,
    show: (bundle) => ({
      id: "",
      update: () => {
        if (++updates === 5) late.abort();
        void bundle;
      },
    }),
  };
  const { signal } = late;
  await writeLive(
    { TinyLLM: model },
    { tokenizer, prompt: "the", tokensPerSecond: Infinity, signal },
    stopping,
  );
  assert.equal(updates, 6);
});

test("each writer draws from its own seed", async () => {
  const alone = await write({ a: model }, {});
  const beside = await write({ b: echo("the sea"), a: model }, {});
  assert.equal(plain(alone.at(-1)), plain(beside.at(-1)).split("\n\n")[1]);
});

test("bad options are rejected with the cure", async () => {
  const other = new BPETokenizer([]);
  const rejected: [object, object, RegExp][] = [
    [{}, {}, /writers must name at least one model.*got none/],
    [{ a: model }, { prompt: "" }, /prompt must be a text to continue.*got ""/],
    [{ a: model }, { prompt: 7 }, /prompt must be a text.*got 7/],
    [{ a: model }, { tokenizer: other }, /"a"; it has 257 .* the model 258/],
    [{ a: model }, { tokensPerSecond: 0 }, /tokensPerSecond must be a number/],
    [{ a: model }, { maxNewTokens: 0 }, /maxNewTokens must be a whole/],
    [{ a: model }, { topP: 2 }, /topP must be a number above 0/],
  ];
  for (const [writers, options, message] of rejected)
    await assert.rejects(write(writers as never, options), {
      name: "RangeError",
      message,
    });
});

/** A notebook whose clock moves with every look, so that all is drawn. */
function slowNotebook(): FakeNotebook {
  const notebook = fakeNotebook();
  const now = (): number => {
    notebook.wait(100);
    return notebook.now();
  };
  return { ...notebook, now };
}
