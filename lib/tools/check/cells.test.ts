import assert from "node:assert/strict";
import { test } from "node:test";

import { cellProblems, cellSizes, driftProblems, sizeProblems } from "./cells";
import type { Notebook } from "../notebooks/format";

/** A notebook of code cells, each after a cell of text if `text` is set. */
function notebook(sources: string[], text = true): Notebook {
  const cells = sources.flatMap((source) => [
    ...(text
      ? [{ cell_type: "markdown" as const, metadata: {}, source: "Text." }]
      : []),
    { cell_type: "code" as const, metadata: {}, source },
  ]);
  return { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
}

const nothing = (): undefined => undefined;

const LIBRARY = `import { ensure, expectNumber } from "./expect";

/** One step downhill. */
export function step(weight: number, rate: number): number {
  ensure(weight < 9, () => "too much");
  expectNumber("step: rate", rate, { above: 0, hint: "Try 0.1." });
  return weight - rate * 2 * weight; // the gradient is 2w
}

export const ZERO: number = 0;
`;

const read = (path: string): string | undefined =>
  path === "lib/core/step.ts" ? LIBRARY : undefined;

test("types, comments, `export` and argument checks make no difference", () => {
  const cell = `// -> lib/core/step.ts
function step(weight, rate) {
  return (
    // explained
    weight - rate * 2 * weight
  );
}`.replace(/\(\n.*\n\s*(.*)\n\s*\)/, "$1");
  assert.deepEqual(driftProblems(cell, read), []);
});

test("a changed sign, a changed name and a missing file are reported", () => {
  const head = "// -> lib/core/step.ts\n";
  assert.deepEqual(
    driftProblems(
      head + "const step = (w: number, rate: number): number => w;",
      read,
    ),
    ["step differs from step in lib/core/step.ts."],
  );
  const sign = LIBRARY.replace("weight - rate", "weight + rate");
  assert.deepEqual(driftProblems(head + sign, read), [
    "step differs from step in lib/core/step.ts.",
  ]);
  assert.deepEqual(driftProblems(head + "const ONE = 1;", read), [
    "lib/core/step.ts has nothing named ONE.",
  ]);
  assert.deepEqual(driftProblems(head + "step(1, 2);", read), [
    "it names lib/core/step.ts but declares nothing.",
  ]);
  assert.deepEqual(driftProblems("// -> lib/core/gone.ts\n", read), [
    "it names lib/core/gone.ts, which does not exist.",
  ]);
  assert.deepEqual(driftProblems("const step = 1;", read), []);
});

test("blank lines, comments and empty cells do not count", () => {
  const sizes = cellSizes(notebook(["// only this", "a;\n\n// b\nc;", "d;"]));
  assert.deepEqual(sizes, [2, 1]);
});

test("the median must be between 5 and 8, and one cell in ten may be long", () => {
  assert.deepEqual(sizeProblems([5, 5, 8, 8, 5, 6, 7, 5, 6, 25]), []);
  assert.deepEqual(sizeProblems([1, 2, 3]), [
    "The median cell has 2 lines of code; it must have 5 to 8.",
  ]);
  assert.deepEqual(sizeProblems([6, 6, 6, 6, 6, 6, 6, 20, 25]), [
    "2 of 9 cells have 20 lines of code or more; at most one in ten may.",
  ]);
});

test("a cell of 30 lines and 80 columns passes, one more of either does not", () => {
  const lines = (count: number): string => "a;\n".repeat(count);
  const wide = (count: number): string => "a".repeat(count - 1) + ";";
  const well = notebook([lines(30) + wide(80).slice(0, 0), wide(80)]);
  assert.deepEqual(cellProblems(well, nothing), []);
  assert.deepEqual(cellProblems(notebook([lines(31), wide(81)]), nothing), [
    "cell 2: 31 lines of code; the limit is 30.",
    "cell 4: 81 columns; the limit is 80.",
  ]);
});

test("three code cells in a row are one too many", () => {
  assert.deepEqual(cellProblems(notebook(["a;", "b;"], false), nothing), []);
  assert.deepEqual(cellProblems(notebook(["a;", "b;", "c;"], false), nothing), [
    "cell 3: the third code cell in a row; put text before it.",
  ]);
});

test("imports are in the first code cell, by name, and are not defined again", () => {
  const first = 'import { train, type Model } from "tinyllm";';
  assert.deepEqual(cellProblems(notebook([first, "train();"]), nothing), []);
  const bad = notebook([
    'import all from "a";\nimport * as many from "b";',
    first,
    "function train() {}",
  ]);
  assert.deepEqual(cellProblems(bad, nothing), [
    'use named imports, `import { name } from "..."`; got: import all from "a";',
    'use named imports, `import { name } from "..."`; got: import * as many from "b";',
    "imports belong in the first code cell.",
    "train is imported, and defined in a cell.",
  ]);
});
