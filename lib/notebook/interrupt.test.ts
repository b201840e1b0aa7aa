import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";

import { interruptSignal } from "./interrupt";

const interrupt = (): boolean => process.emit("SIGINT", "SIGINT");

test("an interrupt aborts the signal, and the next signal is new", async () => {
  for (let round = 0; round < 3; round++) {
    const signal = interruptSignal();
    await nextTurn();
    assert.equal(signal.aborted, false);
    interrupt();
    assert.equal(signal.aborted, true);
    assert.equal((signal.reason as Error).name, "Interrupted");
  }
});

test("everything that waits for an interrupt gets the same signal", async () => {
  const [one, two] = [interruptSignal(), interruptSignal()];
  await nextTurn();
  interrupt();
  assert.deepEqual([one.aborted, two.aborted], [true, true]);
});

test("many signals need one listener, and an interrupt removes it", async () => {
  const before = process.listenerCount("SIGINT");
  for (let i = 0; i < 50; i++) interruptSignal();
  await nextTurn();
  assert.equal(process.listenerCount("SIGINT"), before + 1);
  interrupt();
  assert.equal(process.listenerCount("SIGINT"), before);
});
