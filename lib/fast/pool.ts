import { join } from "node:path";
import { Worker } from "node:worker_threads";

import {
  BUSY,
  CLOSED,
  type Control,
  createControl,
  type Job,
  type KernelExports,
  NEXT,
  publish,
  takeFault,
  work,
} from "./protocol";

/** The data that a worker receives at its start. */
export interface WorkerData {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  buffer: SharedArrayBuffer;
  /** from 1; the main thread is 0 */
  thread: number;
}

/** Options of {@link createPool}. */
export interface PoolOptions {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** number of threads that work, including this one */
  threads: number;
  /**
   * milliseconds that a task of a worker may take before the worker counts as
   * dead
   * @defaultValue 10,000
   */
  patienceMs?: number;
}

/** This thread and its workers. */
export interface Pool {
  /** Runs all tasks of a job on all threads; returns when they are done. */
  run(job: Job): void;
  /** Ends the workers. */
  close(): void;
}

/** Checks of a busy worker before the main thread sleeps. */
const SPINS = 20_000;

/**
 * Starts worker threads. They join as soon as they are ready; until then this
 * thread runs the tasks alone.
 *
 * @param options module, memory, threads
 */
export function createPool(options: PoolOptions): Pool {
  const { module, memory, threads, patienceMs = 10_000 } = options;
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  let crew = startCrew(options);
  let open = false;

  function closeJob(): void {
    Atomics.store(crew.control.words, NEXT, CLOSED);
    for (let thread = 1; thread < threads; thread++) {
      if (waitUntilIdle(crew.control, thread, patienceMs)) continue;
      crew.end();
      crew = startCrew(options);
      throw new Error(
        `fastBackend: a worker thread did not end its task within ` +
          `${patienceMs / 1000} s, so all workers were restarted. The results of ` +
          `this step are incomplete; run it again.`,
      );
    }
    open = false;
  }

  function run(job: Job): void {
    // an interrupted job may still be open
    if (open) closeJob();
    takeFault(crew.control);
    if (threads === 1 || job.tasks === 1) {
      const kernel = kernels[job.kernel];
      for (let task = 0; task < job.tasks; task++) {
        kernel(task, job.scratch.address, ...job.args);
      }
      return;
    }
    open = true;
    publish(crew.control, job);
    try {
      work(crew.control, kernels, 0);
    } finally {
      closeJob();
    }
    const fault = takeFault(crew.control) ?? crew.failure();
    if (fault === undefined) return;
    throw new Error(`${job.kernel}: a worker thread failed: ${fault}`);
  }

  return { run, close: () => crew.end() };
}

/** Waits until a worker has no task; false if that takes too long. */
function waitUntilIdle(
  { words }: Control,
  thread: number,
  patienceMs: number,
): boolean {
  const busy = BUSY + thread;
  for (let spin = 0; spin < SPINS; spin++) {
    if (Atomics.load(words, busy) === 0) return true;
  }
  const start = performance.now();
  while (Atomics.load(words, busy) !== 0) {
    if (performance.now() - start > patienceMs) return false;
    Atomics.wait(words, busy, 1, 20);
  }
  return true;
}

interface Crew {
  control: Control;
  failure(): string | undefined;
  end(): void;
}

/** The workers and what they share with the main thread. */
function startCrew({ module, memory, threads }: PoolOptions): Crew {
  const control = createControl();
  Atomics.store(control.words, NEXT, CLOSED);
  const buffer = control.words.buffer as SharedArrayBuffer;
  let failure: string | undefined;
  const workers = Array.from({ length: threads - 1 }, (_, i) => {
    const workerData: WorkerData = { module, memory, buffer, thread: i + 1 };
    const worker = new Worker(join(__dirname, "worker.js"), {
      workerData,
      execArgv: [],
    });
    worker.on("error", (error) => (failure = String(error)));
    worker.unref();
    return worker;
  });
  return {
    control,
    failure: () => failure,
    end: () => workers.forEach((worker) => void worker.terminate()),
  };
}
