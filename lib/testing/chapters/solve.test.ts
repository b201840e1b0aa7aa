import assert from "node:assert/strict";
import { test } from "node:test";

import { code, notebook, text } from "../notebook-builder";
import { joinLines } from "../../tools/notebooks/format";
import { solveNotebook } from "./solve";

test("an answer is a number or the code that solution shows", () => {
  const open = notebook(
    code(`interface Kept {}

function myUpdate(w: number) {
  return yourTurn();
}

const f = check("01.1", myUpdate);`),
    text("Words."),
    code('const n: number | undefined = undefined;\ncheck("01.3", n);'),
  );
  const { solved, numbers, texts } = solveNotebook(open);
  assert.deepEqual({ numbers, texts }, { numbers: 1, texts: 1 });
  const [first, , second] = solved.cells;
  assert.equal(
    joinLines(first?.source),
    "interface Kept {}\n\nfunction myUpdate(\n  weight: number,\n" +
      "  gradient: number,\n  learningRate: number,\n): number {\n" +
      "  return weight - learningRate * gradient;\n}\n\n" +
      'const f = check("01.1", myUpdate);',
  );
  assert.match(joinLines(second?.source), /undefined = \d+;/);
});

test("a cell without a place for its answer is an error", () => {
  const open = notebook(code('check("01.1", (w) => w);'));
  assert.throws(() => solveNotebook(open), /01\.1 could not/);
});
