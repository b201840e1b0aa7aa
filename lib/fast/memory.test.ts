import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { createMemory, FIRST_ADDRESS } from "./memory";

test("tensors are zero and separate, and keep their numbers while memory grows", () => {
  const { create, memory } = createMemory(64);
  const tensors = Array.from({ length: 45 }, (_, i) => create([i + 1, 5000]));
  tensors.forEach(({ data }, i) => {
    assert.ok(data.every((value) => value === 0));
    data.fill(i + 1);
  });
  tensors.forEach(({ data }, i) => {
    assert.ok(data.every((value) => value === i + 1));
    assert.equal(data.byteOffset % 64, 0);
    assert.ok(data.byteOffset >= FIRST_ADDRESS);
  });
  assert.ok(memory.buffer.byteLength > 16 * 2 ** 20);
});

test("when memory is full, the error states the request and the cure", () => {
  const { create } = createMemory(16);
  create([2 ** 21]); // 8 MB
  assert.throws(() => create([2 ** 21, 2]), {
    name: "RangeError",
    message:
      /may use 16 MB; 8\.0 MB are used, and 16\.0 MB more .*smaller batch/s,
  });
  assert.equal(create([2 ** 20]).data.length, 2 ** 20, "less still fits");
});

test("the memory of unreachable tensors is zeroed and reused", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { create } = createMemory(32);
  const kept = create([100]);
  kept.data.fill(3);
  const part = create([100]).data.subarray(50); // keeps the whole tensor
  part.fill(5);
  for (let round = 0; round < 10; round++) {
    const big = create([2 ** 20]); // 4 MB; ten do not fit
    assert.ok(big.data.every((value) => value === 0));
    big.data.fill(round + 1);
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(kept.data.every((value) => value === 3));
  assert.ok(part.every((value) => value === 5));
});

test("an invalid limit is rejected", () => {
  assert.throws(() => createMemory(0), /memoryMB must be a whole number/);
});
