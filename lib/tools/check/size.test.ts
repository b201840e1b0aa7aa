import assert from "node:assert/strict";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import {
  brokenBudgets,
  BUDGETS,
  measureFile,
  measureLibrary,
  sizeTable,
  type FileSize,
} from "./size";

const SAMPLE = `/**
 * A comment of the file.
 */
import { x } from "x"; // a comment after code

export function outer(a: number): number {
  // only a comment

  return a;
}

export const text = \`
  two lines of text,

  and a blank one
\`;
`;

/** A file of some lines, without exercises. */
function file(path: string, lines: number): FileSize {
  return { path, lines, exercises: [] };
}

test("blank lines and comments do not count; every line of a template literal does", (t) => {
  const root = temporaryFolder(t, {
    "lib/core/a.ts": SAMPLE,
    "lib/core/a.test.ts": SAMPLE,
    "lib/testing/b.ts": SAMPLE,
    "lib/dist/core/a.d.ts": SAMPLE,
    "lib/tools/setup/c.cjs": "a();\n",
  });
  assert.deepEqual(measureLibrary(root), [
    file("lib/core/a.ts", 1 + 3 + 5),
    file("lib/tools/setup/c.cjs", 1),
  ]);
});

test("an exercise is as long as the call that makes it", () => {
  const text = `const a = 1;
export default exercise(forward, {
  // its words
  title: "Forward",

  minutes: 5,
});
export const two = exercise<F>({});
export const three = prediction(5, {});
`;
  const path = "lib/exercises/chapters/05-linear-layer/1-forward.ts";
  assert.deepEqual(measureFile(path, text).exercises, [4, 1]);
});

test("a budget allows its number of lines and not one more", () => {
  const [{ most, today = most }] = BUDGETS;
  const core = (lines: number): FileSize[] => [
    file("lib/core/ops/a.ts", lines - 1),
    file("lib/core/b.ts", 1),
    file("lib/exercises/c.ts", 99_999),
  ];
  assert.deepEqual(brokenBudgets(core(today)), []);
  assert.deepEqual(brokenBudgets(core(today + 1)), [
    `lib/core: ${today + 1} lines of code; the limit is ${today}.`,
  ]);
});

test("the table adds up each folder, the budgets and the whole", () => {
  const table = sizeTable([
    file("lib/core/a.ts", 10),
    file("lib/core/ops/b.ts", 20),
    file("lib/core/ops/c.ts", 1),
    { path: "lib/exercises/d.ts", lines: 5, exercises: [9, 3, 4] },
  ]);
  const rows = table.split("\n").map((row) => row.trim());
  for (const row of [
    "21  lib/core/ops (2)",
    "31  lib/core; budget 2900",
    "31  lib without its exercises; budget 12000",
    "4  a function exercise, median; budget 50",
    "36  lib; tests are not counted",
  ])
    assert.ok(rows.includes(row), `${row} in\n${table}`);
});
