import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { formatNotebook, joinLines, parseNotebook } from "./format";

test("a file that is not a notebook of format 4 is rejected with its name", () => {
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

test("writing, reading and writing a notebook again changes nothing", () => {
  const metadata = fc.dictionary(fc.string(), fc.jsonValue());
  const source = fc.string({ unit: fc.constantFrom("a", "\n", "\r", "é") });
  const cell = fc.record({
    cell_type: fc.constantFrom("markdown" as const, "raw" as const),
    metadata,
    source,
  });
  fc.assert(
    fc.property(metadata, fc.array(cell), (metadata, cells) => {
      const notebook = { nbformat: 4, nbformat_minor: 5, metadata, cells };
      const file = formatNotebook(notebook);
      const read = parseNotebook(file);
      assert.equal(formatNotebook(read), file);
      assert.deepEqual(
        read.cells.map((cell) => joinLines(cell.source)),
        cells.map((cell) => cell.source),
      );
    }),
    { seed: 1 },
  );
});

test("a file with arbitrary contents is read as a notebook, or rejected with its name", () => {
  const json = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record({ nbformat: fc.jsonValue(), cells: fc.jsonValue() })
      .map((value) => JSON.stringify(value)),
  );
  fc.assert(
    fc.property(json, (text) => {
      try {
        assert.ok(Array.isArray(parseNotebook(text, "01.ipynb").cells));
      } catch (error) {
        assert.match(
          (error as Error).message,
          /^01\.ipynb: a notebook must be/,
        );
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});
