import assert from "node:assert/strict";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { brokenBudgets, BUDGETS, measureLibrary, sizeTable } from "./size";

const SAMPLE = `/**
 * A comment of the file.
 */
import { x } from "x"; // a comment behind code

export function outer(a: number): number {
  // only a comment

  return a;
}

export const text = \`
  two lines of text,

  and a blank one
\`;
`;

test("blank lines and comments do not count, every line of a text in backticks does", (t) => {
  const root = temporaryFolder(t, {
    "lib/core/a.ts": SAMPLE,
    "lib/core/a.test.ts": SAMPLE,
    "lib/testing/b.ts": SAMPLE,
    "lib/dist/core/a.d.ts": SAMPLE,
    "lib/tools/setup/c.cjs": "a();\n",
  });
  assert.deepEqual(measureLibrary(root), [
    { path: "lib/core/a.ts", lines: 1 + 3 + 5 },
    { path: "lib/tools/setup/c.cjs", lines: 1 },
  ]);
});

test("a budget allows its number and not one more", () => {
  const [{ most, today = most }] = BUDGETS;
  const core = (lines: number) => [
    { path: "lib/core/ops/a.ts", lines: lines - 1 },
    { path: "lib/core/b.ts", lines: 1 },
    { path: "lib/exercises/c.ts", lines: 99_999 },
  ];
  assert.deepEqual(brokenBudgets(core(today)), []);
  assert.deepEqual(brokenBudgets(core(today + 1)), [
    `lib/core has ${today + 1} lines of code; the limit is ${today}.`,
  ]);
});

test("the table adds up each folder, the budgets and the whole", () => {
  const table = sizeTable([
    { path: "lib/core/a.ts", lines: 10 },
    { path: "lib/core/ops/b.ts", lines: 20 },
    { path: "lib/core/ops/c.ts", lines: 1 },
    { path: "lib/exercises/d.ts", lines: 5 },
  ]);
  const rows = table.split("\n").map((row) => row.replace(/\s+/g, " ").trim());
  assert.ok(rows.includes("21 2 lib/core/ops"));
  assert.ok(rows.includes("31 3 lib/core; budget 2900"));
  assert.ok(rows.includes("31 3 lib without its exercises; budget 12000"));
  assert.ok(rows.includes("36 4 lib; tests are not counted"));
});
