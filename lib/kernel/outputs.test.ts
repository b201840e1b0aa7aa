import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  type CellRun,
  KernelDriver,
  type Message,
} from "../testing/drive-kernel";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
  await kernel.run('import { createRandom, show } from "tinyllm";');
});
after(() => kernel.close());

/** The outputs of a cell, without the messages about its state. */
function outputs({ messages }: CellRun): Message[] {
  const states = ["status", "execute_input"];
  return messages.filter(({ type }) => !states.includes(type));
}

/** Each output as its kind and content, streams joined. */
function brief(run: CellRun): unknown[] {
  const list: [string, unknown][] = [];
  for (const { type, name = "", text = "", data } of outputs(run)) {
    const last = list.at(-1);
    if (type !== "stream") list.push([type, data]);
    else if (last?.[0] === name) last[1] = String(last[1]) + text;
    else list.push([name, text]);
  }
  return list;
}

test("a last value is the cell's result, with the cell's count", async () => {
  const run = await kernel.run("const seven = 7;\nseven * 6");
  assert.deepEqual(brief(run), [["execute_result", { "text/plain": "42" }]]);
  assert.equal(outputs(run)[0]?.execution_count, run.reply.execution_count);
  assert.equal(
    run.messages.find(({ type }) => type === "execute_input")?.execution_count,
    run.reply.execution_count,
  );
});

test("values without a display method are shown as text", async () => {
  const cases = [
    ["'<b>no</b>'", "<b>no</b>"],
    ["'line\\nline'", "line\nline"],
    ["new Float32Array([1, 2])", "Float32Array(2) [ 1, 2 ]"],
    ["({ a: { b: [1] } })", "{ a: { b: [ 1 ] } }"],
    ["null", "null"],
    ["0", "0"],
    ["''", ""],
    ["await Promise.resolve(3n)", "3n"],
    ["await (async () => 4)()", "4"],
    ["await [5]", "[ 5 ]"],
  ] as const;
  for (const [code, text] of cases) {
    const expected = [["execute_result", { "text/plain": text }]];
    assert.deepEqual(brief(await kernel.run(code)), expected, code);
  }
});

test("undefined, declarations and comments show nothing", async () => {
  for (const code of ["undefined", "const quiet = 1;", "// hush", " "]) {
    const run = await kernel.run(code);
    assert.equal(run.reply.status, "ok");
    assert.deepEqual(brief(run), [], code);
  }
});

test("a value with a display method is shown in all MIME types that it returns", async () => {
  await kernel.run(`const display = Symbol.for("Jupyter.display");
class Loss {
  constructor(readonly nats: number) {}
  [display]() {
    return { "text/html": "<b>" + this.nats + "</b>", "image/png": bytes };
  }
}
const bytes = new Uint8Array([1, 2, 3]);`);
  const html = { "text/html": "<b>2</b>", "image/png": "AQID" };
  assert.deepEqual(brief(await kernel.run("new Loss(2)")), [
    ["execute_result", { "text/plain": "Loss { nats: 2 }", ...html }],
  ]);
  const promised = `({ async [display]() { return { "text/plain": "me" } } })`;
  assert.deepEqual(brief(await kernel.run(promised)), [
    ["execute_result", { "text/plain": "me" }],
  ]);
});

test("a display method that throws, or returns a value that is not JSON, makes the cell fail", async () => {
  const throwing = await kernel.run(
    `({ [Symbol.for("Jupyter.display")]() { throw new Error("no form") } })`,
  );
  assert.equal(throwing.reply.evalue, "no form");
  const odd = await kernel.run(
    `({ [Symbol.for("Jupyter.display")]() { return { "a/b": 1n } } })`,
  );
  assert.equal(odd.reply.ename, "TypeError");
  assert.match(odd.reply.evalue ?? "", /BigInt/);
});

test("printed text keeps its order and its stream", async () => {
  const run = await kernel.run(`console.log("one");
console.error("two");
process.stdout.write("three");
show({ "text/plain": "four" });
await new Promise((r) => setTimeout(r, 1));
console.log("five");
"six"`);
  assert.deepEqual(brief(run), [
    ["stdout", "one\n"],
    ["stderr", "two\n"],
    ["stdout", "three"],
    ["display_data", { "text/plain": "four" }],
    ["stdout", "five\n"],
    ["execute_result", { "text/plain": "six" }],
  ]);
});

test("the bytes of a split character are joined again", async () => {
  const run = await kernel.run(`const euro = new TextEncoder().encode("€");
process.stdout.write(euro.subarray(0, 1));
void process.stdout.write(euro.subarray(1));`);
  assert.deepEqual(brief(run), [["stdout", "€"]]);
});

test("50,000 lines all arrive, in a few messages", async () => {
  const run = await kernel.run(
    "for (let i = 0; i < 50_000; i++) console.log(i);",
  );
  const lines = Array.from({ length: 50_000 }, (_, i) => `${i}\n`);
  assert.deepEqual(brief(run), [["stdout", lines.join("")]]);
  assert.ok(outputs(run).length < 2000, `${outputs(run).length} messages`);
});

test("text arrives while a loop runs without yielding", async () => {
  const run = await kernel.run(
    `console.log("first");
for (const start = Date.now(); Date.now() - start < 400; );
console.log("second");
while (true) {}`,
    { when: "second\\n" },
  );
  assert.deepEqual(brief(run)[0], ["stdout", "first\nsecond\n"]);
});

test("text printed after a cell's end belongs to that cell", async () => {
  const first = await kernel.run(
    'void setTimeout(() => console.log("late"), 300);',
  );
  const second = await kernel.run("1 + 1");
  const late = await kernel.call<Message[]>("late", { seconds: 2 });
  // on a busy machine it may come while the second cell runs
  const others = outputs(second).filter(({ type }) => type !== "stream");
  assert.deepEqual(
    others.map(({ type, data }) => [type, data]),
    [["execute_result", { "text/plain": "2" }]],
  );
  const text = [...second.messages, ...late].find(
    ({ type }) => type === "stream",
  );
  assert.equal(text?.text, "late\n");
  assert.equal(text.parent, first.messages[0]?.parent);
});

test("show accepts several MIME types, and its handle updates them in place", async () => {
  const first = await kernel.run(`const handle = show(
  { "text/plain": "0 %", "text/html": "<b>0 %</b>", "image/png": bytes },
  { metadata: { "text/html": { isolated: true } } },
);
handle.update({ "text/plain": "50 %" });`);
  const second = await kernel.run('handle.update({ "text/plain": "100 %" });');
  const [shown, ...updates] = [...outputs(first), ...outputs(second)];
  assert.deepEqual(shown?.data, {
    "text/plain": "0 %",
    "text/html": "<b>0 %</b>",
    "image/png": "AQID",
  });
  assert.deepEqual(shown.metadata, { "text/html": { isolated: true } });
  assert.deepEqual(
    updates.map(({ type, data }) => [type, data]),
    [
      ["update_display_data", { "text/plain": "50 %" }],
      ["update_display_data", { "text/plain": "100 %" }],
    ],
  );
  const ids = [shown, ...updates].map(({ transient }) => transient?.display_id);
  assert.equal(new Set(ids).size, 1);
  assert.ok(ids[0]);
});

test("nbclient keeps the final state of an updated display", async () => {
  const { cells } = await kernel.call<{
    cells: { outputs: { data: object }[] }[];
  }>("notebook", {
    cells: [
      'import { show } from "tinyllm";\nconst h = show({ "text/plain": "a" });',
      'h.update({ "text/plain": "b", "text/html": "<i>b</i>" });',
    ],
  });
  assert.deepEqual(
    cells.map(({ outputs }) => outputs.map(({ data }) => data)),
    [[{ "text/plain": "b", "text/html": "<i>b</i>" }], []],
  );
});

test("tslab's own display works in the kernel", async () => {
  const run = await kernel.run(
    'import * as tslab from "tslab";\ntslab.display.html("<u>x</u>");',
  );
  assert.deepEqual(brief(run), [["display_data", { "text/html": "<u>x</u>" }]]);
});

test("Tab completes, including members of earlier cells' values", async () => {
  await kernel.run("const table = { rows: 1, columns: 2 };");
  const complete = (code: string): Promise<object> =>
    kernel.ask("complete_request", { code, cursor_pos: code.length });
  const members = (await complete("table.")) as Record<string, unknown>;
  assert.deepEqual(members.matches, ["columns", "rows"]);
  assert.equal(members.cursor_start, 6);
  assert.equal(members.cursor_end, 6);
  const start = (await complete("creat")) as Record<string, unknown>;
  assert.deepEqual(start.matches, ["createRandom"]);
  assert.equal(start.cursor_start, 0);
});

test("an answer may come after the running cell has ended", async () => {
  const content = { code: "creat", cursor_pos: 5 };
  const { asked } = await kernel.runAll(
    [{ code: "1 + 1" }],
    [{ when: '"idle"', ask: { type: "complete_request", content } }],
  );
  assert.deepEqual(
    asked.map(({ type, status }) => [type, status]),
    [["complete_reply", "ok"]],
  );
});

test("Shift-Tab shows a library function's doc comment", async () => {
  const reply = await kernel.ask<{ found: boolean; data: object }>(
    "inspect_request",
    { code: "const r = createRandom(42)", cursor_pos: 14, detail_level: 0 },
  );
  assert.equal(reply.found, true);
  const text = Object.values(reply.data).join("");
  assert.match(text, /createRandom\(seed: number\): Random/);
  assert.match(text, /\nA seeded generator: the same seed gives/);
  assert.match(text, /\n@param seed any integer/);
  assert.match(text, /\n@returns a function that returns/);
  assert.match(text, /\n@throws if `seed` is not an integer/);
});

test("inspecting a blank finds nothing", async () => {
  const asked = { code: "  ", cursor_pos: 1, detail_level: 0 };
  const reply = await kernel.ask<{ status: string; found: boolean }>(
    "inspect_request",
    asked,
  );
  assert.equal(reply.status, "ok");
  assert.equal(reply.found, false);
});

test("the kernel distinguishes complete code from incomplete code", async () => {
  const ask = (code: string): Promise<{ status: string; indent?: string }> =>
    kernel.ask("is_complete_request", { code });
  assert.equal((await ask("1 + 1")).status, "complete");
  const open = await ask("for (;;) {");
  assert.deepEqual([open.status, open.indent], ["incomplete", "  "]);
});

test("the kernel introduces itself as TypeScript", async () => {
  const info = await kernel.ask<{
    status: string;
    protocol_version: string;
    language_info: Record<string, string>;
  }>("kernel_info_request", {});
  assert.equal(info.status, "ok");
  assert.equal(info.protocol_version, "5.3");
  assert.equal(info.language_info.name, "typescript");
  assert.equal(info.language_info.file_extension, ".ts");
  assert.equal(info.language_info.version, "5.0.4");
});

test("other requests of a notebook are answered in their own type", async () => {
  const comms = await kernel.ask<Message>("comm_info_request", {});
  assert.equal(comms.type, "comm_info_reply");
  const history = await kernel.ask<Message>("history_request", {});
  assert.equal(history.type, "history_reply");
});
