import { ensure, shapeText, show } from "../core/base/expect";
import { type CreateTensor, sizeOf, Tensor } from "../core/base/tensor";

/** One memory for tensors, kernels and threads. */
export interface SharedMemory {
  readonly memory: WebAssembly.Memory;
  /** a zero-filled tensor that stays while somebody holds it */
  create: CreateTensor;
  /**
   * The address of a tensor's first number.
   *
   * @throws if it lives elsewhere, or does not hold `size` numbers
   */
  addressOf(tensor: Tensor, label: Label, size: number): number;
}

/** What an error message calls a tensor. */
export interface Label {
  /** the operation */
  where: string;
  /** its argument */
  name: string;
}

const PAGE = 65_536;
/** Below this address lie the constants of the kernels. */
export const FIRST_ADDRESS: number = PAGE;
const MEGABYTE = 2 ** 20;
/** Addresses in WebAssembly have 32 bits. */
export const MOST_MEGABYTES = 4096;
/** Kernels may read, and never write, a few numbers beyond a tensor. */
const MARGIN = 256;

/** A piece of the memory that nobody uses. */
interface Gap {
  address: number;
  bytes: number;
}

/**
 * Shared WebAssembly memory, which grows as tensors are created and takes a
 * tensor's place back when the tensor is garbage.
 *
 * @param memoryMB most megabytes it may grow to
 * @throws if so much cannot be had
 */
export function createMemory(memoryMB: number): SharedMemory {
  const memory = allocate(memoryMB);
  const owned = new WeakSet<ArrayBufferLike>();
  const gaps: Gap[] = [];
  let top = FIRST_ADDRESS;

  function take(bytes: number): number {
    const place = gaps.findIndex((gap) => gap.bytes >= bytes);
    if (place < 0) return extend(bytes);
    const gap = gaps[place];
    const { address } = gap;
    gap.address += bytes;
    gap.bytes -= bytes;
    if (gap.bytes === 0) gaps.splice(place, 1);
    new Uint8Array(memory.buffer, address, bytes).fill(0);
    return address;
  }

  function extend(bytes: number): number {
    const missing = top + bytes + MARGIN - memory.buffer.byteLength;
    if (missing > 0) grow(missing, bytes);
    const address = top;
    top += bytes;
    return address;
  }

  function grow(missing: number, bytes: number): void {
    try {
      memory.grow(Math.ceil(missing / PAGE));
    } catch {
      const megabytes = (size: number): string => (size / MEGABYTE).toFixed(1);
      throw new RangeError(
        `fastBackend: tensors may take ${memoryMB} MB together; ` +
          `${megabytes(top)} MB are taken and ${megabytes(bytes)} MB more ` +
          `were asked for. Train with a smaller batch or shorter sequences, ` +
          `close() backends that are no longer needed, or raise memoryMB.`,
      );
    }
  }

  function giveBack(gap: Gap): void {
    const next = gaps.findIndex((other) => other.address > gap.address);
    const at = next < 0 ? gaps.length : next;
    gaps.splice(at, 0, gap);
    for (const first of [at, at - 1]) {
      const [a, b] = [gaps[first], gaps[first + 1]];
      if (!a || !b || a.address + a.bytes !== b.address) continue;
      a.bytes += b.bytes;
      gaps.splice(first + 1, 1);
    }
  }

  // Growing by nothing gives a new buffer object onto the same memory. All
  // views of a tensor hold its buffer, so its end is the end of the tensor.
  const ends = new FinalizationRegistry(giveBack);

  function create(shape: readonly number[]): Tensor {
    const size = sizeOf(shape);
    const bytes = roundUp(4 * Math.max(size, 1), 64);
    const address = take(bytes);
    memory.grow(0);
    owned.add(memory.buffer);
    ends.register(memory.buffer, { address, bytes });
    return new Tensor(new Float32Array(memory.buffer, address, size), shape);
  }

  function addressOf(
    tensor: Tensor,
    { where, name }: Label,
    size: number,
  ): number {
    ensure(
      owned.has(tensor.data.buffer) && tensor.data instanceof Float32Array,
      () =>
        `${where}: ${name} must live in the memory of the fast backend, ` +
        `because its kernels see nothing else; got a tensor made elsewhere. ` +
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
  ensure(
    Number.isInteger(memoryMB) && memoryMB >= 16 && memoryMB <= MOST_MEGABYTES,
    () =>
      `fastBackend: memoryMB must be a whole number from 16 to ` +
      `${MOST_MEGABYTES}, which is all that WebAssembly can address; got ` +
      `${show(memoryMB)}. It is ${MOST_MEGABYTES} by default.`,
  );
  const maximum = memoryMB * (MEGABYTE / PAGE);
  try {
    return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
  } catch (error) {
    throw new RangeError(
      `fastBackend: ${memoryMB} MB of address space must be free; the system ` +
        `refused them. Is there a limit (ulimit -v)? Lift it, or use ` +
        `referenceBackend().`,
      { cause: error },
    );
  }
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
