import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Script } from "node:vm";

import { createRandom } from "../core/base/random";
import { TinyLLM } from "../core/model/tinyllm";
import { temporaryFolder } from "../testing/temporary-folder";
import { fastBackend } from ".";
import { createPool } from "./pool";

/**
 * A module whose kernel `clear(task, scratch, size, x)` fails in workers, which
 * have a scratch address above 0. On the main thread it waits until a worker
 * has reached that point.
 */
function moduleThat(bad: number[]): WebAssembly.Module {
  const [i32, empty, end] = [0x7f, 0x40, 0x0b];
  const body = [
    ...[0x00, 0x20, 1, 0x04, empty], // no locals; if (scratch)
    ...[0x41, 0, 0x41, 1, 0xfe, 0x17, 2, 0], // memory[0] = 1, atomically
    ...bad,
    ...[0x05, 0x03, empty], // else loop
    ...[0x41, 0, 0xfe, 0x10, 2, 0, 0x45, 0x0d, 0], // while memory[0] is 0
    ...[end, end, end],
  ];
  const text = (word: string): number[] => [
    word.length,
    ...Buffer.from(word, "utf8"),
  ];
  const section = (id: number, bytes: number[]): number[] => [
    id,
    bytes.length,
    ...bytes,
  ];
  const limits = [0x03, 1, 0x80, 0x80, 0x04]; // shared, 1 to 65536 pages
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 4, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...text("env"), ...text("memory"), 0x02, ...limits]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text("clear"), 0x00, 0]),
    ...section(10, [1, body.length, ...body]),
  ];
  return new WebAssembly.Module(Uint8Array.from(bytes));
}

const NOTHING: number[] = [];
const TRAP = [0x00];
const LOOP_FOR_EVER = [0x03, 0x40, 0x0c, 0, 0x0b];

/** A pool of two threads, and how to run a job in which both take part. */
function poolThat(
  bad: number[],
  options: Partial<Parameters<typeof createPool>[0]> = {},
) {
  const limits = { initial: 1, maximum: 65_536, shared: true };
  const memory = new WebAssembly.Memory(limits);
  const module = moduleThat(bad);
  const pool = createPool({ module, memory, threads: 2, ...options });
  const run = (): void => {
    new Int32Array(memory.buffer)[0] = 0;
    const scratch = { address: 0, bytes: 64 };
    pool.run({ kernel: "clear", tasks: 8, args: [0, 0], scratch });
  };
  return { run, close: pool.close };
}

test("every fault in a worker is an error on the main thread", () => {
  const pool = poolThat(TRAP);
  for (let time = 0; time < 3; time++) {
    assert.throws(pool.run, /clear: a worker thread failed: .*unreachable/);
  }
  pool.close();
});

test("a worker that never ends is abandoned, and all workers restart", () => {
  const pool = poolThat(LOOP_FOR_EVER, { patienceMs: 200 });
  for (let time = 0; time < 2; time++) {
    assert.throws(pool.run, /did not end its task within 0\.2 s/);
  }
  pool.close();
});

test("a worker that fails between two steps is replaced", async (t) => {
  const file = join(temporaryFolder(t), "worker.js");
  const worker = JSON.stringify(join(__dirname, "worker.js"));
  writeFileSync(file, `require("fs").rmSync(__filename); throw Error("gone")`);
  const pool = poolThat(NOTHING, { file });
  while (existsSync(file)) await pause(5);
  await pause(100); // its "error" event
  writeFileSync(file, `require(${worker})`);
  pool.run(); // returns once a worker took part
  pool.close();
});

test("workers that always fail are named, with the cure", async (t) => {
  const file = join(temporaryFolder(t), "worker.js");
  writeFileSync(file, `throw Error("no room")`);
  const scratch = { address: 0, bytes: 0 };
  const job = { kernel: "clear", tasks: 1, args: [0, 0], scratch } as const;
  const memory = new WebAssembly.Memory({
    initial: 1,
    maximum: 65_536,
    shared: true,
  });
  const module = moduleThat(NOTHING);
  const pool = createPool({ module, memory, threads: 2, file });
  // with one task, the main thread works alone
  const steps = async (): Promise<void> => {
    for (;;) {
      await pause(20);
      pool.run({ ...job, scratch: { address: 4, bytes: 0 } });
    }
  };
  await assert.rejects(steps, /failed 4 times, .*no room.*threads: 1 \}\)/s);
  pool.close();
});

const TASKS = "/proc/self/task"; // Linux lists the threads of a process here

test(
  "the workers of a dropped backend end, in a loop too",
  { skip: !existsSync(TASKS) && "only Linux counts threads" },
  async () => {
    const threads = (): number => readdirSync(TASKS).length;
    const before = threads();
    const make = (): void => {
      const backend = fastBackend({ threads: 5, memoryMB: 64 });
      const model = new TinyLLM({ vocabSize: 30, nLayers: 1 }, backend);
      model.logits(Int32Array.of(1, 2), [1, 2]);
    };
    for (let count = 0; count < 12; count++) make(); // 48 workers
    for (let count = 0; count < 12; count++) {
      make();
      await pause(20);
    }
    fastBackend({ threads: 1, memoryMB: 64 }); // sweeps
    for (let wait = 0; threads() > before + 5; wait++) {
      assert.ok(wait < 500, `${threads() - before} threads are left`);
      await pause(20);
    }
  },
);

test("without its workers the main thread does all the work", async () => {
  const backend = fastBackend({ threads: 3, memoryMB: 64 });
  const x = backend.create([100_000]);
  x.data.fill(1);
  backend.close();
  await pause(100);
  backend.ops.scaleInPlace(x, 3);
  assert.ok(x.data.every((value) => value === 3));
});

test("idle workers do not keep a program alive", () => {
  const script = `
    const { fastBackend } = require(${JSON.stringify(join(__dirname, "index.js"))});
    const { ops, create } = fastBackend({ threads: 3, memoryMB: 64 });
    const x = create([100_000]);
    ops.scaleInPlace(x, 2);
  `;
  const run = spawnSync(process.execPath, ["-e", script], { timeout: 20_000 });
  assert.equal(run.status, 0, String(run.stderr));
});

test("a step that is interrupted anywhere leaves a usable model", async () => {
  const backend = fastBackend({ threads: 3, memoryMB: 256 });
  const model = new TinyLLM({ vocabSize: 300, nLayers: 2 }, backend);
  const random = createRandom(1);
  const ids = (): Int32Array =>
    Int32Array.from({ length: 512 }, () => Math.floor(300 * random()));
  const batch = { inputs: ids(), targets: ids(), batchSize: 4, length: 128 };
  const step = (): number => model.lossAndGradients(batch, 1);
  const loss = step();
  const gradients = model.parameters.gradients.data.slice();
  // the memory never shrinks, whenever garbage is collected
  const bytes = (): number => backend.create([1]).data.buffer.byteLength;
  const before = bytes();
  // like an interrupt of a cell: the code stops between two instructions
  Object.assign(globalThis, {
    endless: () => {
      for (;;) step();
    },
  });
  const script = new Script("endless()");
  for (let time = 1; time <= 20; time++) {
    assert.throws(
      () => script.runInThisContext({ timeout: time }),
      /timed out/,
    );
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(step(), loss);
    assert.deepEqual(model.parameters.gradients.data, gradients);
  }
  assert.equal(bytes(), before, "no step allocated new memory");
  backend.close();
});
