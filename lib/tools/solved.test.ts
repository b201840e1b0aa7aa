import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";

import { executeNotebook } from "./execute";
import { draftToNotebook } from "./notebook-draft";
import { formatNotebook, joinLines, parseNotebook } from "./notebook-format";
import { courseFolder } from "./places.cjs";
import { findNotebooks } from "./publish";
import { compareNumbers, exerciseOf, solveNotebook } from "./solved";

// Inside the project, because a cell looks for `tinyllm` in the folders above.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/solved-test-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});
process.env.TINYLLM_PROGRESS = join(folder, "progress.json");

const coursePath = join(courseFolder(), "lib/dist/exercises/course.js");

/** What the card of a right answer says. */
const PASSED = /cases agree|Exactly right|Close enough/;

/** What `npm test` solves; `TINYLLM_SOLVED="02 03"` names other chapters. */
const CHAPTERS = process.env.TINYLLM_SOLVED ?? "01";

test("An answer is put in as a number or as the text of the reference", () => {
  const draft =
    '```ts\nconst f = check("01.1", myUpdate);\n```\n' +
    "Words.\n\n```ts\nconst n: number | undefined = undefined;\n" +
    'check("01.3", n);\n```\n';
  const { solved, numbers, texts } = solveNotebook(
    draftToNotebook(draft),
    coursePath,
  );
  assert.deepEqual({ numbers, texts }, { numbers: 1, texts: 1 });
  const [first, , second] = solved.cells;
  assert.match(joinLines(first?.source), /eval\)\("\(function sgdUpdateScalar/);
  assert.match(joinLines(second?.source), /undefined = \d+;/);
});

test("A number that differs is found, the time it took is not", () => {
  const notebook = (source: string, text: string) => {
    const made = draftToNotebook("```ts\n" + source + "\n```\n");
    const [cell] = made.cells;
    if (cell) cell.outputs = [{ output_type: "stream", name: "stdout", text }];
    return made;
  };
  const compare = (source: string, a: string, b: string) =>
    compareNumbers(notebook(source, a), notebook(source, b)).differences.length;
  assert.equal(compare("x;", "loss 0.25", "loss 0.25"), 0);
  assert.equal(compare("x;", "loss 0.25", "loss 0.2501"), 1);
  assert.equal(compare("x;", "loss 0.25", "loss"), 1);
  assert.equal(compare("performance.now();", "3 ms", "4 ms"), 0);
});

for (const path of findNotebooks(CHAPTERS.split(" "))) {
  const name = basename(path);
  test(`${name} shows the same numbers with its exercises solved`, async () => {
    const open = parseNotebook(readFileSync(path, "utf8"), name);
    const { solved } = solveNotebook(open, coursePath);
    const copy = join(folder, name);
    writeFileSync(copy, formatNotebook(solved));
    const executed = await executeNotebook(copy, { preset: "smoke" });
    // the committed outputs are those of a run with all exercises open
    const { compared, differences } = compareNumbers(open, executed);
    assert.deepEqual(differences, []);
    assert.ok(compared > 50, `only ${compared} numbers were compared`);
    open.cells.forEach((cell, index) => {
      const id = exerciseOf(cell);
      if (!id) return;
      const card = JSON.stringify(executed.cells[index]?.outputs);
      assert.match(card, PASSED, `the reference of ${id} must pass`);
    });
  });
}
