import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type CellRun, KernelDriver } from "../testing/drive-kernel";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
});
after(() => kernel.close());

const FAIL = 'throw new Error("stop here")';

function statuses(cells: CellRun[]): string[] {
  return cells.map(({ reply }) => reply.status);
}

/** The text of each cell's result. */
function results(cells: CellRun[]): unknown[] {
  return cells.map(({ messages }) => {
    const result = messages.find(({ type }) => type === "execute_result");
    return result?.data?.["text/plain"];
  });
}

for (const fail of [FAIL, `await null; ${FAIL}`, "const n: string = 1"]) {
  test(`cells queued behind "${fail}" are aborted and do not run`, async () => {
    await kernel.run("let reached = 0;");
    const after = Array.from({ length: 20 }, () => ({ code: "reached += 1" }));
    const { cells } = await kernel.runAll([{ code: fail }, ...after]);
    assert.deepEqual(statuses(cells), ["error", ...after.map(() => "aborted")]);
    assert.deepEqual(results([await kernel.run("reached")]), ["0"]);
  });
}

test("cells that arrive late over a slow network are aborted", async () => {
  const late = { code: "reached = -1" };
  const { cells } = await kernel.runAll([{ code: FAIL }, late, late], [], 0.4);
  assert.deepEqual(statuses(cells), ["error", "aborted", "aborted"]);
  assert.deepEqual(results([await kernel.run("reached")]), ["0"]);
});

test("cells sent after the error's reply run at once", async () => {
  for (let i = 0; i < 5; i++) {
    const { reply } = await kernel.run(FAIL);
    assert.equal(reply.status, "error");
    const next = await kernel.run(`${i} * 10`);
    assert.deepEqual(results([next]), [String(i * 10)]);
  }
});

test("50 cells in a row run after an error", async () => {
  await kernel.run(FAIL);
  await kernel.run("let sum = 0;");
  const codes = Array.from({ length: 50 }, (_, i) => ({ code: `sum += ${i}` }));
  const { cells } = await kernel.runAll(codes);
  assert.deepEqual(new Set(statuses(cells)), new Set(["ok"]));
  assert.equal(results(cells).at(-1), String((49 * 50) / 2));
});

test("with stop_on_error false the next cells run", async () => {
  const { cells } = await kernel.runAll([
    { code: FAIL, stop_on_error: false },
    { code: "1 + 1" },
    { code: FAIL, stop_on_error: false },
    { code: "2 + 2" },
  ]);
  assert.deepEqual(statuses(cells), ["error", "ok", "error", "ok"]);
  assert.deepEqual(results(cells), [undefined, "2", undefined, "4"]);
});

test("nbclient continues after allowed errors", async () => {
  const codes = Array.from({ length: 50 }, (_, i) => `${i} + 1`);
  const { error, cells } = await kernel.call<{
    error: string | null;
    cells: { outputs: { data?: Record<string, string> }[] }[];
  }>("notebook", { cells: [FAIL, ...codes], allow_errors: true });
  assert.equal(error, null);
  assert.deepEqual(
    cells.slice(1).map(({ outputs }) => outputs[0]?.data?.["text/plain"]),
    codes.map((_, i) => String(i + 1)),
  );
});

test("cells run in order, one at a time, and count up", async () => {
  const { cells } = await kernel.runAll([
    { code: 'await new Promise((r) => setTimeout(r, 50)); "first"' },
    { code: '"second"' },
  ]);
  assert.deepEqual(results(cells), ["first", "second"]);
  const [first = 0, second = 0] = cells.map(
    ({ reply }) => reply.execution_count,
  );
  assert.equal(second, first + 1);
});

test("a silent cell shows nothing and is not counted", async () => {
  const counted = await kernel.run("1");
  const { cells } = await kernel.runAll([
    { code: "2", silent: true },
    { code: "3", store_history: false },
  ]);
  const count = counted.reply.execution_count;
  assert.deepEqual(
    cells.map(({ reply }) => reply.execution_count),
    [count, count],
  );
  assert.deepEqual(
    cells[0]?.messages.map(({ type }) => type),
    ["status", "status"],
  );
  assert.deepEqual(results(cells), [undefined, "3"]);
});

test("other requests are answered while a cell awaits", async () => {
  const code = `console.log("busy");
await new Promise((r) => setTimeout(r, 1000));`;
  const ask = { type: "kernel_info_request", content: {} };
  const { cells, asked } = await kernel.runAll(
    [{ code }],
    [{ when: "busy\\n", ask }],
  );
  assert.equal(asked[0]?.type, "kernel_info_reply");
  assert.ok(asked[0].seconds < cells[0].seconds);
});
