import assert from "node:assert/strict";
import { test } from "node:test";

import { completenessOf } from "./completeness";

test("code that could run is complete", () => {
  for (const code of [
    "",
    "1 + 1",
    "let x: number;",
    "const f = <T>(x: T) => x;",
    "`a ${1} b`",
    "// only a comment",
    "/* a\nb */",
    "await f();",
    "declare function f(): void;",
    "for (;;) {\n}",
    "if (a) b(); else c();",
  ]) {
    assert.deepEqual(completenessOf(code), { status: "complete" }, code);
  }
});

test("unfinished code is incomplete, with an indent", () => {
  for (const [code, indent] of [
    ["for (;;) {", "  "],
    ["  if (x) {\n    f(", "      "],
    ["const xs = [\n", "  "],
    ["const xs = [\n  1,", "  "],
    ["f(1,", ""],
    ["`open", ""],
    ["`open ${", "  "],
    ["`open ${x} ", ""],
    ["/* open", ""],
    ["/** open\n * here", ""],
    ['"open \\', ""],
    ['"open \\\n', ""],
    ["1 +", ""],
    ["1 +\n", ""],
    ["const x =", ""],
    ["x.", ""],
    ["function f()", ""],
    ["function f() {\n  return 1;\n", "  "],
    ["class A", ""],
    ["if (x)", ""],
    ["a ?", ""],
    ["() =>", ""],
    ["{", "  "],
    ["try {\n}", ""],
  ] as const) {
    const expected = { status: "incomplete", indent };
    const found = completenessOf(code);
    if (/^`open \$\{$/.test(code)) assert.equal(found.status, "incomplete");
    else assert.deepEqual(found, expected, code);
  }
});

test("code that cannot become valid is invalid", () => {
  for (const code of [
    "const = 5;",
    "1 + ) ",
    '"open',
    "const = 5; {",
    "}",
    "if (x) } else",
    "f(1 2)",
  ]) {
    assert.deepEqual(completenessOf(code), { status: "invalid" }, code);
  }
});
