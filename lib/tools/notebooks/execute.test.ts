import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { executeNotebook, openExecutor } from "./execute";
import {
  code,
  notebook as notebookOf,
  text,
} from "../../testing/notebook-builder";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
} from "./format";
import { courseFolder } from "../setup/course-files.cjs";

// Inside the project, because a cell looks for `tinyllm` in the folders above.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/execute-test-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(cells: NotebookCell[], options = {}): Promise<Notebook> {
  const path = join(folder, "scratch.ipynb");
  writeFileSync(path, formatNotebook(notebookOf(...cells)));
  return executeNotebook(path, options);
}

test("a cell sees the cells before it and the given preset", async () => {
  const notebook = await run(
    [
      code("const preset = process.env.TINYLLM_PRESET;"),
      code('console.log("it is", preset);'),
    ],
    { preset: "smoke" },
  );
  const [first, second] = notebook.cells;
  assert.equal(joinLines(second?.outputs?.[0]?.text), "it is smoke\n");
  assert.deepEqual([first?.execution_count, second?.execution_count], [1, 2]);
});

test("one Python runs several notebooks, and none sees the state of another", async () => {
  const executor = openExecutor();
  const preset = notebookOf(code("console.log(process.env.TINYLLM_PRESET);"));
  const texts: string[] = [];
  for (const options of [{ preset: "smoke" }, {}]) {
    const path = join(folder, "several.ipynb");
    writeFileSync(path, formatNotebook(preset));
    const { cells } = await executor.execute(path, options);
    texts.push(joinLines(cells[0]?.outputs?.[0]?.text));
  }
  executor.close();
  assert.deepEqual(texts, ["smoke\n", "undefined\n"]);
});

test("a cell that fails unexpectedly is reported with source and reason", async () => {
  const cells = [
    text("Words."),
    code("const weight = 1;"),
    code('throw new Error("too hot");'),
    code("2;"),
  ];
  await assert.rejects(run(cells), (error: Error) => {
    assert.match(error.message, /^scratch\.ipynb: cell 3\n/);
    assert.match(error.message, /\| throw new Error\("too hot"\);/);
    assert.match(error.message, /failed\.\n.*Error: too hot/s);
    return true;
  });
});

test("a cell tagged raises-exception may fail, and the next one runs", async () => {
  const notebook = await run([
    code("const word: number = 'five';", [], ["raises-exception"]),
    code('console.log("still here");'),
  ]);
  const [failed, next] = notebook.cells;
  assert.equal(failed?.outputs?.[0]?.output_type, "error");
  assert.equal(joinLines(next?.outputs?.[0]?.text), "still here\n");
});

test("a cell tagged raises-exception that does not fail is an error", async () => {
  await assert.rejects(
    run([code("const fine = 1;", [], ["raises-exception"])]),
    /cell 1\n.*const fine = 1;.*must fail; it did not/s,
  );
});

test("a cell that never ends is stopped and reported", async () => {
  await assert.rejects(
    run([code("1;"), code("await new Promise(() => {});")], {
      cellSeconds: 8, // the first cell must be done by then
    }),
    /scratch\.ipynb, after cell 1: .*timed? ?out/is,
  );
});

test("an endless loop in an answer is stopped, and the next cell runs", async () => {
  const notebook = await run([
    code('import { check } from "tinyllm";'),
    code(`function mine(a: number, b: number, c: number): number {
  const path: number[] = [a];
  for (let i = 0; i < path.length; i++) path.push(b * c);
  return path[0];
}
const update = check("01.1", mine);`),
    code('console.log("still here", update(8, 1, 2));'),
  ]);
  const [, looping, next] = notebook.cells;
  const card = JSON.stringify(looping?.outputs);
  assert.match(card, /did not end within .* a loop that never ends/);
  assert.equal(joinLines(next?.outputs?.[0]?.text), "still here 6\n");
});
