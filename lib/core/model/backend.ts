import * as reference from "../ops";
import {
  type CreateTensor,
  type Floats,
  Tensor,
  zeros,
  zeros64,
} from "../base/tensor";

/** The operations under their names, whoever computes them. */
export type Ops = typeof reference;

/**
 * Where a model lives: who computes, and where the memory comes from.
 * @see notebooks/11-tinyllm.ipynb
 */
export interface Backend {
  ops: Ops;
  /** zero-filled memory that stays */
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

/**
 * Memory for what lives during one step only. Tensors are laid down one after
 * another; `release` takes up everything laid down since `mark`. The same
 * memory serves every step, so training allocates nothing.
 */
export class Workspace {
  private readonly blocks: Floats[] = [];
  private block = 0;
  private offset = 0;
  /** where the outermost scope began; an interrupt runs no `finally` */
  private unfinished: { block: number; offset: number } | undefined;

  /** @param backend where the blocks of memory come from */
  constructor(private readonly backend: Backend) {}

  /** A tensor that holds whatever was there before: write every element. */
  readonly create: CreateTensor = (shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    while (this.offset + size > (this.blocks[this.block]?.length ?? 0)) {
      if (this.block < this.blocks.length) this.block++;
      this.offset = 0;
      if (this.block === this.blocks.length) {
        const room = Math.max(size, BLOCK_SIZE);
        this.blocks.push(this.backend.create([room]).data);
      }
    }
    const start = this.offset;
    this.offset += Math.ceil(size / 16) * 16; // whole cache lines
    const data = this.blocks[this.block].subarray(start, start + size);
    return new Tensor(data, shape);
  };

  /** A tensor of zeros, to add gradients to. */
  readonly zeros: CreateTensor = (shape) => {
    const tensor = this.create(shape);
    this.backend.ops.clear(tensor);
    return tensor;
  };

  /** Runs `work` and then takes up all it has laid down. */
  scope<T>(work: () => T): T {
    const mark = { block: this.block, offset: this.offset };
    if (!this.unfinished) {
      this.unfinished = mark;
      queueMicrotask(() => this.unfinished && this.release(this.unfinished));
    }
    try {
      return work();
    } finally {
      this.release(mark);
    }
  }

  private release(mark: { block: number; offset: number }): void {
    this.block = mark.block;
    this.offset = mark.offset;
    if (this.unfinished === mark) this.unfinished = undefined;
  }
}
