import type { Tensor } from "../core/base/tensor";
import { type KernelArguments, type KernelName, KERNELS } from "./kernel-table";
import { loadKernels, type Numbers } from "./load-kernels";
import { createMemory, type SharedMemory } from "./memory";
import { createPool } from "./pool";

/** Areas of memory for intermediate results; each has one user at a time. */
export type ScratchArea =
  | "column sums"
  | "ids"
  | "losses"
  | "norm sums"
  | "output weight"
  | "output weight transposed"
  | "panels"
  | "parts"
  | "squares"
  | "targets"
  | "threads";

/** Memory, kernels and threads, as the operations use them. */
export interface Engine extends Pick<SharedMemory, "create"> {
  threads: number;
  /** whether the kernels use fused multiply-add */
  isFused: boolean;
  /** file of the BLAS library, with backend "blas" */
  blas?: string;
  /**
   * Runs all tasks of a kernel.
   *
   * @param scratchBytes private memory per thread, in bytes
   */
  run<K extends KernelName>(
    kernel: K,
    tasks: number,
    args: KernelArguments<K>,
    scratchBytes?: number,
  ): void;
  /** The address of scratch memory; the next call with this area reuses it. */
  scratch(area: ScratchArea, bytes: number): number;
  /** Copies token ids to memory that kernels can read; returns the address. */
  place(area: ScratchArea, ids: Int32Array): number;
  /** A view of `size` 32-bit numbers at an address, to read results. */
  floats(address: number, size: number): Float32Array;
  /** A view of 64-bit numbers. */
  doubles(address: number, size: number): Float64Array;
  /** {@link SharedMemory.addressOf} for the tensors of one operation. */
  addresses(
    where: string,
  ): (tensor: Tensor, name: string, size: number) => number;
  close(): void;
}

/**
 * Loads the kernels and starts the threads.
 *
 * @param options number of threads, memory limit in megabytes, which kernels,
 *   BLAS library
 */
export function createEngine({
  threads,
  memoryMB,
  numbers,
  blas,
}: {
  threads: number;
  memoryMB: number;
  numbers: Numbers;
  blas?: string;
}): Engine {
  const { module, isFused } = loadKernels(numbers);
  const { memory, create, addressOf } = createMemory(memoryMB);
  const pool = createPool({ module, memory, threads, blas });
  const areas = new Map<ScratchArea, Tensor>();

  function scratch(area: ScratchArea, bytes: number): number {
    let tensor = areas.get(area);
    if (!tensor || tensor.data.byteLength < bytes) {
      tensor = create([Math.ceil(bytes / 4)]);
      areas.set(area, tensor);
    }
    return tensor.data.byteOffset;
  }

  function run<K extends KernelName>(
    kernel: K,
    tasks: number,
    args: KernelArguments<K>,
    scratchBytes = 0,
  ): void {
    const bytes = Math.ceil(scratchBytes / 64) * 64;
    const address = scratch("threads", threads * bytes);
    const names: readonly string[] = KERNELS[kernel];
    const values = args as Record<string, number>;
    pool.run({
      kernel,
      tasks,
      args: names.map((name) => values[name]),
      scratch: { address, bytes },
    });
  }

  function place(area: ScratchArea, ids: Int32Array): number {
    const address = scratch(area, 4 * ids.length);
    new Int32Array(memory.buffer, address, ids.length).set(ids);
    return address;
  }

  const floats = (address: number, size: number): Float32Array =>
    new Float32Array(memory.buffer, address, size);

  const doubles = (address: number, size: number): Float64Array =>
    new Float64Array(memory.buffer, address, size);

  const addresses =
    (where: string) =>
    (tensor: Tensor, name: string, size: number): number =>
      addressOf(tensor, { where, name }, size);

  const { close } = pool;
  const areasOf = { scratch, place, floats, doubles };
  return { threads, isFused, blas, run, ...areasOf, create, addresses, close };
}
