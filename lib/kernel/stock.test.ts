import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { type CellRun, KernelDriver } from "../testing/drive-kernel";

let kernel: KernelDriver;
before(async () => {
  kernel = await KernelDriver.start("stock");
});
after(() => kernel.close());

function printed({ messages }: CellRun): string {
  return messages.map(({ text = "" }) => text).join("");
}

test("a notebook runs on unmodified tslab", async () => {
  const { error, cells } = await kernel.call<{
    error: string | null;
    cells: { outputs: { text?: string; data?: object }[] }[];
  }>("notebook", {
    cells: [
      'import { createRandom, show } from "tinyllm";',
      "const shown = show({ 'text/plain': 'a', 'text/html': '<i>a</i>' });",
      "shown.update({ 'text/plain': 'b' });\ncreateRandom(1)() < 1",
    ],
  });
  assert.equal(error, null);
  assert.deepEqual(
    cells.map(({ outputs }) => outputs.map(({ text, data }) => text ?? data)),
    [[], [{ "text/plain": "b" }], ["true\n"]],
  );
});

test("the interrupt signal works on unmodified tslab", async () => {
  await kernel.run(`import { interruptSignal } from "tinyllm";
const pause = (ms: number) => new Promise((r) => setTimeout(r, ms));
let heard = 0;
async function train(signal: AbortSignal) {
  console.log("training");
  while (!signal.aborted) await pause(5);
  heard += 1;
}`);
  for (let round = 1; round <= 3; round++) {
    await kernel.run("await train(interruptSignal());", {
      when: "training\\n",
      wait: 0.2,
    });
    await kernel.call("late", { seconds: 0.5 });
    assert.equal(printed(await kernel.run("heard")), `${round}\n`);
    const loop = await kernel.run('console.log("loop"); while (true) {}', {
      when: "loop\\n",
      wait: 0.1,
    });
    assert.equal(loop.reply.status, "error");
    await kernel.call("late", { seconds: 0.5 });
  }
});
