import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";

import { Cells } from "../../kernel/cells/cells";
import { exerciseOf } from "./exercise-cells";
import { joinLines, readNotebook, type NotebookCell } from "./format";
import { findNotebooks, NOTEBOOKS_FOLDER } from "./find";

/** `hint("01.1")` between backticks, as cards and chapters write it. */
const ADVICE = /`((?:hint|solution|progress)\([^`]*\))`/g;

/** Removes what the previous chapter defined. */
const FORGET = "const [hint, solution, progress] = [0, 0, 0];";

/** Rounds of advice: an exercise has up to four hints, then its solution. */
const MOST_ROUNDS = 8;

let cells: Cells;
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "advice-test-"));
  process.env.TINYLLM_PROGRESS = join(folder, "progress.json");
  cells = new Cells(NOTEBOOKS_FOLDER);
});

after(() => {
  cells.executor.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a cell as the kernel does and returns its outputs as text. */
async function run(source: string): Promise<string> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string): void => void lines.push(line);
  try {
    const outcome = await cells.run(source, "Cell [1]");
    assert.equal(outcome.status, "ok", `${source}\n${JSON.stringify(outcome)}`);
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

/** The lines of code that a text recommends, without repeats. */
function adviceIn(text: string): string[] {
  return [...new Set([...text.matchAll(ADVICE)].map(([, code]) => code))];
}

/** The outputs of a committed cell, as text. */
function shownText(cell: NotebookCell): string {
  const outputs = cell.outputs ?? [];
  return outputs.map(({ data }) => joinLines(data?.["text/plain"])).join("\n");
}

for (const path of findNotebooks()) {
  const name = basename(path);
  const notebook = readNotebook(path);
  const asked = notebook.cells.filter((cell) => exerciseOf(cell));
  const words = notebook.cells.filter((cell) => cell.cell_type === "markdown");
  if (asked.length === 0) continue;

  test(`${name}: following the advice on every card leads to the solution`, async () => {
    const first = notebook.cells.find((cell) => cell.cell_type === "code");
    await run(FORGET);
    await run(joinLines(first?.source));
    await run(`progress("${name.slice(0, 2)}");`);
    const inText = adviceIn(words.map((c) => joinLines(c.source)).join("\n"));
    if (inText.length > 0) await run(inText.join(";\n"));

    let advice = adviceIn(asked.map(shownText).join("\n"));
    const ids = asked.map((cell) => `hint("${exerciseOf(cell)}")`);
    assert.deepEqual(advice, ids, "every card recommends its hint");
    let last: string[] = [];
    for (let round = 0; advice.length > 0; round++) {
      assert.ok(round < MOST_ROUNDS, `still advised: ${advice.join()}`);
      last = [...last, ...advice.filter((code) => code.startsWith("solution"))];
      advice = adviceIn(await run(advice.join(";\n")));
    }
    const solutions = ids.map((code) => code.replace("hint", "solution"));
    assert.deepEqual(last.sort(), solutions, "the last advice is the solution");
  });
}
