import assert from "node:assert/strict";
import { test } from "node:test";

import { createRandom } from "../core/base/random";
import { TinyLLM } from "../core/model/tinyllm";
import { BPETokenizer } from "../core/text/tokenizer";
import {
  createTrainingSequences,
  splitDocuments,
} from "../core/text/sequences";
import { loadCorpus } from "./load";
import { suggestSizes } from "./suggest-sizes";

test("Moby Dick gets the TinyLLM of chapter 15", () => {
  const { vocabSize, model, batchSize } = suggestSizes(1_216_278);
  assert.deepEqual([vocabSize, batchSize], [5000, 16]);
  const { config } = new TinyLLM({ vocabSize });
  const { nLayers, dModel, nHeads, dFf } = config;
  assert.deepEqual(model, { nLayers, dModel, nHeads, dFf });
});

test("a shorter text gets smaller sizes, and a longer one never", () => {
  const sizes = (bytes: number): number[] => {
    const { vocabSize, model, batchSize } = suggestSizes(bytes);
    return [vocabSize, model.nLayers, model.dModel, batchSize];
  };
  assert.deepEqual(sizes(10_000), [300, 2, 64, 4]);
  assert.deepEqual(sizes(150_000), [1500, 2, 64, 4]);
  assert.deepEqual(sizes(302_000), [3000, 2, 64, 8]);
  assert.deepEqual(sizes(700_000), [5000, 2, 128, 8]);
  assert.deepEqual(sizes(1e9), [5000, 4, 128, 16]);
  let before = sizes(10_000);
  for (let bytes = 10_000; bytes < 2e6; bytes += 7001) {
    const now = sizes(bytes);
    now.forEach((size, i) => assert.ok(size >= before[i], `${bytes} bytes`));
    before = now;
  }
});

test("each choice has its reason, with the numbers", () => {
  const { reasons } = suggestSizes(302_000);
  const choices = reasons.map(([choice]) => choice);
  assert.deepEqual(choices, [
    "3,000 tokens",
    "2 blocks of 64 numbers",
    "batches of 8 windows",
  ]);
  assert.match(reasons[0][1], /^One per 100 of the 302,000 bytes/);
  for (const [, why] of reasons) assert.match(why, /^[A-Z].*\.$/);
});

test("fifty words are too few, and the message says what to do", () => {
  const { bytes } = loadCorpus({ text: "rain again and ".repeat(17) });
  assert.throws(
    () => suggestSizes(bytes),
    /bytes of the text must be a whole number of at least 10000; got 255\. .*add more of it/,
  );
  assert.throws(() => suggestSizes(NaN), /got NaN/);
});

test("the shortest text that is allowed can be trained on, in any script", () => {
  const scripts = {
    English: ["abcdefghijklmnoprstuwy", " "],
    Greek: ["αβγδεζηθικλμνξοπρστυφχψω", " "],
    Japanese: ["雨海鯨船行寒朝夜山川のはがをにでたい", ""],
  };
  for (const [script, [letters, space]] of Object.entries(scripts)) {
    const random = createRandom(1);
    const below = (count: number): number => Math.floor(random() * count);
    const words = Array.from({ length: 400 }, () =>
      Array.from(
        { length: 2 + below(6) },
        () => letters[below(letters.length)],
      ),
    ).map((word) => word.join(""));
    let text = "";
    while (Buffer.byteLength(text) < 10_000)
      text += words[below(words.length)] + (below(8) === 0 ? ". " : space);
    const book = loadCorpus({ text });
    const { vocabSize } = suggestSizes(book.bytes);
    const split = splitDocuments(book.documents, { seed: 1 });
    const texts = (part: { text: string }[]): string[] =>
      part.map((one) => one.text);
    const tokenizer = BPETokenizer.train(texts(split.train), { vocabSize });
    for (const part of [split.train, split.validation, split.test]) {
      const ids = tokenizer.encodeDocuments(texts(part));
      const windows = createTrainingSequences(ids, { length: 128 });
      assert.ok(windows.length > 0, script);
    }
  }
});
