import { workerData } from "node:worker_threads";

import { createKernels } from "./thread-kernels";
import type { WorkerData } from "./pool";
import {
  BUSY,
  type Control,
  createControl,
  GENERATION,
  reportFault,
  work,
} from "./protocol";

function waitForJob({ words }: Control, seen: number, spins: number): number {
  for (let spin = 0; spin < spins; spin++) {
    const generation = Atomics.load(words, GENERATION);
    if (generation !== seen) return generation;
  }
  Atomics.wait(words, GENERATION, seen);
  return Atomics.load(words, GENERATION);
}

/** Waits for a job, runs tasks of it, and repeats. */
function runWorker(data: WorkerData): never {
  const { memory, buffer, thread, spins } = data;
  const control = createControl(buffer);
  // V8 reads the size of the memory when this thread receives it, and shortly
  // after that adds the thread to those that hear of growth. Growth in between
  // is missed: `memory.fill` then fails beyond the old size, until the memory
  // grows again. `grow(0)` is such a growth, and this thread hears of every
  // later one.
  memory.grow(0);
  const kernels = createKernels(data);
  const busy = BUSY + thread;
  for (let seen = 0; ;) {
    seen = waitForJob(control, seen, spins);
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
