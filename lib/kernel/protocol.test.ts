import assert from "node:assert/strict";
import { writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";

import {
  type CellRun,
  KernelDriver,
  type Message,
} from "../testing/drive-kernel";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
});
after(() => kernel.close());

/** What a cell printed. */
function printed({ messages }: CellRun): string {
  return messages.map(({ text = "" }) => text).join("");
}

function result({ messages }: CellRun): unknown {
  const shown = messages.find(({ type }) => type === "execute_result");
  return shown?.data?.["text/plain"];
}

test("half a surrogate pair is sent as U+FFFD, wherever it is", async () => {
  const half = '"\\u{1F600}"[0]';
  assert.equal(printed(await kernel.run(`console.log(${half});`)), "\ufffd\n");
  assert.equal(result(await kernel.run(half)), "\ufffd");
  assert.equal(
    result(await kernel.run(`${half} + "\\\\ud83d"`)),
    "\ufffd\\ud83d",
  );
  const { reply } = await kernel.run(`throw new Error(${half});`);
  assert.equal(reply.evalue, "\ufffd");
  const { messages } = await kernel.run(`import { show } from "tinyllm";
show({ "text/plain": "a", "application/json": { [${half}]: [${half}] } },
  { metadata: { [${half}]: ${half} } });`);
  const display = messages.find(({ type }) => type === "display_data");
  assert.deepEqual(display?.data?.["application/json"], {
    "\ufffd": ["\ufffd"],
  });
  assert.deepEqual(display.metadata, { "\ufffd": "\ufffd" });
});

test("the halves of a surrogate pair, written one after the other, are joined", async () => {
  const run = await kernel.run(`for (const half of "\\u{1F600}".split(""))
  process.stdout.write(half);
process.stdout.write("a\\ud83d");`);
  assert.equal(printed(run), "😀a\ufffd");
});

test("Tab and Shift-Tab count characters, not UTF-16 units", async () => {
  await kernel.run(`const learningRate = 1;
function halve(x: number) { return x / 2; }`);
  for (const before of ['"😀"; ', '"😀😀😀"; ', "/* 𝒙𝒚𝒛 */ "]) {
    const start = [...before].length;
    const reply = await kernel.ask<Record<string, unknown>>(
      "complete_request",
      { code: `${before}learnin; "😀"`, cursor_pos: start + 7 },
    );
    assert.deepEqual(reply.matches, ["learningRate"]);
    assert.deepEqual(
      [reply.cursor_start, reply.cursor_end],
      [start, start + 7],
    );
    const info = await kernel.ask<{ found: boolean }>("inspect_request", {
      code: `${before}halve(2)`,
      cursor_pos: start + 2,
      detail_level: 0,
    });
    assert.equal(info.found, true, before);
  }
});

test("a request with any cursor, or none, is answered", async () => {
  for (const cursor_pos of [-3, 0, 1, 2, 50, 1e9, null, "x", 1.5]) {
    for (const type of ["complete", "inspect"]) {
      const asked = { code: "😀a", cursor_pos, detail_level: 0 };
      const reply = await kernel.ask<{ status: string }>(
        `${type}_request`,
        asked,
      );
      assert.equal(reply.status, "ok", `${type} at ${cursor_pos}`);
    }
  }
});

test("a promise is shown without Node's own properties", async () => {
  for (const [code, text] of [
    ["Promise.resolve(5)", "Promise { 5 }"],
    ["[Promise.resolve(1)]", "[ Promise { 1 } ]"],
    ["new Promise(() => {})", "Promise { <pending> }"],
    ["(async () => ({ a: 1 }))()", "Promise { { a: 1 } }"],
    [
      "({ deep: { p: Promise.resolve('x') } })",
      "{ deep: { p: Promise { 'x' } } }",
    ],
  ] as const) {
    assert.equal(result(await kernel.run(code)), text);
    assert.equal(
      printed(await kernel.run(`console.log(${code});`)),
      `${text}\n`,
    );
  }
});

test("timers are shown without the cell they belong to", async () => {
  for (const make of ["setTimeout", "setInterval", "setImmediate"]) {
    const clear = make.replace("set", "clear").replace("Interval", "Timeout");
    const run = await kernel.run(
      `const t = ${make}(() => {}); console.log(t, [t]); ${clear}(t as any);`,
    );
    assert.match(printed(run), /^(?:Timeout|Immediate) \{/);
    assert.doesNotMatch(
      printed(run),
      /Symbol\((?:kResource|async)|msg_id|Origin/,
    );
  }
});

test("an error as a value names its cell, and hides the kernel", async () => {
  await kernel.run(`function make() {
  return new Error("kept");
}`);
  const { messages } = await kernel.run("\n[make()]");
  const text = String(
    messages.find(({ type }) => type === "execute_result")?.data?.[
      "text/plain"
    ],
  );
  assert.match(
    text,
    /^\[\n {2}Error: kept\n +at make \(Cell \[\d+\], line 2\)\n +at Cell \[\d+\], line 2\n\]$/,
  );
  const run = await kernel.run(`const mistake = make();
console.log(mistake);
throw mistake;`);
  assert.match(
    printed(run),
    /^Error: kept\n +at make \(Cell \[\d+\], line 2\)\n/,
  );
  assert.doesNotMatch(printed(run), /notebook-cell|tslab|node:/);
  assert.match(
    stripVTControlCharacters(run.reply.traceback?.join("\n") ?? ""),
    /^Error: kept\nCell \[\d+\], line 2, in make\n> 2 \| .*\nCell \[\d+\], line 1\n/,
  );
});

test("each expression in a request is answered", async () => {
  const { cells } = await kernel.runAll([
    {
      code: "const six = 6;",
      user_expressions: {
        seven: "six + 1",
        nothing: "undefined",
        thrown: 'JSON.parse("{")',
        unknown: "missingName",
      },
    },
    { code: "throw 1", user_expressions: { one: "1" } },
  ]);
  const answers = (cells[0]?.reply as unknown as Record<string, unknown>)
    .user_expressions as Record<string, Record<string, unknown>>;
  assert.deepEqual(answers.seven, {
    status: "ok",
    data: { "text/plain": "7" },
    metadata: {},
  });
  assert.deepEqual(answers.nothing?.data, { "text/plain": "undefined" });
  assert.equal(answers.thrown?.status, "error");
  assert.equal(answers.thrown.ename, "SyntaxError");
  assert.ok(Array.isArray(answers.thrown.traceback));
  assert.equal(answers.unknown?.evalue, "Cannot find name 'missingName'.");
  assert.equal(cells[1]?.reply.status, "error");
});

test("the history holds the counted cells with their results", async () => {
  const { cells } = await kernel.runAll([
    { code: "1234 * 2" },
    { code: "5678", store_history: false },
    { code: "1234 * 3" },
  ]);
  const count = cells[0]?.reply.execution_count ?? 0;
  const { history } = await kernel.ask<{ history: unknown[] }>(
    "history_request",
    { hist_access_type: "search", pattern: "1234*", output: true, raw: true },
  );
  assert.deepEqual(history, [
    [0, count, ["1234 * 2", "2468"]],
    [0, count + 1, ["1234 * 3", "3702"]],
  ]);
});

test("a message that cannot be read does not end the queue", async () => {
  const garbles = [
    { content: null },
    { content: [] },
    { content: "text" },
    { content: {} },
    { content: { code: 5 } },
    { content: { code: null } },
    { content: { code: "1", user_expressions: 7 } },
    { bytes: '{"code": "1' },
    { bytes: "\xff\xfe" },
    { header: { msg_type: null }, content: {} },
    { header: { msg_type: "unheard_of" }, content: {} },
    { header: { msg_type: "complete_request" }, content: null },
    { header: { msg_type: "is_complete_request" }, content: { code: 1 } },
    { header: { msg_type: "inspect_request" }, content: {} },
    { header: { msg_type: "history_request" }, content: { n: "x" } },
    { header: { date: null, session: null }, content: { code: "1" } },
  ];
  for (const garble of garbles) {
    await kernel.call("garble", garble);
    const run = await kernel.run("6 * 7");
    // Cells sent before a failing cell are aborted, so a second one decides.
    const next = run.reply.status === "ok" ? run : await kernel.run("6 * 7");
    assert.equal(result(next), "42", JSON.stringify(garble));
  }
});

test("a header that cannot be repeated does not end the queue", async () => {
  const deep = `${"[".repeat(20_000)}${"]".repeat(20_000)}`;
  const header = `{"msg_type": "execute_request", "session": ${deep}}`;
  const parts = [header, "{}", "{}", '{"code": "1"}'];
  await kernel.call("flood", { messages: [{ channel: "shell", parts }] });
  assert.equal(result(await kernel.run("6 * 7")), "42");
});

test("a message that cannot be read is answered if possible", async () => {
  const reply = await kernel.ask<Message & { status: string }>(
    "execute_request",
    { code: 5 },
  );
  assert.equal(reply.status, "error");
  assert.match(reply.evalue ?? "", /code must be a string; got number/);
});

test("files that change beside the notebook cause no failure", async () => {
  const folder = mkdtempSync(join(process.cwd(), "notebooks", ".beside-"));
  try {
    await kernel.run('import { readText } from "./nowhere";');
    for (let i = 0; i < 15; i++) {
      writeFileSync(join(folder, `file${i}.ts`), `export const a = ${i};`);
      const run = await kernel.run(
        `await new Promise((r) => setTimeout(r, 40)); ${i}`,
      );
      assert.equal(result(run), String(i));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
