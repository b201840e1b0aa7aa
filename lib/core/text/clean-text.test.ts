import { test } from "node:test";

import * as fc from "fast-check";
import assert from "node:assert/strict";
import { createRandom } from "../base/random";
import { cleanText, splitWords, utf8Length } from "./clean-text";

/** Characters that break naive code, among ordinary ones. */
const NASTY = [
  ..."ab \n\t\r1'’.é—",
  "e\u0301",
  "\u00A0",
  "\u00AD",
  "\u200B",
  "\u200D",
  "\uFEFF",
  "\u0000",
  "\u0085",
  "\u2028",
  "\f",
  "\uD83D",
  "\uDC33",
  "🐳",
  "हि",
  "鯨",
];

function nastyText(seed: number, length: number): string {
  const random = createRandom(seed);
  const pick = (): string => NASTY[Math.floor(random() * NASTY.length)];
  return Array.from({ length }, pick).join("");
}

test("every kind of line end becomes one, and blank lines shrink to one", () => {
  assert.equal(
    cleanText("a\r\nb\rc\u2028d\u0085e\ff\n\n\n\ng"),
    "a\nb\nc\nd\ne\nf\n\ng",
  );
});

test("byte order mark, control characters and invisible characters are removed", () => {
  assert.equal(
    cleanText("\uFEFFsea\u0000 wa\u00ADter\u200B\u007F"),
    "sea water",
  );
});

test("a zero-width joiner stays, because emoji and scripts need it", () => {
  assert.equal(cleanText("👨‍👩‍👧"), "👨‍👩‍👧");
});

test("an accent written as a second code point is composed with its letter", () => {
  assert.equal(cleanText("caf" + "e\u0301"), "caf\u00E9");
  assert.equal(cleanText("e\u200B\u0301"), "\u00E9");
});

test("half a surrogate pair becomes the replacement character", () => {
  assert.equal(cleanText("a\uD83Db🐳"), "a\uFFFDb🐳");
});

test("spacing is layout, unless keepSpacing is set", () => {
  const text = "\n\n    if x:\t \n        y\u00A0 z  \n\n";
  assert.equal(cleanText(text), "if x:\ny z");
  assert.equal(
    cleanText(text, { keepSpacing: true }),
    "    if x:\n        y\u00A0 z",
  );
});

test("hard-wrapped lines are joined on request, but paragraphs never are", () => {
  const text = "Call me\nIshmael.\n\nSome years\nago";
  assert.equal(cleanText(text), text);
  assert.equal(
    cleanText(text, { joinLines: true }),
    "Call me Ishmael.\n\nSome years ago",
  );
});

test("cleaning twice gives the same as cleaning once", () => {
  for (let seed = 0; seed < 200; seed++) {
    const text = nastyText(seed, 40);
    for (const joinLines of [false, true])
      for (const keepSpacing of [false, true]) {
        const once = cleanText(text, { joinLines, keepSpacing });
        const twice = cleanText(once, { joinLines, keepSpacing });
        assert.equal(twice, once, JSON.stringify(text));
      }
  }
});

test("a word keeps the space before it; punctuation and digits are separate words", () => {
  assert.deepEqual(splitWords("the dog, the dog. In 1851!"), [
    "the",
    " dog",
    ",",
    " the",
    " dog",
    ".",
    " In",
    " 1851",
    "!",
  ]);
});

test("contracted endings, and no other endings, are split from their word", () => {
  assert.deepEqual(splitWords("don't we’ll 'tis o'clock"), [
    "don",
    "'t",
    " we",
    "’ll",
    " '",
    "tis",
    " o",
    "'",
    "clock",
  ]);
});

test("the last of many spaces goes to the word, and line ends stay together", () => {
  assert.deepEqual(splitWords("a   b\n\n\tc \n"), [
    "a",
    "  ",
    " b",
    "\n\n",
    "\t",
    "c",
    " ",
    "\n",
  ]);
});

test("vowel signs stay with their letters", () => {
  assert.deepEqual(splitWords("हिन्दी שָׁלוֹם"), ["हिन्दी", " שָׁלוֹם"]);
});

test("joining the words of any text gives the text", () => {
  for (let seed = 0; seed < 300; seed++) {
    const text = nastyText(seed, 60);
    assert.equal(splitWords(text).join(""), text);
  }
  assert.deepEqual(splitWords(""), []);
});

test("utf8Length counts the bytes of UTF-8", () => {
  assert.equal(utf8Length("aé—🐳"), 1 + 2 + 3 + 4);
});

test("cleaning any text twice gives the same as once", () => {
  const units = fc.constantFrom(
    ..."a\u0301\u00AD \t\r\n\f\u2028\uD83D\uDC33\uFEFF",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(units).map((list) => list.join("")),
  );
  const options = fc.record({
    joinLines: fc.boolean(),
    keepSpacing: fc.boolean(),
  });
  fc.assert(
    fc.property(texts, options, (text, how) => {
      const once = cleanText(text, how);
      assert.equal(cleanText(once, how), once);
    }),
    { seed: 1, numRuns: 2000 },
  );
});
