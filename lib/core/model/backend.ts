import * as reference from "../ops";
import {
  type CreateTensor,
  type Floats,
  sizeOf,
  Tensor,
  zeros,
  zeros64,
} from "../base/tensor";

/** All operations of a backend. */
export type Ops = Pick<
  typeof reference,
  | "adamUpdate"
  | "attentionBackward"
  | "attentionForward"
  | "attentionNext"
  | "clear"
  | "dropoutBackward"
  | "dropoutForward"
  | "embeddingBackward"
  | "embeddingForward"
  | "geluBackward"
  | "geluForward"
  | "layerNormBackward"
  | "layerNormForward"
  | "linearBackward"
  | "linearForward"
  | "outputLoss"
  | "residualBackward"
  | "residualForward"
  | "scaleInPlace"
  | "sumOfSquares"
>;

/**
 * The operations of a model, and the memory they work on.
 * @see notebooks/11-tinyllm.ipynb
 */
export interface Backend {
  ops: Ops;
  /** allocates zero-filled memory that lives as long as its tensor */
  create: CreateTensor;
}

/**
 * Plain TypeScript on ordinary arrays: what the course builds.
 *
 * @param bits 32 to train, 64 to check gradients
 */
export function referenceBackend(bits: 32 | 64 = 32): Backend {
  return { ops: reference, create: bits === 32 ? zeros : zeros64 };
}

/** 16 MB of 32-bit numbers. */
const BLOCK_SIZE = 2 ** 22;
/** Numbers of 32 bits in a cache line of 64 bytes. */
const CACHE_LINE = 16;

/** A position in the workspace; later allocations are behind it. */
interface Mark {
  block: number;
  offset: number;
}

/**
 * Memory for tensors that live only during one step. Tensors are allocated one
 * after another, and a {@link scope} frees all of its own at its end. Every
 * step reuses the same memory, so training does not allocate.
 */
export class Workspace {
  private readonly blocks: Floats[] = [];
  private block = 0;
  private offset = 0;
  /** start of the outermost scope that is open */
  private outermost: Mark | undefined;

  /** @param backend allocates the blocks of memory */
  constructor(private readonly backend: Backend) {}

  /** Allocates a tensor that still holds old numbers; write every element. */
  readonly create: CreateTensor = (shape) => {
    const size = sizeOf(shape);
    while (this.offset + size > (this.blocks[this.block]?.length ?? 0)) {
      if (this.block < this.blocks.length) this.block++;
      this.offset = 0;
      if (this.block === this.blocks.length) {
        const room = Math.max(size, BLOCK_SIZE);
        this.blocks.push(this.backend.create([room]).data);
      }
    }
    const start = this.offset;
    this.offset += Math.ceil(size / CACHE_LINE) * CACHE_LINE;
    const data = this.blocks[this.block].subarray(start, start + size);
    return new Tensor(data, shape);
  };

  /** Allocates a tensor of zeros, to add gradients to. */
  readonly zeros: CreateTensor = (shape) => {
    const tensor = this.create(shape);
    this.backend.ops.clear(tensor);
    return tensor;
  };

  /** Runs `work`, then frees everything it allocated. */
  scope<T>(work: () => T): T {
    const mark: Mark = { block: this.block, offset: this.offset };
    if (!this.outermost) {
      this.outermost = mark;
      this.releaseAfterInterrupt();
    }
    try {
      return work();
    } finally {
      this.release(mark);
    }
  }

  /**
   * If a cell is interrupted, Node ends its code without running `finally`, and
   * the scopes stay open. A microtask runs after that code, however it ended.
   * By then an outermost scope that is still open was interrupted: free it.
   */
  private releaseAfterInterrupt(): void {
    queueMicrotask(() => this.outermost && this.release(this.outermost));
  }

  private release(mark: Mark): void {
    this.block = mark.block;
    this.offset = mark.offset;
    if (this.outermost === mark) this.outermost = undefined;
  }
}
