import { join } from "node:path";
import { Worker } from "node:worker_threads";

import { Dropped } from "./dropped";
import { processors } from "./machine";
import { createKernels } from "./thread-kernels";
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
  blas?: string;
  buffer: SharedArrayBuffer;
  /** number of the worker, from 1; the main thread is 0 */
  thread: number;
  /** checks for a new job before the worker sleeps */
  spins: number;
}

/** Options of {@link createPool}. */
export interface PoolOptions {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** number of threads that work, including this one */
  threads: number;
  /** file of a BLAS library that computes products */
  blas?: string;
  /**
   * milliseconds that a task of a worker may take before the worker counts as
   * dead
   * @defaultValue 10,000
   */
  patienceMs?: number;
  /** file of the worker; replaced in tests */
  file?: string;
}

/** This thread and its workers. */
export interface Pool {
  /** Runs all tasks of a job on all threads; returns when they are done. */
  run(job: Job): void;
  /** Ends the workers. */
  close(): void;
}

/**
 * Checks of a shared word before a thread sleeps. With more threads than
 * processors there are none: the thread that is waited for needs the processor.
 */
const SPINS = 20_000;
/** Workers that fail are replaced this often. */
const MOST_FAILURES = 3;

/**
 * Starts worker threads. They join as soon as they are ready; until then this
 * thread runs the tasks alone.
 *
 * @param options module, memory, threads
 */
export function createPool(options: PoolOptions): Pool {
  const { threads, patienceMs = 10_000 } = options;
  const kernels = createKernels(options);
  const spins = threads > processors() ? 0 : SPINS;
  let crew = startCrew(options, spins);
  let open = false;
  let closed = false;
  let failures = 0;

  function restart(): void {
    crew.end();
    crew = startCrew(closed ? { ...options, threads: 1 } : options, spins);
  }

  /** A worker fails outside of its tasks if the system refuses it memory. */
  function replaceFailed(): void {
    const reason = crew.failure();
    if (reason === undefined) return;
    if (++failures > MOST_FAILURES) throw failedTooOften(reason);
    restart();
  }

  function closeJob(): void {
    Atomics.store(crew.control.words, NEXT, CLOSED);
    for (let thread = 1; thread < threads; thread++) {
      if (waitUntilIdle(crew.control, thread, { spins, patienceMs })) continue;
      restart();
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
    replaceFailed();
    takeFault(crew.control);
    if (threads === 1 || job.tasks === 1) return runAlone(job, kernels);
    open = true;
    publish(crew.control, job);
    try {
      work(crew.control, kernels, 0);
    } finally {
      closeJob();
    }
    const fault = takeFault(crew.control);
    if (fault === undefined) return;
    throw new Error(
      `${job.kernel}: a worker thread failed: ${fault}. The results of this ` +
        `step are incomplete; run it again.`,
    );
  }

  function close(): void {
    closed = true;
    crew.end();
  }

  return { run, close };
}

function failedTooOften(reason: string): Error {
  return new Error(
    `fastBackend: worker threads failed ${MOST_FAILURES + 1} times, at last ` +
      `because of: ${reason}. Does the system have memory and processes ` +
      `left? fastBackend({ threads: 1 }) needs no workers.`,
  );
}

function runAlone(
  { kernel, tasks, args, scratch }: Job,
  kernels: KernelExports,
): void {
  for (let task = 0; task < tasks; task++) {
    kernels[kernel](task, scratch.address, ...args);
  }
}

/** Waits until a worker has no task; false if that takes too long. */
function waitUntilIdle(
  { words }: Control,
  thread: number,
  { spins, patienceMs }: { spins: number; patienceMs: number },
): boolean {
  const busy = BUSY + thread;
  for (let spin = 0; spin < spins; spin++) {
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

/** Ends the workers of backends that are no longer reachable. */
const crews = new Dropped((workers: Worker[]) => endAll(workers));

function endAll(workers: Worker[]): void {
  for (const worker of workers) void worker.terminate();
}

/** The workers and what they share with the main thread. */
function startCrew(options: PoolOptions, spins: number): Crew {
  const { module, memory, blas, threads } = options;
  const { file = join(__dirname, "worker.js") } = options;
  crews.sweep();
  const control = createControl();
  Atomics.store(control.words, NEXT, CLOSED);
  const buffer = control.words.buffer as SharedArrayBuffer;
  let failure: string | undefined;
  const workers = Array.from({ length: threads - 1 }, (_, i) => {
    const thread = i + 1;
    const workerData: WorkerData = {
      module,
      memory,
      blas,
      buffer,
      thread,
      spins,
    };
    const worker = new Worker(file, { workerData, execArgv: [] });
    worker.on("error", (error) => (failure = String(error)));
    worker.unref();
    return worker;
  });
  // Node holds a running worker, and the worker holds its listener with all
  // variables of this function. So the crew must not be one of them.
  return watched(
    { control, failure: () => failure, end: () => endAll(workers) },
    workers,
  );
}

function watched(crew: Crew, workers: Worker[]): Crew {
  crews.watch(crew, workers);
  return crew;
}
