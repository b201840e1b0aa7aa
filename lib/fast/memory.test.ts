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
  const held = create([2 ** 21]); // 8 MB
  assert.throws(() => create([2 ** 21, 2]), {
    name: "RangeError",
    message:
      /may use 16 MB; 8\.0 MB are used, and 16\.0 MB more .*smaller batch/s,
  });
  assert.equal(create([2 ** 20]).data.length, 2 ** 20, "less still fits");
  assert.equal(held.data[0], 0);
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

test("a synchronous loop reuses the memory of its garbage", () => {
  const { create, memory } = createMemory(4096);
  const kept = create([100]);
  for (let round = 1; round <= 100; round++) {
    const big = create([2 ** 20]); // 4 MB, 400 MB in all
    assert.ok(big.data[0] === 0 && big.data[big.data.length - 1] === 0);
    big.data[0] = big.data[big.data.length - 1] = round;
    kept.data[round % 100] = round;
  }
  assert.deepEqual(kept.data.slice(0, 3), Float32Array.of(100, 1, 2));
  const megabytes = memory.buffer.byteLength / 2 ** 20;
  assert.ok(megabytes < 100, `${megabytes} MB`);
});

test("memory that is full of garbage is not full", () => {
  const { create } = createMemory(16);
  for (let round = 0; round < 10; round++) create([2 ** 21]); // 8 MB each
});
