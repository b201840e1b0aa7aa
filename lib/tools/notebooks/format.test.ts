import assert from "node:assert/strict";
import { test } from "node:test";

import { draftToNotebook, notebookToDraft } from "../../testing/notebook-draft";
import { cellTags, formatNotebook, joinLines, parseNotebook } from "./format";

const DRAFT = `# One weight

A loss is *one* number.

---

A second markdown cell.

\`\`\`ts
const weight = 3;
weight
\`\`\`

~~~ts
shown, never run
~~~

\`\`\`js
alsoShown();
\`\`\`

\`\`\`ts tags=raises-exception,slow {"collapsed":true}
throw new Error("on purpose");
\`\`\`

<!-- cell {"tags":["closing"]} -->
The end.
`;

test("a draft becomes markdown and code cells in the order of the text", () => {
  const { cells, nbformat, nbformat_minor } = draftToNotebook(DRAFT);
  assert.deepEqual([nbformat, nbformat_minor], [4, 5]);
  assert.deepEqual(
    cells.map((cell) => cell.cell_type),
    ["markdown", "markdown", "code", "markdown", "code", "markdown"],
  );
  assert.equal(cells[0]?.source, "# One weight\n\nA loss is *one* number.");
  assert.equal(cells[2]?.source, "const weight = 3;\nweight");
  assert.match(joinLines(cells[3]?.source), /^~~~ts\n.*alsoShown/s);
});

test("a fence gives its cell tags and metadata, a comment those of markdown", () => {
  const { cells } = draftToNotebook(DRAFT);
  assert.deepEqual(cells[4]?.metadata, {
    collapsed: true,
    tags: ["raises-exception", "slow"],
  });
  assert.deepEqual(cells[5] && cellTags(cells[5]), ["closing"]);
  assert.equal(cells[5]?.source, "The end.");
});

test("a draft survives the way to a notebook file and back", () => {
  const file = formatNotebook(draftToNotebook(DRAFT));
  const notebook = parseNotebook(file);
  assert.equal(notebookToDraft(notebook), DRAFT);
  assert.equal(formatNotebook(draftToNotebook(DRAFT)), file);
});

test("cell ids depend on the text alone, and equal cells get different ones", () => {
  const ids = (draft: string): (string | undefined)[] =>
    draftToNotebook(draft).cells.map((cell) => cell.id);
  const [first, second, third] = ids("a\n\n---\n\nb\n\n---\n\na\n");
  const [, inserted, moved] = ids("a\n\n---\n\nnew\n\n---\n\nb\n");
  assert.equal(moved, second);
  assert.equal(new Set([first, second, third, inserted]).size, 4);
});

test("a code cell that did not change keeps its outputs", () => {
  const previous = draftToNotebook("```ts\n1 + 1\n```\n\n```ts\n2\n```\n");
  for (const cell of previous.cells) {
    cell.execution_count = 7;
    cell.outputs = [{ output_type: "stream", name: "stdout", text: "seen" }];
  }
  const draft = "New words.\n\n```ts\n1 + 1\n```\n\n```ts\n3\n```\n";
  const [, same, changed] = draftToNotebook(draft, previous).cells;
  assert.equal(same?.execution_count, 7);
  assert.equal(same?.outputs?.[0]?.text, "seen");
  assert.deepEqual(changed?.outputs, []);
});

test("code that holds backticks and markdown that holds rules come back", () => {
  const code = "````ts\nconst s = `\n```\n`;\n````\n";
  const notebook = draftToNotebook(code);
  assert.equal(notebook.cells.length, 1);
  assert.equal(notebookToDraft(notebook), code);
  const ruled = draftToNotebook("x");
  if (ruled.cells[0]) ruled.cells[0].source = "above\n\n---\n\nbelow";
  assert.equal(draftToNotebook(notebookToDraft(ruled)).cells.length, 1);
});

test("a fence that is left open or says nonsense is named with its line", () => {
  assert.throws(() => draftToNotebook("a\n```ts\n1"), /opened in line 2/);
  assert.throws(() => draftToNotebook("```ts tag=x\n```"), /Line 1.*tag=x/);
  assert.throws(() => draftToNotebook("```ts {x}\n```"), /Line 1.*JSON/);
});

test("a file that is no notebook of format 4 is refused with its name", () => {
  assert.throws(() => parseNotebook("<<<<<<< HEAD", "01.ipynb"), /01\.ipynb/);
  assert.throws(() => parseNotebook('{"nbformat": 3}', "x"), /nbformat 3/);
});

test("a notebook is written as Jupyter writes it: sorted keys, lists of lines", () => {
  const file = formatNotebook({
    nbformat_minor: 5,
    nbformat: 4,
    metadata: {},
    cells: [
      {
        source: "a\nb",
        cell_type: "code",
        metadata: {},
        execution_count: 1,
        outputs: [
          {
            output_type: "display_data",
            metadata: {},
            data: { "text/plain": "x\ny\n", "image/png": "AAAA\nBBBB" },
          },
        ],
      },
    ],
  });
  const { cells } = JSON.parse(file) as ReturnType<typeof parseNotebook>;
  assert.deepEqual(cells[0]?.source, ["a\n", "b"]);
  assert.deepEqual(cells[0]?.outputs?.[0]?.data, {
    "image/png": "AAAA\nBBBB",
    "text/plain": ["x\n", "y\n"],
  });
  assert.ok(file.startsWith('{\n "cells": [\n  {\n   "cell_type"'));
  assert.ok(file.endsWith("}\n"));
});
