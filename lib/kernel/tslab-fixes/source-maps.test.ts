import assert from "node:assert/strict";
import { after, test } from "node:test";

import { compileCell } from "../cells/compile";
import { createBoxes } from "../variables/boxes";
import { toCommonJs } from "./es-module";
import { createConverter } from "./tslab";

const converter = createConverter();
after(() => converter.close());

const DECLARATIONS = "declare let earlier: number;\n";

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
enum Color { Red, Blue }
const word = \`line one
line two \${Color.Red}\`;
const pens: Pen<Point>[] = [{ x: 1, y: 2 }]
  .map((p: Point) => new Pen<Point>(p as Point));
pens[0]!.move(readFileSync.length);
let turns = 0; type None = never; function turn() {
  turns += earlier; return word.big(); }
for (const pen of pens) { turn(); pen.move(
  turns); }
`;

/** The line of `word` in `text`, and its column there; both count from 1. */
function placeOf(text: string, word: string): [number, number] {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes(word));
  assert.ok(line >= 0, `${word} in\n${text}`);
  return [line + 1, lines[line].indexOf(word) + 1];
}

test("a place in the JavaScript of a cell is found in its TypeScript", () => {
  const { converted, sourceLine } = compileCell(converter, createBoxes(), {
    source: SOURCE,
    file: "cell",
    declarations: DECLARATIONS,
  });
  const js = `(function(exports, require) { ${converted.output}`;
  const lineOf = (word: string): number | undefined =>
    sourceLine(...placeOf(js, word));
  assert.equal(lineOf("require("), 1);
  assert.equal(lineOf("Pen {"), 7);
  assert.equal(lineOf("by *"), 13);
  assert.equal(lineOf("2 : 1"), 14);
  assert.equal(lineOf("`line one"), 17);
  assert.equal(lineOf(".Red}"), 18);
  assert.equal(lineOf("map("), 20);
  assert.equal(lineOf("new $Pen"), 20);
  assert.equal(lineOf("move($readFileSync"), 21);
  assert.equal(lineOf("turns = 0"), 22);
  assert.equal(lineOf("$earlier.earlier;"), 23);
  assert.equal(lineOf("big()"), 23);
  assert.equal(lineOf("of $pens"), 24);
  assert.equal(lineOf("move($turns"), 24);
});

test("code that the learner did not write has no line", () => {
  const { converted, sourceLine } = compileCell(converter, createBoxes(), {
    source: 'import * as fs from "node:fs";\nfs.constants;',
    file: "cell",
    declarations: "",
  });
  const js = `(function(exports, require) { ${converted.output}`;
  assert.equal(sourceLine(...placeOf(js, "var __importStar")), undefined);
  const below = js.split("\n").length + 1;
  assert.equal(sourceLine(below, 2), undefined, "tslab's call of the cell");
});

test("a source map is removed from the JavaScript", () => {
  const { js, original } = toCommonJs("\n\nfirst();\nsecond();\n");
  assert.match(js, /first\(\);\nsecond\(\);$/);
  assert.deepEqual(original({ line: 0, column: 0 })?.line, 2);
});
