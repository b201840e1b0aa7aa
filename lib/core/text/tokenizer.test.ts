import { test } from "node:test";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";

import { loadCorpus } from "../../corpus/load";
import { BPETokenizer } from "./tokenizer";
import { FIRST_MERGE, mergePair, type Merge } from "./merges";
import { createRandom } from "../base/random";
import { splitWords } from "./clean-text";

const CATS = "cat cat cat can can";
const [A, C, N, T, SPACE] = [..."acnt "].map((sign) => sign.charCodeAt(0));

/** The definition, word by word: merge the earliest learned pair, repeat. */
function encodeNaively(text: string, merges: readonly Merge[]): number[] {
  return splitWords(text).flatMap((word) => {
    let ids = [...new TextEncoder().encode(word)];
    merges.forEach(([left, right], rank) => {
      ids = mergePair(ids, [left, right], FIRST_MERGE + rank);
    });
    return ids;
  });
}

/** The definition of training: recount all pairs before each merge. */
function trainNaively(text: string, vocabSize: number): Merge[] {
  let words = splitWords(text).map((word) => [
    ...new TextEncoder().encode(word),
  ]);
  const merges: Merge[] = [];
  while (FIRST_MERGE + merges.length < vocabSize) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let at = 0; at + 1 < word.length; at++) {
        const pair = `${word[at]} ${word[at + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const ranked = [...counts].map(([pair, count]) => {
      const [left, right] = pair.split(" ").map(Number);
      return { left, right, count };
    });
    ranked.sort(
      (a, b) => b.count - a.count || a.left - b.left || a.right - b.right,
    );
    if (ranked.length === 0 || ranked[0].count < 2) break;
    const best: Merge = [ranked[0].left, ranked[0].right];
    const id = FIRST_MERGE + merges.length;
    words = words.map((word) => mergePair(word, best, id));
    merges.push(best);
  }
  return merges;
}

function randomText(seed: number, alphabet: string, length: number): string {
  const random = createRandom(seed);
  const signs = [...alphabet];
  const pick = (): string => signs[Math.floor(random() * signs.length)];
  return Array.from({ length }, pick).join("");
}

test("the merges of five small words agree with counting by hand", () => {
  // ca 5 times; then _ca 4; then _can and _cat 2 each, n before t.
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 261 });
  assert.deepEqual(tokenizer.merges, [
    [C, A],
    [SPACE, 257],
    [258, N],
    [258, T],
  ]);
  assert.deepEqual([...tokenizer.encode("cat can")], [257, T, 259]);
});

test("training agrees with recounting before every merge", () => {
  const cases: [string, number][] = [
    ["ab", 300],
    ["aaab ", 400],
    ["abcd  \n'ts", 500],
    ["aé—🐳 ", 300],
  ];
  cases.forEach(([alphabet, length], seed) => {
    const text = randomText(seed, alphabet, length);
    const expected = trainNaively(text, 330);
    const vocabSize = FIRST_MERGE + expected.length;
    const tokenizer = BPETokenizer.train(text, { vocabSize });
    assert.ok(expected.length > 20, `${expected.length} merges`);
    assert.deepEqual(tokenizer.merges, expected);
  });
});

test("encoding agrees with applying the merges one after the other", () => {
  for (const [seed, alphabet] of [
    "ab",
    "aaab ",
    "abc d\n",
    "aé—🐳 ",
  ].entries()) {
    const learned = randomText(seed, alphabet, 400);
    const { merges } = BPETokenizer.train(learned, { vocabSize: 275 });
    const tokenizer = new BPETokenizer(merges);
    const text = randomText(seed + 100, alphabet, 500);
    assert.deepEqual([...tokenizer.encode(text)], encodeNaively(text, merges));
  }
});

test("on Moby Dick the merges and tokens equal Hugging Face's", () => {
  const path = join(
    __dirname,
    "../../../core/text/fixtures/hf-tokenizers.json",
  );
  const expected = JSON.parse(readFileSync(path, "utf8")) as {
    merges: number;
    sha256: string;
    first: Merge[];
    tokens: number;
    samples: { text: string; ids: number[] }[];
  };
  const texts = loadCorpus("moby-dick").documents.map(({ text }) => text);
  const tokenizer = BPETokenizer.train(texts, { vocabSize: 5000 });
  assert.equal(tokenizer.vocabSize, 5000);
  assert.equal(tokenizer.merges.length, expected.merges);
  assert.deepEqual(tokenizer.merges.slice(0, 40), expected.first);
  const json = JSON.stringify(tokenizer.merges);
  assert.equal(
    createHash("sha256").update(json).digest("hex"),
    expected.sha256,
  );
  const ids = tokenizer.encodeDocuments(texts);
  assert.equal(ids.length, expected.tokens + texts.length);
  for (const sample of expected.samples)
    assert.deepEqual([...tokenizer.encode(sample.text)], sample.ids);
  for (const text of texts)
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
});

test("decoding restores every string of whole characters", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 260 });
  const strings = [
    "",
    "\uFEFFcat",
    "\u0000\u0001\u007F",
    "cat\r\n\tcan \n",
    "👩‍🚀🏴‍☠️🐳",
    "a\u0301\u0302 नमस्ते שָׁלוֹם 鯨",
    "\uFFFD\uFFFF\u{10FFFF}\u{E000}",
    "<|endoftext|>",
    "ca".repeat(50_000),
  ];
  const comesBack = (text: string): void =>
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
  strings.forEach(comesBack);
  // of bytes and of characters, without halves of surrogate pairs
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: fc.constantFrom("c", "a", "t", " ", "\n") }),
  );
  const halves = fc.array(fc.integer({ min: 0xd780, max: 0xe080 }));
  const isReplaced = (codes: number[]): void => {
    const some = String.fromCharCode(...codes);
    const whole = some.replace(/\p{Surrogate}/gu, "\uFFFD");
    assert.equal(tokenizer.decode(tokenizer.encode(some)), whole);
  };
  fc.assert(fc.property(halves, isReplaced), { seed: 1, numRuns: 300 });
  fc.assert(fc.property(text, comesBack), { seed: 1, numRuns: 300 });
});

test("any ids from 0 to V - 1 decode to a text that encodes and decodes to itself", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 260 });
  const ids = fc.array(fc.nat(tokenizer.vocabSize - 1));
  const decodes = (some: number[]): void => {
    const text = tokenizer.decode(some);
    assert.equal(tokenizer.decode(tokenizer.encode(text)), text);
  };
  fc.assert(fc.property(ids, decodes), { seed: 1 });
});

test("half a surrogate pair is encoded as the replacement character", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 260 });
  const halves = "a\uD83Db\uDC33\uD83D";
  assert.equal(
    tokenizer.decode(tokenizer.encode(halves)),
    "a\uFFFDb\uFFFD\uFFFD",
  );
  const words = BPETokenizer.train("x\uD83D \uDC33 x\uD83D \uDC33", {
    vocabSize: 260,
  });
  assert.equal(words.decode(words.encode("\uDC33")), "\uFFFD");
});

test("a word of 300,000 letters without a space is encoded in time", () => {
  const text = randomText(1, "abc", 300_000);
  const tokenizer = BPETokenizer.train(text.slice(0, 20_000), {
    vocabSize: 800,
  });
  const ids = tokenizer.encode(text);
  assert.ok(ids.length < 80_000, `${ids.length} tokens`);
  assert.equal(tokenizer.decode(ids), text);
});

test("the end of text follows each document, and no text encodes to it by default", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 258 });
  assert.deepEqual(
    [...tokenizer.encodeDocuments(["can", "", "<|endoftext|>"])],
    [257, N, 256, 256, ...Buffer.from("<|endoftext|>"), 256],
  );
  assert.equal(tokenizer.endOfText, 256);
  assert.equal(tokenizer.decode([257, N, 256, C]), "can<|endoftext|>c");
});

test("with GPT-2's split, words end elsewhere and the end of text has its token", () => {
  const merges: Merge[] = [
    [10, 10], // a blank line
    [39, 115], // 's
    [257, A],
  ];
  const [own, gpt2] = (["course", "gpt2"] as const).map(
    (split) => new BPETokenizer(merges, { split }),
  );
  assert.deepEqual(new BPETokenizer(merges).toJSON(), own.toJSON());
  assert.equal("split" in own.toJSON(), false);
  assert.deepEqual([...own.encode("\n\na")], [257, A]);
  assert.deepEqual([...gpt2.encode("\n\na")], [10, 10, A]);
  assert.deepEqual([...own.encode("7's")], [55, 39, 115]);
  assert.deepEqual([...gpt2.encode("7's")], [55, 258]);
  const text = "a<|endoftext|>\n\n<|endoftext|>";
  assert.deepEqual([...gpt2.encode(text)], [A, 256, 257, 256]);
  for (const tokenizer of [own, gpt2]) {
    const json = JSON.parse(JSON.stringify(tokenizer)) as unknown;
    const back = BPETokenizer.fromJSON(json);
    assert.deepEqual(back.encode(text), tokenizer.encode(text));
    assert.equal(back.decode(back.encode(text)), text);
  }
  for (const split of ["gpt-2", null, {}])
    assert.throws(
      () => BPETokenizer.fromJSON({ ...own.toJSON(), split }),
      /split must be "course" or "gpt2"; got (?:"gpt-2"|null|\[object Object\])\. Was/,
    );
});

test("a merge never joins two documents", () => {
  const tokenizer = BPETokenizer.train(["ab", "ba", "ab", "ba"], {
    vocabSize: 259,
  });
  assert.deepEqual(
    tokenizer.merges.map(([left, right]) => String.fromCharCode(left, right)),
    ["ab", "ba"],
  );
});

test("the first merges of a vocabulary form a smaller vocabulary", () => {
  const text = randomText(3, "abcd ", 500);
  const large = BPETokenizer.train(text, { vocabSize: 290 });
  const small = BPETokenizer.train(text, { vocabSize: 270 });
  const cut = new BPETokenizer(large.merges.slice(0, 13));
  assert.deepEqual(cut.merges, small.merges);
  assert.deepEqual(cut.encode(text), small.encode(text));
});

test("tokens are shown as text, or as bytes if they are not whole characters", () => {
  const tokenizer = new BPETokenizer([
    [SPACE, C],
    [0xe2, 0x80],
    [258, 0x94],
  ]);
  assert.equal(tokenizer.tokenText(257), " c");
  assert.equal(tokenizer.tokenText(258), "<E2 80>");
  assert.equal(tokenizer.tokenText(259), "—");
  assert.equal(tokenizer.tokenText(10), "\n");
  assert.equal(tokenizer.tokenText(256), "<|endoftext|>");
  assert.deepEqual(tokenizer.tokenBytes(259), Uint8Array.of(0xe2, 0x80, 0x94));
  assert.equal(tokenizer.decode([258]), "\uFFFD");
});

test("damaged merges are rejected", () => {
  const bad: [string, unknown][] = [
    ["a token of the future", [[97, 257]]],
    ["the end of text", [[97, 256]]],
    ["a negative id", [[-1, 97]]],
    ["a fraction", [[97.5, 98]]],
    ["a pair twice", [[97, 98], [97, 98]]], // prettier-ignore
    ["half a pair", [[97]]],
    ["no pair", [null]],
    ["three of a kind", [[97, 98, 99]]],
    ["a text", ["ab"]],
  ];
  for (const [what, merges] of bad)
    assert.throws(
      () =>
        BPETokenizer.fromJSON({ format: "tinyllm-bpe", version: 1, merges }),
      /a merge must join two earlier tokens, each pair once/,
      what,
    );
});

test("odd values in a saved tokenizer are rejected, not computed with", () => {
  const deep = JSON.parse("[".repeat(20_000) + "]".repeat(20_000)) as unknown;
  for (const odd of [deep, { toString: 1 }, Symbol("x"), "a", null, [[97]]])
    for (const merges of [[odd], [[97, odd]], [[odd, odd]]])
      assert.throws(
        () =>
          BPETokenizer.fromJSON({ format: "tinyllm-bpe", version: 1, merges }),
        /a merge must join two earlier tokens, each pair once; merge 0 is /,
      );
  const saved = new BPETokenizer([]).toJSON();
  assert.throws(
    () => BPETokenizer.fromJSON({ ...saved, lowercase: true }),
    /version 1, and "lowercase"\. Is it another file/,
  );
  for (const other of [null, 7, "x", [], true])
    assert.throws(() => BPETokenizer.fromJSON(other), /got format undefined/);
});

test("merges that would fill the memory are rejected", () => {
  // each merge doubles the last token: the 40th has 2^40 bytes
  const doubling = Array.from({ length: 40 }, (_, k): Merge => {
    const last = k === 0 ? 97 : 256 + k;
    return [last, last];
  });
  assert.equal(new BPETokenizer(doubling.slice(0, 20)).encode("a").length, 1);
  assert.throws(
    () => new BPETokenizer(doubling),
    /all tokens together may have 134217728 bytes; after merge 26 they have/,
  );
  assert.throws(
    () => new BPETokenizer(new Array<Merge>(1_000_000).fill([97, 98])),
    /at most 999743 merges; got 1000000/,
  );
});

test("training rejects bad input with a cure", () => {
  const train = (text: string | string[], vocabSize: number) => () =>
    BPETokenizer.train(text, { vocabSize });
  assert.throws(
    train("", 300),
    /the text must not be empty; got no characters/,
  );
  assert.throws(train([], 300), /the text must not be empty/);
  assert.throws(train(CATS, 256), /whole number from 257 to 1000000; got 256/);
  assert.throws(train(CATS, 300.5), /whole number/);
  assert.throws(train(CATS, 2e9), /from 257 to 1000000; got 2000000000/);
  assert.throws(
    train(CATS, 5000),
    /asks for 4743 merges, this text has 4\. .* vocabSize of at most 261/,
  );
});

test("an id out of range is reported with the range", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 258 });
  for (const id of [258, -1, 1.5, NaN])
    assert.throws(
      () => tokenizer.decode([C, id]),
      new RegExp(`from 0 to 257, .* got ${id}`),
    );
});

test("a notebook shows a tokenizer as its size and some merges", () => {
  const tokenizer = BPETokenizer.train(CATS, { vocabSize: 261 });
  const bundle = tokenizer[Symbol.for("Jupyter.display") as never] as () => {
    "text/plain": string;
  };
  assert.equal(
    bundle.call(tokenizer)["text/plain"],
    "BPETokenizer, 261 tokens: 256 bytes, the end of text, 4 merges\n" +
      'first merges: "ca" " ca" " can" " cat"\n' +
      'last merges:  "ca" " ca" " can" " cat"',
  );
});
