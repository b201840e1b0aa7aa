import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { BPETokenizer } from "../core";
import { temporaryFolder } from "../testing/temporary-folder";
import { loadTokenizer, saveTokenizer } from ".";

test("loading a saved tokenizer restores it", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "tokenizer.json");
  const text = "abc cab bad dab ebb ".repeat(30);
  const tokenizer = BPETokenizer.train(text, { vocabSize: 265 });
  saveTokenizer(tokenizer, path);
  assert.throws(
    () => saveTokenizer(tokenizer, ""),
    /^RangeError: saveTokenizer: path/,
  );
  assert.throws(
    () => saveTokenizer(tokenizer, folder),
    /saveTokenizer: .* a folder/,
  );
  saveTokenizer(tokenizer, join(folder, "made", "tokenizer.json"));
  const loaded = loadTokenizer(join(folder, "made", "tokenizer.json"));
  assert.deepEqual(loaded.merges, tokenizer.merges);
  assert.deepEqual(loaded.encode(text), tokenizer.encode(text));

  const whole = readFileSync(path, "utf8");
  writeFileSync(path, whole.slice(0, 90));
  assert.throws(() => loadTokenizer(path), /must be JSON.*Was the file/);
  writeFileSync(path, whole.replace('"version":1', '"version":2'));
  assert.throws(
    () => loadTokenizer(path),
    /version 1 and a list of merges; got .*version 2/,
  );
  writeFileSync(path, "null");
  assert.throws(() => loadTokenizer(path), /got format undefined/);
});

test("a tokenizer's file that cannot be read is named, with the reason", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "tokenizer.json");
  const refused: [string | Buffer | undefined, RegExp][] = [
      [undefined, /loadTokenizer: cannot read .*tokenizer\.json \(no such file\)/],
      ["", /tokenizer\.json must be JSON; it is not/],
      ["\0\x01\x02", /tokenizer\.json" must be a safetensors file/],
      [Buffer.from('{"a":"\xff"}', "latin1"), /must be JSON; .* not valid/],
      ['{"format":"other"}', /tokenizer\.json must hold a tokenizer: .* got format "other"/],
      ['{"format":"tinyllm-bpe","version":1,"merges":[[1]]}', /tokenizer\.json must hold a tokenizer: .* merge 0 is \[1\]/],
    ]; // prettier-ignore
  for (const [content, message] of refused) {
    if (content !== undefined) writeFileSync(path, content);
    assert.throws(() => loadTokenizer(path), {
      name: "RangeError",
      message,
    });
  }
  assert.throws(() => loadTokenizer(folder), /it is a folder; name a file/);
  assert.throws(() => loadTokenizer(undefined as never), RangeError);
});
