import assert from "node:assert/strict";
import { test } from "node:test";

import { formatNotebook, parseNotebook } from "./format";

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
