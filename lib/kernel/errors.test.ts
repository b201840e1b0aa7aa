import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";

import { type CellRun, KernelDriver } from "../testing/drive-kernel";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
});
after(() => kernel.close());

/** The error box as text, with `Cell [n]` counted relative to this cell. */
function box({ messages }: CellRun): string {
  const error = messages.find(({ type }) => type === "error");
  assert.ok(error?.traceback, "the cell sent an error message");
  const { execution_count: present = 0 } = messages.find(
    ({ type }) => type === "execute_input",
  )!;
  return stripVTControlCharacters(error.traceback.join("\n")).replace(
    /Cell \[(\d+)\]/g,
    (_, count: string) => `Cell [${Number(count) - present}]`,
  );
}

test("an error quotes the lines of the cells it came through", async () => {
  await kernel.run(`interface Point { x: number }

function far(p: Point): number {
  // too far
  if (p.x > 9)
    throw new RangeError("far away");
  return p.x;
}`);
  const run = await kernel.run(`type Many = number[];

for (const x of [1, 10] as Many) {
  far({ x });
}`);
  assert.equal(
    box(run),
    `RangeError: far away
Cell [-1], line 6, in far
> 6 |     throw new RangeError("far away");
Cell [0], line 4
> 4 |   far({ x });`,
  );
});

test("message and reply agree on name, message and traceback", async () => {
  const { messages, reply } = await kernel.run('throw new TypeError("no")');
  const error = messages.find(({ type }) => type === "error");
  assert.equal(error?.ename, "TypeError");
  assert.equal(error.evalue, "no");
  assert.equal(reply.status, "error");
  assert.equal(reply.ename, "TypeError");
  assert.equal(reply.evalue, "no");
  assert.deepEqual(reply.traceback, error.traceback);
});

test("an error after an await also names the line", async () => {
  await kernel.run(`const later = async () => {
  await new Promise((r) => setTimeout(r, 5));
  throw new Error("in the end");
};`);
  assert.equal(
    box(await kernel.run("\nconst ten = 10;\nawait later();")),
    `Error: in the end
Cell [-1], line 3, in later
> 3 |   throw new Error("in the end");
Cell [0], line 3
> 3 | await later();`,
  );
});

test("library functions are shown only by name", async () => {
  const run = await kernel.run(`import { createRandom } from "tinyllm";
import { matrix, multiply } from "mathjs";
createRandom(1.5);`);
  assert.match(
    box(run),
    /^RangeError: createRandom: .*\n {4}in createRandom \(tinyllm\)\nCell \[0\], line 3\n> 3 \| createRandom\(1.5\);$/,
  );
  const other = box(await kernel.run("multiply([1, 2, 3], matrix([1, 2]))"));
  assert.match(other, /\n {4}in \S+ \(mathjs\)\n/);
  assert.match(other, /\nCell \[0\], line 1\n> 1 \| multiply\(/);
  assert.doesNotMatch(other, /node_modules|node:|\.js|tslab/);
});

test("a type error shows its place below the source line", async () => {
  const run = await kernel.run("const one = 1;\nconst two: string = one;");
  assert.equal(
    box(run),
    `TypeScriptError: Type 'number' is not assignable to type 'string'.
Cell [0], line 2, column 7
> 2 | const two: string = one;
            ^^^`,
  );
  assert.equal(run.reply.ename, "TypeScriptError");
  assert.equal(
    run.reply.evalue,
    "Type 'number' is not assignable to type 'string'.",
  );
});

test("a type error of several parts is indented, and several errors follow each other", async () => {
  const run = await kernel.run(`interface Deep { a: { b: number } }
const deep: Deep = { a: { b: 1 } };
const other: { a: { b: string } } = deep;
missing();`);
  assert.equal(
    box(run),
    `TypeScriptError: Type 'Deep' is not assignable to type '{ a: { b: string; }; }'.
  The types of 'a.b' are incompatible between these types.
    Type 'number' is not assignable to type 'string'.
Cell [0], line 3, column 7
> 3 | const other: { a: { b: string } } = deep;
            ^^^^^

Cannot find name 'missing'.
Have you run the cell that defines it?
Cell [0], line 4, column 1
> 4 | missing();
      ^^^^^^^`,
  );
});

test("a name of the library that is not imported gets advice to import it", async () => {
  for (const [code, name] of [
    ['hint("01.1");', "hint"],
    ["let model: ModelConfigs;", undefined],
    ["let random: Random;", "Random"],
    ["const helps = { hint };", "hint"],
    ["neverMade();", undefined],
  ] as const) {
    const text = box(await kernel.run(code));
    const cure = `\n${name} comes with the course: add import { ${name} } from "tinyllm" to the first cell.\n`;
    if (name) assert.ok(text.includes(cure), text);
    else assert.doesNotMatch(text, /comes with the course/);
  }
});

test("a syntax error has the same form", async () => {
  assert.equal(
    box(await kernel.run("const x = ;")),
    `TypeScriptError: Expression expected.
Cell [0], line 1, column 11
> 1 | const x = ;
                ^`,
  );
});

test("an `export` in a cell is reported as unnecessary", async () => {
  assert.equal(
    box(await kernel.run("export const a = 1;")),
    `TypeScriptError: Cannot redeclare exported variable 'a'.
No export is needed: all cells share their names.
Cell [0], line 1, column 14
> 1 | export const a = 1;
                   ^`,
  );
});

test("the chain of causes is kept", async () => {
  const run = await kernel.run(`const inner = new TypeError("inner");
throw new Error("outer", { cause: inner });`);
  assert.equal(
    box(run),
    `Error: outer
Cell [0], line 2
> 2 | throw new Error("outer", { cause: inner });

Caused by:
TypeError: inner
Cell [0], line 1
> 1 | const inner = new TypeError("inner");`,
  );
});

test("an error that is its own cause is shown once", async () => {
  const run = await kernel.run(`const odd = new Error("odd");
odd.cause = odd;
throw odd;`);
  assert.equal(
    box(run),
    'Error: odd\nCell [0], line 1\n> 1 | const odd = new Error("odd");',
  );
});

test("any thrown value is shown", async () => {
  const cases = [
    ["throw 'text'", "Thrown: 'text'"],
    ["throw { code: 7 }", "Thrown: { code: 7 }"],
    ["throw null", "Thrown: null"],
    ["throw undefined", "Thrown: undefined"],
    ["await Promise.reject(3)", "Thrown: 3"],
  ] as const;
  for (const [code, expected] of cases) {
    const run = await kernel.run(code);
    assert.equal(run.reply.status, "error");
    assert.equal(
      box(run),
      `${expected}\nCell [0]\nTip: throw new Error(...) to see the line number.`,
    );
  }
});

test("a value that throws when it is inspected does not stop the kernel", async () => {
  const trap = "{ [Symbol.for('nodejs.util.inspect.custom')]() { throw 1 } }";
  const thrown = await kernel.run(`throw ${trap}`);
  assert.equal(thrown.reply.evalue, "The thrown value cannot be displayed.");
  const shown = await kernel.run(`(${trap})`);
  assert.equal(shown.reply.status, "error");
  assert.equal((await kernel.run("1 + 1")).reply.status, "ok");
});

test("an error of JavaScript's own names the variable", async () => {
  await kernel.run("const nothing: any = 3;\nconst call = () => nothing(1);");
  assert.equal(
    box(await kernel.run("call();")),
    `TypeError: nothing is not a function
Cell [-1], line 2, in call
> 2 | const call = () => nothing(1);
Cell [0], line 1
> 1 | call();`,
  );
});

test("an endless recursion is shortened", async () => {
  const run = await kernel.run(`const dive = (n: number): number =>
  dive(n + 1) + 1;
dive(0);`);
  assert.equal(
    box(run),
    `RangeError: Maximum call stack size exceeded
Cell [0], line 2, in dive
> 2 |   dive(n + 1) + 1;
    (50 times)
    ... and so on`,
  );
});

test("what a cell set before it threw can still be used", async () => {
  await kernel.run(`const kept = 42;
const lost: number = JSON.parse("{");`);
  const [, result] = (await kernel.run("kept")).messages.filter(
    ({ type }) => type !== "status",
  );
  assert.deepEqual(result?.data, { "text/plain": "42" });
  const { reply } = await kernel.run("lost");
  assert.equal(reply.evalue, "Cannot find name 'lost'.");
});

test("an unhandled rejection is reported in its cell", async () => {
  const run = await kernel.run('Promise.reject(new Error("stray"));\n7;');
  assert.equal(run.reply.status, "ok");
  const texts = run.messages.filter(({ name }) => name === "stderr");
  assert.match(
    stripVTControlCharacters(texts.map(({ text }) => text).join("")),
    /^Unhandled rejection \(is an await missing\?\):\nError: stray\nCell \[\d+\], line 1\n> 1 \| Promise/,
  );
});

test("an error in a timer is reported, and the kernel goes on", async () => {
  const run = await kernel.run(`setTimeout(() => {
  throw new Error("late");
}, 1);
await new Promise((r) => setTimeout(r, 50));`);
  assert.equal(run.reply.status, "ok");
  const texts = run.messages.filter(({ name }) => name === "stderr");
  assert.match(
    stripVTControlCharacters(texts.map(({ text }) => text).join("")),
    /^Uncaught:\nError: late\nCell \[\d+\], line 2\n> 2 \| {3}throw/,
  );
  assert.equal((await kernel.run("1 + 1")).reply.status, "ok");
});

test("nbclient raises the error with its name and its line", async () => {
  const { error, cells } = await kernel.call<{
    error: string;
    cells: { execution_count: number; outputs: { output_type: string }[] }[];
  }>("notebook", { cells: ["const a = 1;", "a +\n  nope", "2 + 2"] });
  const text = stripVTControlCharacters(error);
  assert.match(text, /TypeScriptError: Cannot find name 'nope'\./);
  assert.match(text, /Cell \[2\], line 2, column 3\n> 2 \| {3}nope\n/);
  assert.deepEqual(
    cells.map(({ execution_count }) => execution_count),
    [1, 2, null],
  );
  assert.equal(cells[1]?.outputs[0]?.output_type, "error");
});
