import assert from "node:assert/strict";
import { test } from "node:test";

import { brokenCaps, measureFile, sizeTable, type FileSize } from "./size";

const SAMPLE = `/**
 * A comment of the file.
 */
import { x } from "x"; // a comment behind code

export function outer(a: number): number {
  // only a comment

  const inner = (): number => {
    return a;
  };
  return inner();
}

export const text = \`
  two lines of text,

  and a blank one
\`;
`;

function file(path: string, lines: number, longest = 10): FileSize {
  return { path, lines, longest: { name: "work", lines: longest } };
}

test("Blank lines and comments are no code, every line of a text in backticks is", () => {
  assert.deepEqual(measureFile("sample.ts", SAMPLE), {
    path: "sample.ts",
    lines: 1 + 6 + 5,
    longest: { name: "outer", lines: 4 },
  });
});

test("A named function inside another counts on its own, a callback where it stands", () => {
  const factory = `function make() {
  const one = () => {
    a;
    b;
    c;
    d;
  };
  return {
    one,
    two(x) {
      return x.map((y) => {
        return y;
      });
    },
  };
}`;
  assert.deepEqual(measureFile("f.ts", factory).longest, {
    name: "make",
    lines: 7,
  });
});

test("A file without functions has a longest function of no lines", () => {
  const { lines, longest } = measureFile("a.ts", "export const a = 1;\n");
  assert.equal(lines, 1);
  assert.equal(longest.lines, 0);
});

test("Each cap allows its number and not one more", () => {
  assert.deepEqual(brokenCaps([file("lib/notebook/a.ts", 200, 60)]), []);
  assert.deepEqual(brokenCaps([file("lib/notebook/a.ts", 201, 61)]), [
    "lib/notebook/a.ts has 201 lines of code; 200 is the most.",
    "lib/notebook/a.ts: work has 61 lines of code; 60 is the most.",
  ]);
});

test("The core's folders count together, the other folders do not", () => {
  const many = Array.from({ length: 19 }, (_, index) =>
    file(`lib/core/ops/${index}.ts`, 200),
  );
  assert.deepEqual(brokenCaps([...many, file("lib/notebook/b.ts", 200)]), []);
  assert.deepEqual(brokenCaps([...many, file("lib/core/b.ts", 1)]), [
    "lib/core has 3801 lines of code; 3800 is the most.",
  ]);
});

test("The table adds up each folder, the core and the whole", () => {
  const table = sizeTable([
    file("lib/core/a.ts", 10),
    file("lib/core/ops/b.ts", 20),
    file("lib/notebook/c.ts", 5),
  ]);
  const rows = table.split("\n").map((row) => row.replace(/\s+/g, " ").trim());
  assert.ok(rows.includes("10 10 work a.ts"));
  assert.ok(rows.includes("20 lib/core/ops"));
  assert.ok(rows.includes("30 of at most 3800 lib/core, all of it"));
  assert.ok(rows.includes("35 lib, all of it (tests not counted)"));
});
