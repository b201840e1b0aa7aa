import { type Kernel, type KernelName, KERNELS } from "./kernel-table";

/*
 * The threads share work through a few words of shared memory.
 *
 * A job is a kernel, its arguments and a number of tasks. A free thread claims
 * the next task by adding 1 to NEXT. A worker is BUSY from before its first
 * claim until after its last task. To end a job, the main thread sets NEXT
 * beyond all tasks, so that no thread can claim another, and waits until no
 * worker is BUSY. This also cleans up after a job that was interrupted.
 */

/** Indices of the shared words. */
export const GENERATION = 0;
export const NEXT = 1;
export const TASKS = 2;
export const KERNEL = 3;
export const SCRATCH = 4;
export const SCRATCH_BYTES = 5;
export const FAULT = 6;
export const BUSY = 16;

/** A value of NEXT beyond the tasks of any job. */
export const CLOSED = 2 ** 30;

/** Limit of workers; each has a word that says whether it is busy. */
export const MOST_THREADS = 64;
const MOST_ARGUMENTS = 32;
const FAULT_LENGTH = 500;
const KERNEL_NAMES = Object.keys(KERNELS) as KernelName[];

/** What the main thread and the workers share, apart from tensors. */
export interface Control {
  words: Int32Array;
  args: Float64Array;
  fault: Uint16Array;
}

/**
 * The control words, as views of a shared buffer.
 *
 * @param buffer shared memory of at least 2048 bytes @defaultValue a new buffer
 */
export function createControl(
  buffer: SharedArrayBuffer = new SharedArrayBuffer(2048),
): Control {
  const words = new Int32Array(buffer, 0, BUSY + MOST_THREADS);
  const args = new Float64Array(buffer, 512, MOST_ARGUMENTS);
  const fault = new Uint16Array(buffer, 1024, FAULT_LENGTH);
  return { words, args, fault };
}

/** The kernels of one thread, by name. */
export type KernelExports = Record<KernelName, Kernel>;

/** Work for all threads. */
export interface Job {
  kernel: KernelName;
  tasks: number;
  args: readonly number[];
  scratch: { address: number; bytes: number };
}

/** Writes a job into the shared words and opens it for claims. */
export function publish({ words, args }: Control, job: Job): void {
  args.fill(0);
  args.set(job.args);
  words[TASKS] = job.tasks;
  words[KERNEL] = KERNEL_NAMES.indexOf(job.kernel);
  words[SCRATCH] = job.scratch.address;
  words[SCRATCH_BYTES] = job.scratch.bytes;
  Atomics.add(words, GENERATION, 1);
  Atomics.store(words, NEXT, 0);
  Atomics.notify(words, GENERATION);
}

/** Claims and runs tasks of the open job until none is left. */
export function work(
  control: Control,
  kernels: KernelExports,
  thread: number,
): void {
  const { words } = control;
  let known = -1;
  let kernel: Kernel | undefined;
  let args: number[] = [];
  let scratch = 0;
  for (;;) {
    const task = Atomics.add(words, NEXT, 1);
    if (task >= Atomics.load(words, TASKS)) return;
    const generation = Atomics.load(words, GENERATION);
    if (!kernel || generation !== known) {
      known = generation;
      const name = KERNEL_NAMES[words[KERNEL]];
      kernel = kernels[name];
      args = Array.from(control.args.subarray(0, KERNELS[name].length));
      scratch = words[SCRATCH] + thread * words[SCRATCH_BYTES];
    }
    kernel(task, scratch, ...args);
  }
}

/** Records an error of a worker, and stops the job. */
export function reportFault({ words, fault }: Control, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  const codes = Array.from(text.slice(0, FAULT_LENGTH), (c) => c.charCodeAt(0));
  fault.set(codes);
  Atomics.store(words, FAULT, codes.length);
  Atomics.store(words, NEXT, CLOSED);
}

/** The error of a worker since the last call, if there was one. */
export function takeFault({ words, fault }: Control): string | undefined {
  const length = Atomics.exchange(words, FAULT, 0);
  if (length === 0) return undefined;
  return String.fromCharCode(...fault.subarray(0, length));
}
