import { workerData } from "node:worker_threads";

import type { WorkerData } from "./pool";
import {
  BUSY,
  type Control,
  createControl,
  GENERATION,
  type KernelExports,
  reportFault,
  work,
} from "./protocol";

/** Checks for a new job before a worker sleeps. */
const SPINS = 20_000;

function waitForJob({ words }: Control, seen: number): number {
  for (let spin = 0; spin < SPINS; spin++) {
    const generation = Atomics.load(words, GENERATION);
    if (generation !== seen) return generation;
  }
  Atomics.wait(words, GENERATION, seen);
  return Atomics.load(words, GENERATION);
}

/** Waits for a job, runs tasks of it, and repeats. */
function runWorker({ module, memory, buffer, thread }: WorkerData): never {
  const control = createControl(buffer);
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  const busy = BUSY + thread;
  for (let seen = 0; ;) {
    seen = waitForJob(control, seen);
    Atomics.store(control.words, busy, 1);
    try {
      work(control, kernels, thread);
    } catch (error) {
      reportFault(control, error);
    }
    Atomics.store(control.words, busy, 0);
    Atomics.notify(control.words, busy);
  }
}

runWorker(workerData as WorkerData);
