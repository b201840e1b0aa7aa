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
  /** what computes; two backends of one name compute the same bits */
  name: string;
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
  const create = bits === 32 ? zeros : zeros64;
  return { name: `plain TypeScript, ${bits} bits`, ops: reference, create };
}

/** 16 MB of 32-bit numbers. */
const BLOCK_SIZE = 2 ** 22;
/** Numbers of 32 bits in a cache line of 64 bytes. */
const CACHE_LINE = 16;

/**
 * Memory for tensors that live only during one step. Tensors are allocated one
 * after another, and a {@link scope} frees all of its own at its end. Every
 * step reuses the same memory, so training does not allocate. The models of a
 * backend share one: a scope ends before another model's step begins.
 */
export class Workspace {
  private readonly blocks: Floats[] = [];
  private block = 0;
  private offset = 0;

  private static readonly all = new WeakMap<Backend, Workspace>();

  private constructor(private readonly backend: Backend) {}

  /** The workspace of a backend, which allocates its blocks of memory. */
  static of(backend: Backend): Workspace {
    const workspace = this.all.get(backend) ?? new Workspace(backend);
    this.all.set(backend, workspace);
    return workspace;
  }

  /**
   * Allocates a tensor that still holds old numbers; write every element.
   * Outside all scopes it lives as long as anything refers to it.
   */
  readonly create: CreateTensor = (shape) => {
    if (!open.has(this)) return this.backend.create(shape);
    const size = sizeOf(shape);
    if (this.offset + size > this.room) {
      if (this.offset > 0) this.block++;
      this.offset = 0;
      // from here on all blocks are empty; one that is too small is replaced
      if (size > this.room) {
        const { data } = this.backend.create([Math.max(size, BLOCK_SIZE)]);
        this.blocks[this.block] = data;
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
    const { block, offset } = this;
    const outermost = !open.has(this);
    if (outermost) {
      queueMicrotask(releaseInterrupted);
      open.add(this);
    }
    try {
      return work();
    } finally {
      this.block = block;
      this.offset = offset;
      if (outermost) open.delete(this);
    }
  }

  /** Frees everything. */
  reset(): void {
    this.block = this.offset = 0;
  }

  /** length of the current block; 0 before there is one */
  private get room(): number {
    return this.blocks[this.block]?.length ?? 0;
  }
}

/** The workspaces with an open scope. */
const open = new Set<Workspace>();

/**
 * If a cell is interrupted, Node ends its code without running `finally`, and
 * the scopes stay open. A microtask runs after that code, however it ended. By
 * then a scope that is still open was interrupted: free its memory.
 */
function releaseInterrupted(): void {
  for (const workspace of open) workspace.reset();
  open.clear();
}
