import assert from "node:assert/strict";
import { test } from "node:test";

import { lateConverter } from "./tslab-fixes/late-converter";
import { KernelDriver } from "../testing/drive-kernel";
import type { Converter } from "./tslab-fixes/tslab";

/** A converter that records its calls; its answers do not matter. */
function converterThatCounts() {
  const calls: string[] = [];
  const note = (name: string) => (): never => void calls.push(name) as never;
  const create = (): Converter => {
    calls.push("create");
    return {
      convert: () => ({ diagnostics: [] }),
      addModule: () => [],
      inspect: note("inspect"),
      complete: note("complete"),
      close: note("close"),
    };
  };
  return { calls, converter: lateConverter(create) };
}

test("the compiler is built once, when it is first needed", () => {
  const uses: ((converter: Converter) => unknown)[] = [
    (converter) => converter.convert("", "1"),
    (converter) => converter.addModule("one", "1", {}),
    (converter) => converter.inspect("", "1", 0),
    (converter) => converter.complete("", "1", 0),
  ];
  for (const use of uses) {
    const { calls, converter } = converterThatCounts();
    assert.deepEqual(calls, [], "a kernel is ready without it");
    use(converter);
    converter.prepare();
    use(converter);
    assert.deepEqual(
      calls.filter((call) => call === "create"),
      ["create"],
    );
  }
});

test("a compiler that was not built needs no closing", () => {
  const { calls, converter } = converterThatCounts();
  converter.close();
  assert.deepEqual(calls, []);
  converter.prepare();
  converter.close();
  assert.deepEqual(calls, ["create", "close"]);
});

test("a compiler that could not be built is built on the next try", () => {
  let tries = 0;
  const converter = lateConverter(() => {
    tries += 1;
    throw new Error("too many open files");
  });
  assert.throws(() => converter.prepare(), /too many open files/);
  assert.throws(() => converter.complete("", "1", 0), /too many open files/);
  assert.equal(tries, 2);
});

/** A kernel that has not built its compiler yet. */
async function freshKernel(t: {
  after(end: () => Promise<void>): void;
}): Promise<KernelDriver> {
  const kernel = await KernelDriver.start();
  t.after(() => kernel.close());
  return kernel;
}

test("Stop reaches the first cell, which waits for the compiler", async (t) => {
  const kernel = await freshKernel(t);
  const run = await kernel.run("while (true) {}", { when: '"busy"' });
  assert.equal(run.reply.ename, "Interrupted");
  const next = await kernel.run("6 * 7");
  assert.equal(next.messages.at(-2)?.data?.["text/plain"], "42");
});

test("requests that arrive while the compiler is built are answered in order", async (t) => {
  const kernel = await freshKernel(t);
  const code = "Math.ma";
  const ask = (type: string, content: object) => ({
    when: '"busy"',
    ask: { type, content },
  });
  const { cells, asked } = await kernel.runAll(
    [{ code: "const first = 1;" }, { code: "first + 1" }],
    [
      ask("kernel_info_request", {}),
      ask("complete_request", { code, cursor_pos: code.length }),
    ],
  );
  assert.deepEqual(
    cells.map(({ reply }) => [reply.status, reply.execution_count]),
    [
      ["ok", 1],
      ["ok", 2],
    ],
  );
  assert.deepEqual(
    asked.map(({ type, status }) => [type, status]),
    [
      ["kernel_info_reply", "ok"],
      ["complete_reply", "ok"],
    ],
  );
});

test("the first request may need the compiler", async (t) => {
  const kernel = await freshKernel(t);
  const code = "Math.ma";
  const { matches } = await kernel.ask<{ matches: string[] }>(
    "complete_request",
    { code, cursor_pos: code.length },
  );
  assert.ok(matches.includes("max"));
});
