import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

import { chaptersOfExports, orderProblems } from "../check/chapter-order";
import { draftToNotebook } from "../../testing/notebook-draft";
import { parseNotebook } from "./format";
import { courseFolder } from "../setup/places.cjs";
import { findNotebooks } from "./publish";
import { checkQuotedNumbers } from "../check/quoted-numbers";

const built = chaptersOfExports(courseFolder());

test("The doc comments tell which chapter builds what", () => {
  assert.equal(built.get("sgdUpdateScalar"), 1);
  assert.equal(built.get("attentionForward"), 10);
  assert.equal(built.get("train"), 14);
});

test("A chapter that runs ahead is named", () => {
  const draft =
    '```ts\nimport { train } from "tinyllm";\nops.geluForward;\n```';
  assert.deepEqual(orderProblems(draftToNotebook(draft), 6, built), [
    "chapter 6 uses train, which chapter 14 builds.",
    "chapter 6 uses geluForward, which chapter 9 builds.",
  ]);
});

test("A quoted number must stand in an output", () => {
  const notebook = draftToNotebook("It is **0.25**, not 1.5 ± 0.1.\n");
  const output = { output_type: "stream", text: "0.2504" } as const;
  notebook.cells.push({
    cell_type: "code",
    metadata: {},
    source: "",
    outputs: [output],
  });
  const { quoted, missing } = checkQuotedNumbers(notebook);
  assert.deepEqual({ quoted, missing }, { quoted: 2, missing: ["1.5"] });
});

for (const path of findNotebooks([])) {
  const name = basename(path);
  const notebook = parseNotebook(readFileSync(path, "utf8"), name);

  test(`${name} uses nothing that a later chapter builds`, () => {
    const chapter = Number(name.slice(0, 2));
    assert.deepEqual(orderProblems(notebook, chapter, built), []);
  });

  test(`${name} quotes numbers that its outputs show`, () => {
    assert.deepEqual(checkQuotedNumbers(notebook).missing, []);
  });
}
