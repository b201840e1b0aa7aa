import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { stripVTControlCharacters } from "node:util";

import { type CellRun, KernelDriver } from "../testing/drive-kernel";

const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start();
  await kernel.run(`import { interruptSignal } from "tinyllm";
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
async function train(signal: AbortSignal) {
  let steps = 0;
  console.log("training");
  while (!signal.aborted) {
    await pause(5);
    steps += 1;
  }
  return { steps };
}`);
});
after(() => kernel.close());

function result({ messages }: CellRun): unknown {
  const shown = messages.find(({ type }) => type === "execute_result");
  return shown?.data?.["text/plain"];
}

function traceback({ reply }: CellRun): string {
  return stripVTControlCharacters((reply.traceback ?? []).join("\n"));
}

test("a Stop is noticed at any moment after a cell was sent", async () => {
  for (let wait = 0; wait < 40; wait += 2) {
    const { reply } = await kernel.run(`for (;;); // ${wait}`, {
      when: "execute_input",
      wait: wait / 1000,
    });
    assert.equal(reply.ename, "Interrupted", `${wait} ms`);
  }
  assert.equal(result(await kernel.run("6 * 7")), "42");
});

test("a synchronous loop stops with an error named Interrupted", async () => {
  const run = await kernel.run('console.log("in loop"); while (true) {}', {
    when: "in loop\\n",
    wait: 0.1,
  });
  assert.equal(run.reply.status, "error");
  assert.equal(run.reply.ename, "Interrupted");
  assert.match(traceback(run), /^Interrupted: Cell \[\d+\] was stopped\.$/);
  assert.equal(result(await kernel.run("6 * 7")), "42");
});

test("a Stop ends a value that is endless to show", async () => {
  for (const code of [
    "new Proxy({}, { get() { for (;;); } })",
    '({ [Symbol.for("nodejs.util.inspect.custom")]: () => { for (;;); } })',
  ]) {
    const event = { when: "execute_input", wait: 0.5 };
    const { reply } = await kernel.run(code, event);
    assert.equal(reply.ename, "Interrupted", code);
    assert.equal(result(await kernel.run("6 * 7")), "42");
  }
});

test("a training loop that watches the signal ends normally", async () => {
  for (let round = 0; round < 3; round++) {
    const run = await kernel.run(
      `const trained${round} = await train(interruptSignal());
trained${round}.steps > 3`,
      { when: "training\\n", wait: 0.2 },
    );
    assert.equal(run.reply.status, "ok");
    assert.equal(result(run), "true");
    assert.equal(result(await kernel.run(`trained${round}.steps > 3`)), "true");
  }
});

test("a cell that throws the signal's reason is Interrupted", async () => {
  const run = await kernel.run(
    `const signal = interruptSignal();
console.log("waiting");
while (true) {
  await pause(5);
  signal.throwIfAborted();
}`,
    { when: "waiting\\n", wait: 0.1 },
  );
  assert.equal(run.reply.ename, "Interrupted");
  assert.match(traceback(run), /^Interrupted: The cell was interrupted\./);
});

test("a cell that ignores the signal is abandoned after two seconds", async () => {
  const run = await kernel.run(
    'const early = 5; console.log("stubborn"); await pause(60_000);',
    { when: "stubborn\\n", wait: 0.1 },
  );
  assert.equal(run.reply.ename, "Interrupted");
  assert.match(traceback(run), /goes on in the background/);
  assert.equal(result(await kernel.run("early + 1")), "6");
});

test("a second interrupt abandons the cell at once", async () => {
  const run = await kernel.run(
    `console.log("stubborn"); setTimeout(() => console.log("again"), 300);
await pause(60_000);`,
    { when: "stubborn\\n", wait: 0.1 },
    { when: "again\\n", wait: 0.1 },
  );
  assert.equal(run.reply.ename, "Interrupted");
});

test("background work that goes on does not disturb the next cell", async () => {
  await kernel.run(
    `console.log("stubborn");
setTimeout(() => console.log("from the past"), 2500);
await pause(60_000);`,
    { when: "stubborn\\n", wait: 0.1 },
  );
  const run = await kernel.run('await pause(1500); "present"');
  assert.equal(result(run), "present");
  assert.deepEqual(
    run.messages.filter(({ type }) => type === "stream"),
    [],
  );
});

test("an interrupt between cells does nothing", async () => {
  await kernel.call("interrupt");
  await pause(500); // as a person would, not in the same millisecond
  assert.equal(result(await kernel.run("await pause(100); 1")), "1");
  const run = await kernel.run("(await train(interruptSignal())).steps > 3", {
    when: "training\\n",
    wait: 0.1,
  });
  assert.equal(result(run), "true");
});

test("cells queued behind an interrupted one are aborted", async () => {
  const { cells } = await kernel.runAll(
    [{ code: 'console.log("in loop"); while (true) {}' }, { code: "1" }],
    [{ when: "in loop\\n", wait: 0.1 }],
  );
  assert.deepEqual(
    cells.map(({ reply }) => reply.status),
    ["error", "aborted"],
  );
});

test("a message interrupts on systems without signals", async () => {
  const type = "interrupt_request";
  const { cells, asked } = await kernel.runAll(
    [{ code: "(await train(interruptSignal())).steps > 3" }],
    [
      {
        when: "training\\n",
        wait: 0.1,
        ask: { type, content: {}, channel: "control" },
      },
    ],
  );
  assert.equal(asked[0]?.type, "interrupt_reply");
  assert.equal(result(cells[0]), "true");
});
