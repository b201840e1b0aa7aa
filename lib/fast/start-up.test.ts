import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";

import type { Tensor } from "../core/base/tensor";
import { fastBackend } from ".";

const ALL = process.env.TINYLLM_PROOFS === "all";

/** Uses a backend for `ms` milliseconds, and allocates more and more. */
function growWhileStarting(threads: number, ms: number): void {
  const { ops, create, close } = fastBackend({ threads, memoryMB: 1024 });
  const tensors: Tensor[] = [];
  const end = performance.now() + ms;
  for (let gap = 1; performance.now() < end; gap = (3 * gap) % 19) {
    // 256 KB: 16 tasks of `memory.fill`
    const tensor = create([2 ** 16]);
    tensors.push(tensor);
    const next = performance.now() + gap;
    do ops.clear(tensor);
    while (performance.now() < next);
  }
  close();
}

// Without the cure about 1 of 300 backends with 16 threads failed on a loaded
// machine with two cores: "clear: memory access out of bounds".
test("workers that start while the memory grows know its size", async (t) => {
  const count = ALL ? 2000 : 8;
  const busy = Array.from({ length: ALL ? 8 : 0 }, () =>
    spawn(process.execPath, ["-e", "for (;;);"]),
  );
  t.after(() => busy.forEach((child) => child.kill()));
  const failures: string[] = [];
  for (let i = 0; i < count; i++) {
    try {
      const many = i % 4 === 0;
      growWhileStarting(many ? 16 : 4, many && ALL ? 250 : 100);
    } catch (error) {
      failures.push(String(error));
    }
    await turn(); // workers that were closed end
  }
  t.diagnostic(`${count} backends started, ${failures.length} failed`);
  assert.deepEqual(failures, []);
});
