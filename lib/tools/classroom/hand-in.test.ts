import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import * as fc from "fast-check";

import { temporaryFolder } from "../../testing/temporary-folder";
import { asAssignment, asGradable } from "./assignment";
import { parseHandIn, readHandIn } from "./hand-in";
import { findNotebooks } from "../notebooks/find";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
  readNotebook,
} from "../notebooks/format";

const [path = ""] = findNotebooks(["01"]);
const ASSIGNMENT = asAssignment(readNotebook(path));
const LOCKED = ASSIGNMENT.cells.filter(({ metadata }) => metadata.nbgrader);

/** A hand-in that JupyterLab could have saved, after a change. */
function changed(change: (notebook: Notebook) => void): Uint8Array {
  const notebook = structuredClone(ASSIGNMENT);
  change(notebook);
  return Buffer.from(JSON.stringify(notebook));
}

function gradable(bytes: Uint8Array): ReturnType<typeof asGradable> {
  return asGradable(parseHandIn(bytes, "x.ipynb"), ASSIGNMENT);
}

/** The cells of the notebook to grade, by their text. */
function texts({ notebook }: ReturnType<typeof asGradable>): string[] {
  return notebook.cells.map(({ source }) => joinLines(source));
}

test("a hand-in without changes keeps its text and needs no notes", () => {
  const result = gradable(changed(() => undefined));
  assert.deepEqual(result.notes, []);
  const own = ASSIGNMENT.cells.map(({ source }) => joinLines(source));
  assert.deepEqual(texts(result), own);
});

test("a missing locked cell follows its exercise, and the last copy counts", () => {
  const isLocked = ({ metadata }: NotebookCell): boolean =>
    metadata.nbgrader !== undefined;
  const missing = gradable(
    changed((given) => {
      given.cells = given.cells.filter((cell) => !isLocked(cell));
    }),
  );
  assert.deepEqual(missing.notes, ["missing locked cells were put back (4)"]);
  const own = ASSIGNMENT.cells.map(({ source }) => joinLines(source));
  assert.deepEqual(texts(missing), own);
  const doubled = gradable(
    changed((given) => {
      given.cells = [...LOCKED, ...given.cells];
    }),
  );
  assert.deepEqual(doubled.notes, ["copies of locked cells were removed (4)"]);
  assert.deepEqual(texts(doubled), own);
  const empty = gradable(changed((given) => (given.cells = [])));
  assert.deepEqual(empty.notebook.cells, LOCKED);
});

test("a locked cell is restored, whatever the learner made of it", () => {
  const { notebook } = gradable(
    changed((given) => {
      for (const cell of given.cells.filter(
        ({ metadata }) => metadata.nbgrader,
      )) {
        cell.cell_type = "markdown";
        cell.source = "3;";
        cell.metadata = { nbgrader: { grade_id: cell.id, schema_version: 1 } };
      }
    }),
  );
  const locked = notebook.cells.filter(({ metadata }) => metadata.nbgrader);
  assert.deepEqual(locked, LOCKED);
});

test("a cell to be graded by hand keeps the learner's text", () => {
  const essay: NotebookCell = {
    cell_type: "markdown",
    id: "essay",
    metadata: { nbgrader: { grade_id: "essay", locked: false, grade: true } },
    source: "Write here.",
  };
  const assignment = { ...ASSIGNMENT, cells: [essay] };
  const given = parseHandIn(
    changed(({ cells }) => cells.push({ ...essay, source: "My words." })),
    "x.ipynb",
  );
  const { notebook } = asGradable(given, assignment);
  assert.deepEqual(notebook.cells.at(-1), { ...essay, source: "My words." });
});

test("what is not a notebook is rejected with the file, the rule and a cure", () => {
  const bad: [string | Uint8Array, RegExp][] = [
    ["", /must be JSON; .*Is the file complete/],
    ["<html>", /must be JSON/],
    ["null", /nbformat 4 with a list of cells; got no nbformat/],
    ["[1]", /got no nbformat and no list/],
    ['{"nbformat": 3, "worksheets": []}', /got nbformat 3/],
    [
      '{"nbformat": {"toString": 1}, "cells": []}',
      /got no nbformat and a list/,
    ],
    ['{"nbformat": 4, "cells": null}', /got nbformat 4 and no list/],
    [Buffer.from('"M\xfcller"', "latin1"), /must be UTF-8; it is not\. Ask/],
    [
      '{"nbformat": 4, "cells": [null]}',
      /cell 1 .*no type and no source\. Ask/,
    ],
    [
      changed(({ cells }) => Reflect.set(cells[2], "source", 5)),
      /cell 3 .*number/,
    ],
    [
      changed(({ cells }) => Reflect.set(cells[2], "source", [5])),
      /3 .*a list/,
    ],
    [
      changed(({ cells }) => Reflect.set(cells[0], "cell_type", "x")),
      /type "x"/,
    ],
  ];
  for (const [given, message] of bad) {
    assert.throws(
      () => parseHandIn(Buffer.from(given), "x.ipynb"),
      (error: Error) =>
        error.constructor === Error &&
        error.message.startsWith("x.ipynb: ") &&
        message.test(error.message),
      String(message),
    );
  }
});

test("a byte order mark and half a surrogate pair do not matter", () => {
  const text = Buffer.from(changed(({ cells }) => (cells[0].source = "HALF")));
  const json = text.toString().replace("HALF", "\\ud83d");
  assert.equal(texts(gradable(Buffer.from(`\ufeff${json}`)))[0], "\ufffd");
});

test("any JSON in any place is graded or rejected in words", (t) => {
  const numRuns = process.env.TINYLLM_PROOFS === "all" ? 5000 : 200;
  const outcomes = { graded: 0, rejected: 0 };
  const odd = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom("\ud83d", "code", "grade-01-1", "__proto__", 4, null),
    fc.constantFrom(...LOCKED.map(({ metadata }) => metadata)),
  );
  /** A change of one place: [cell, key, value, key inside the value]. */
  const change = fc.tuple(
    fc.nat({ max: ASSIGNMENT.cells.length }),
    fc.constantFrom(
      "source",
      "metadata",
      "id",
      "outputs",
      "cell_type",
      "nbgrader",
      "",
    ),
    odd,
  );
  fc.assert(
    fc.property(
      fc.array(change, { maxLength: 5 }),
      fc.boolean(),
      (changes, isCut) => {
        const bytes = changed((given) => {
          for (const [at, key, shared] of changes) {
            const value = structuredClone(shared);
            const cell = given.cells[at];
            if (key === "") given.cells.splice(at, 0, value as never);
            else if (cell === undefined) Reflect.set(given, key, value);
            else if (typeof cell !== "object" || cell === null) continue;
            else if (key !== "nbgrader") Reflect.set(cell, key, value);
            else Reflect.set(Object(cell.metadata) as object, key, value);
          }
        });
        let result;
        try {
          result = gradable(
            isCut && changes.length > 4 ? bytes.slice(9) : bytes,
          );
        } catch (error) {
          assert.ok(error instanceof Error && error.constructor === Error);
          assert.match(error.message, /^x\.ipynb: .* (must|Ask)/);
          outcomes.rejected += 1;
          return;
        }
        outcomes.graded += 1;
        const { cells } = JSON.parse(
          formatNotebook(result.notebook),
        ) as Notebook;
        assert.deepEqual(
          cells
            .filter(({ metadata }) => metadata.nbgrader)
            .map(({ id }) => id)
            .sort(),
          LOCKED.map(({ id }) => id).sort(),
        );
        assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length);
        for (const { source, outputs = [] } of cells) {
          const text = joinLines(source);
          assert.equal(text, Buffer.from(text).toString());
          assert.deepEqual(outputs, []);
        }
      },
    ),
    { numRuns, seed: 7 },
  );
  t.diagnostic(`${outcomes.graded} graded, ${outcomes.rejected} rejected`);
  assert.ok(outcomes.graded > 9 && outcomes.rejected > 9);
});

test("only a file in its place is read, not a link, a folder or a pipe", (t) => {
  const folder = temporaryFolder(t);
  const place = (learner: string): string => {
    const file = join(folder, "submitted", learner, "01", "01.ipynb");
    mkdirSync(dirname(file), { recursive: true });
    return file;
  };
  const whole = changed(() => undefined);
  writeFileSync(place("ada"), whole);
  assert.equal(readHandIn(folder, "ada", "01").length, ASSIGNMENT.cells.length);
  mkdirSync(place("folder"));
  symlinkSync(place("ada"), place("link"));
  symlinkSync("/nowhere", place("dead"));
  if (process.platform !== "win32") execFileSync("mkfifo", [place("pipe")]);
  rmSync(dirname(place("linked")), { recursive: true });
  symlinkSync(dirname(place("ada")), join(folder, "submitted", "linked", "01"));
  rmSync(dirname(place("flat")), { recursive: true });
  writeFileSync(join(folder, "submitted", "flat", "01.ipynb"), whole);
  place("none");
  place("a[d]a");
  for (const [learner, message] of [
    ["folder", /01\.ipynb must be a file; it is a folder\. Put/],
    ["link", /01\.ipynb must be a file; it is a symbolic link/],
    ["dead", /01\.ipynb must be a file; it is a symbolic link/],
    ["pipe", /01\.ipynb must be a file; it is a pipe/],
    ["linked", /linked.01 must be a folder; it is a symbolic link/],
    ["flat", /flat.01 must be a folder; it is missing\. Put .*01\.ipynb\.$/],
    ["none", /must be named 01\.ipynb; got nothing/],
    ["a[d]a", /a name in UTF-8, without .*; got "a\[d\]a"\. Rename/],
  ] as const) {
    if (learner === "pipe" && process.platform === "win32") continue;
    assert.throws(() => readHandIn(folder, learner, "01"), message);
  }
});
