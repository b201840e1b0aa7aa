import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { executeNotebook, openExecutor } from "./execute";
import { draftToNotebook } from "../../testing/notebook-draft";
import { formatNotebook, joinLines, type Notebook } from "./format";
import { courseFolder } from "../setup/places.cjs";

// Inside the project, because a cell looks for `tinyllm` in the folders above.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/execute-test-"));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(draft: string, options = {}): Promise<Notebook> {
  const path = join(folder, "scratch.ipynb");
  writeFileSync(path, formatNotebook(draftToNotebook(draft)));
  return executeNotebook(path, options);
}

test("a cell sees the cells before it and the preset it is given", async () => {
  const notebook = await run(
    "```ts\nconst preset = process.env.TINYLLM_PRESET;\n```\n" +
      '```ts\nconsole.log("it is", preset);\n```\n',
    { preset: "smoke" },
  );
  const [first, second] = notebook.cells;
  assert.equal(joinLines(second?.outputs?.[0]?.text), "it is smoke\n");
  assert.deepEqual([first?.execution_count, second?.execution_count], [1, 2]);
});

test("one Python runs several notebooks, and nothing is left from one to the next", async () => {
  const executor = openExecutor();
  const cell = (code: string): string => "```ts\n" + code + "\n```\n";
  const preset = cell("console.log(process.env.TINYLLM_PRESET);");
  const texts: string[] = [];
  for (const options of [{ preset: "smoke" }, {}]) {
    const path = join(folder, "several.ipynb");
    writeFileSync(path, formatNotebook(draftToNotebook(preset)));
    const { cells } = await executor.execute(path, options);
    texts.push(joinLines(cells[0]?.outputs?.[0]?.text));
  }
  executor.close();
  assert.deepEqual(texts, ["smoke\n", "undefined\n"]);
});

test("a cell that fails unexpectedly is named with source and reason", async () => {
  const draft =
    "Words.\n\n```ts\nconst weight = 1;\n```\n" +
    '```ts\nthrow new Error("too hot");\n```\n```ts\n2;\n```\n';
  await assert.rejects(run(draft), (error: Error) => {
    assert.match(error.message, /^scratch\.ipynb: cell 3\n/);
    assert.match(error.message, /\| throw new Error\("too hot"\);/);
    assert.match(error.message, /failed\.\n.*Error: too hot/s);
    return true;
  });
});

test("a cell tagged raises-exception may fail, and the next one runs", async () => {
  const notebook = await run(
    "```ts tags=raises-exception\nconst word: number = 'five';\n```\n" +
      '```ts\nconsole.log("still here");\n```\n',
  );
  const [failed, next] = notebook.cells;
  assert.equal(failed?.outputs?.[0]?.output_type, "error");
  assert.equal(joinLines(next?.outputs?.[0]?.text), "still here\n");
});

test("a cell tagged raises-exception that does not fail is an error", async () => {
  await assert.rejects(
    run("```ts tags=raises-exception\nconst fine = 1;\n```\n"),
    /cell 1\n.*const fine = 1;.*must fail; it did not/s,
  );
});

test("a cell that never ends is stopped and named", async () => {
  await assert.rejects(
    run("```ts\n1;\n```\n```ts\nawait new Promise(() => {});\n```\n", {
      cellSeconds: 8, // the first cell must be done by then
    }),
    /scratch\.ipynb, after cell 1: .*timed? ?out/is,
  );
});

test("an endless loop in an answer is stopped, and the next cell runs", async () => {
  const notebook = await run(
    '```ts\nimport { check } from "tinyllm";\n```\n' +
      "```ts\nfunction mine(a: number, b: number, c: number): number {\n" +
      "  const path: number[] = [a];\n" +
      "  for (let i = 0; i < path.length; i++) path.push(b * c);\n" +
      "  return path[0];\n}\n" +
      'const update = check("01.1", mine);\n```\n' +
      '```ts\nconsole.log("still here", update(8, 1, 2));\n```\n',
  );
  const [, looping, next] = notebook.cells;
  const card = JSON.stringify(looping?.outputs);
  assert.match(card, /did not end within .* a loop that never ends/);
  assert.equal(joinLines(next?.outputs?.[0]?.text), "still here 6\n");
});
