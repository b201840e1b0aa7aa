import assert from "node:assert/strict";
import { test } from "node:test";

import { sourcePosition } from "./positions";
import { ts } from "../typescript";

const SOURCE = `import { readFileSync } from "node:fs";
interface Point { x: number; y: number }

/** A comment that stays. */
type Line = [Point, Point];

class Pen<T> {
  constructor(private readonly at: T) {}

  move(
    by: number,
    twice = false,
  ): number { return by *
      (twice ? 2 : 1); }
}
enum Colour { Red, Blue }
const word = \`line one
line two \${Colour.Red}\`;
const pens: Pen<Point>[] = [{ x: 1, y: 2 }]
  .map((p: Point) => new Pen<Point>(p as Point));
pens[0]!.move(readFileSync.length);
`;

function compile(source: string): string {
  const { ES2022 } = ts.ScriptTarget;
  const { CommonJS } = ts.ModuleKind;
  const compilerOptions = { target: ES2022, module: CommonJS };
  return ts.transpileModule(source, { compilerOptions }).outputText;
}

/** The line of `word` in `text`, and its column there. */
function placeOf(text: string, word: string): { line: number; column: number } {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes(word));
  return { line: line + 1, column: lines[line].indexOf(word) + 1 };
}

test("a word of the JavaScript is found in its line of the TypeScript", () => {
  const compiled = compile(SOURCE);
  const lineOf = (word: string): number | undefined =>
    sourcePosition(SOURCE, compiled, placeOf(compiled, word))?.line;
  assert.equal(lineOf("Pen {"), 7);
  assert.equal(lineOf("by *"), 13);
  assert.equal(lineOf("2 : 1"), 14);
  assert.equal(lineOf("`line one"), 17);
  assert.equal(lineOf("Colour.Red"), 18);
  assert.equal(lineOf("map("), 20);
  assert.equal(lineOf("new Pen"), 20);
  assert.equal(lineOf("move(node_fs_1"), 21);
});

test("a place before every word has no counterpart", () => {
  assert.equal(sourcePosition("a", "\n\na", { line: 1, column: 1 }), undefined);
});

test("a text too long to align has no counterpart", () => {
  const long = "a;\n".repeat(5000);
  assert.equal(sourcePosition(long, long, { line: 9, column: 1 }), undefined);
});
