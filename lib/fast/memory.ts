import { ensure, shapeText } from "../core/base/expect";
import { type CreateTensor, sizeOf, Tensor } from "../core/base/tensor";
import { Dropped } from "./dropped";

/** Memory that tensors, kernels and threads share. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  /**
   * allocates a zero-filled tensor; it is freed when it is garbage-collected
   */
  create: CreateTensor;
  /**
   * The address of a tensor's first number.
   *
   * @throws if it is not in this memory, or does not hold `size` numbers
   */
  addressOf(tensor: Tensor, label: Label, size: number): number;
}

/** The name of a tensor in error messages. */
export interface Label {
  /** the operation */
  where: string;
  /** its argument */
  name: string;
}

const PAGE = 65_536;
/** Below this address are the constants of the kernels. */
export const FIRST_ADDRESS: number = PAGE;
const MEGABYTE = 2 ** 20;
/** Addresses in WebAssembly have 32 bits. */
export const MOST_MEGABYTES = 4096;
/** Kernels may read, but never write, a few numbers past a tensor. */
const MARGIN = 256;
/** A free piece of the memory. */
interface Gap {
  address: number;
  bytes: number;
}

/** The free pieces below the end of the memory, in order of address. */
class Gaps {
  private readonly list: Gap[] = [];

  /** Takes memory from the first gap that is large enough. */
  take(bytes: number): number | undefined {
    const place = this.list.findIndex((gap) => gap.bytes >= bytes);
    if (place < 0) return undefined;
    const gap = this.list[place];
    const { address } = gap;
    gap.address += bytes;
    gap.bytes -= bytes;
    if (gap.bytes === 0) this.list.splice(place, 1);
    return address;
  }

  /** Adds a gap, and joins it with adjacent gaps. */
  add(gap: Gap): void {
    const { list } = this;
    const next = list.findIndex((other) => other.address > gap.address);
    const at = next < 0 ? list.length : next;
    list.splice(at, 0, gap);
    for (const first of [at, at - 1]) {
      const [a, b] = [list[first], list[first + 1]];
      if (!a || !b || a.address + a.bytes !== b.address) continue;
      a.bytes += b.bytes;
      list.splice(first + 1, 1);
    }
  }
}

/**
 * Shared WebAssembly memory. It grows as tensors are allocated, and a tensor's
 * memory is free again once the tensor has been garbage-collected.
 *
 * @param memoryMB limit of its size in megabytes, checked by the caller
 * @throws if the system refuses that much
 */
export function createMemory(memoryMB: number): SharedMemory {
  const memory = allocate(memoryMB);
  const owned = new WeakSet<ArrayBufferLike>();
  const gaps = new Gaps();
  let top = FIRST_ADDRESS;
  /** bytes of all tensors that are not known to be garbage */
  let used = 0;
  /** `used` at which garbage is collected before the memory grows */
  let limit = limitAfter(0);

  /** Takes a gap, new memory at the end, or the memory of garbage. */
  function take(bytes: number): number {
    const roomy = used + bytes <= limit;
    let address = takeGap(bytes) ?? (roomy ? extend(bytes) : undefined);
    if (address === undefined) {
      memory.grow(0); // `memory` lets go of the buffer of the last tensor
      tensors.sweep();
      limit = limitAfter(used + bytes);
      address = takeGap(bytes) ?? extend(bytes);
    }
    if (address === undefined) {
      throw full({ memoryMB, used, bytes, end: top + bytes + MARGIN });
    }
    used += bytes;
    return address;
  }

  function takeGap(bytes: number): number | undefined {
    const address = gaps.take(bytes);
    if (address !== undefined)
      new Uint8Array(memory.buffer, address, bytes).fill(0);
    return address;
  }

  /** Takes memory at the end; undefined if there is not enough. */
  function extend(bytes: number): number | undefined {
    const missing = top + bytes + MARGIN - memory.buffer.byteLength;
    try {
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    } catch {
      return undefined;
    }
    const address = top;
    top += bytes;
    return address;
  }

  function free(gap: Gap): void {
    used -= gap.bytes;
    gaps.add(gap);
  }

  // This is how we notice that a tensor is no longer used. A tensor has views:
  // subarrays, rows. Its memory must stay until the last of them is garbage,
  // and they all refer to the same ArrayBuffer object. `memory.grow(0)` adds no
  // memory, but creates a new ArrayBuffer object for it. So each tensor gets
  // its own object, and `free` is called once that is garbage.
  const tensors = new Dropped(free);

  function create(shape: readonly number[]): Tensor {
    const size = sizeOf(shape);
    const bytes = roundUp(4 * Math.max(size, 1), 64);
    const address = take(bytes);
    memory.grow(0); // creates a new memory.buffer
    const { buffer } = memory; // a worker that starts replaces it once more
    owned.add(buffer);
    tensors.watch(buffer, { address, bytes });
    return new Tensor(new Float32Array(buffer, address, size), shape);
  }

  function addressOf(
    tensor: Tensor,
    { where, name }: Label,
    size: number,
  ): number {
    ensure(
      owned.has(tensor.data.buffer) && tensor.data instanceof Float32Array,
      () =>
        `${where}: ${name} must be in the memory of the fast backend, ` +
        `because its kernels can read nothing else; got a tensor made elsewhere. ` +
        `Make it with backend.create(shape) and fill it with data.set().`,
    );
    ensure(
      tensor.data.length === size,
      () =>
        `${where}: ${name} must hold ${size} numbers; got ` +
        `${shapeText(tensor.shape)}. Does it belong to the same batch?`,
    );
    return tensor.data.byteOffset;
  }

  return { memory, create, addressOf };
}

function allocate(memoryMB: number): WebAssembly.Memory {
  const maximum = memoryMB * (MEGABYTE / PAGE);
  try {
    return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
  } catch (error) {
    throw new RangeError(
      `fastBackend: the system refused address space for ${memoryMB} MB. ` +
        `Close() backends and restart kernels that are no longer needed, ` +
        `ask for less memoryMB, or use referenceBackend().`,
      { cause: error },
    );
  }
}

/** The error if `bytes` more, up to the address `end`, do not fit. */
function full(memory: {
  memoryMB: number;
  used: number;
  bytes: number;
  end: number;
}): RangeError {
  const { memoryMB, used, bytes, end } = memory;
  const megabytes = (size: number): string => (size / MEGABYTE).toFixed(1);
  const rule =
    end > memoryMB * MEGABYTE
      ? `all tensors together may use ${memoryMB} MB`
      : `the system refuses more memory`;
  return new RangeError(
    `fastBackend: ${rule}; ${megabytes(used)} MB are used, and ` +
      `${megabytes(bytes)} MB more do not fit. Train with a smaller batch ` +
      `or shorter sequences, or raise memoryMB. The memory of garbage was ` +
      `freed first, but a variable of an earlier cell keeps its model: ` +
      `restart the kernel if you no longer need it.`,
  );
}

/**
 * The bytes that tensors may take before garbage is collected again: what is in
 * use, an eighth of it, and an eighth of JavaScript's own heap, because to
 * collect takes as long as that heap is large: 5 ms in a program, 150 ms in the
 * kernel.
 */
function limitAfter(used: number): number {
  return used + used / 8 + process.memoryUsage().heapUsed / 8;
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
