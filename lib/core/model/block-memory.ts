import type { Ops } from "./backend";
import { type BlockContext, blockForward, type BlockSaved } from "./block";
import type { BlockTensors } from "./config";
import { type CreateTensor, sizeOf, type Tensor, viewOf } from "../base/tensor";

/*
 * Most memory of a training step holds results that the backward pass needs.
 * LayerNorm, attention and GELU take little time, but their results take half of
 * that memory. So all blocks write them to the same tensors, and the backward
 * pass of a block computes them again. With `recompute`, all blocks write all
 * their results to the same tensors. The numbers stay the same.
 */

/** Options of `TinyLLM` that change none of its numbers. */
export interface MemoryOptions {
  /**
   * whether to keep only the input of each block for the backward pass, which
   * then runs the block's forward pass again ("activation checkpointing"): less
   * memory, more time
   * @defaultValue false
   */
  recompute?: boolean;
}

/**
 * Runs the blocks one after another.
 *
 * @param x (B, T, C) the stream; it is kept
 * @param weights per block
 * @param options the context of each block, memory, and what to keep of it
 * @returns out (B, T, C), and per block a function that returns its results: they
 *   are computed again if another block has overwritten them, and valid until
 *   the next of these calls
 */
export function forwardBlocks(
  x: Tensor,
  weights: readonly BlockTensors[],
  {
    contextOf,
    create,
    recompute,
  }: Required<MemoryOptions> & {
    contextOf: (layer: number) => BlockContext;
    create: CreateTensor;
  },
): { out: Tensor; blocks: (() => BlockSaved)[] } {
  const reuse = inTurn(create);
  let out = x;
  let present: number; // the block whose results are in the reused memory
  const blocks = weights.map((tensors, layer) => {
    const context = contextOf(layer);
    const input = out;
    const run = (): BlockSaved => {
      const shared = reuse();
      const kept = recompute ? shared : create;
      return blockForward(input, tensors, sharing(context, kept, shared));
    };
    const saved = run();
    present = layer;
    out = saved.out;
    if (recompute) {
      out = create(input.shape);
      out.data.set(saved.out.data); // the next block overwrites saved.out
    }
    return () => {
      if (present === layer) return saved;
      present = layer;
      return recompute ? run() : computeAgain(saved, context, reuse());
    };
  });
  return { out, blocks };
}

/**
 * Memory that several blocks use one after another. Each call returns an
 * allocator for one block; the first block allocates, and the others get the
 * same tensors in the same order.
 */
function inTurn(create: CreateTensor): () => CreateTensor {
  const tensors: Tensor[] = [];
  return () => {
    let next = 0;
    return (shape) => (tensors[next++] ??= create(shape));
  };
}

/**
 * A context in which LayerNorm, attention and GELU use shared memory, and a
 * residual connection overwrites its branch, which no backward pass reads.
 */
function sharing(
  { ops, attend, ...rest }: BlockContext,
  kept: CreateTensor,
  shared: CreateTensor,
): BlockContext {
  return {
    ...rest,
    create: kept,
    attend: (qkv) => attend(qkv, shared),
    ops: {
      ...ops,
      layerNormForward: (inputs) => ops.layerNormForward(inputs, shared),
      geluForward: (inputs) => ops.geluForward(inputs, shared),
      residualForward: (inputs) =>
        ops.residualForward(inputs, () => inputs.branch),
    },
  };
}

/** Computes what a block wrote to shared memory again, in the same order. */
function computeAgain(
  saved: BlockSaved,
  { ops, attend }: BlockContext,
  shared: CreateTensor,
): BlockSaved {
  ops.layerNormForward(saved.norm1, shared);
  attend(saved.qkv.out, shared);
  ops.layerNormForward(saved.norm2, shared);
  ops.geluForward(saved.gelu, shared);
  return saved;
}

/**
 * Zeros for a chain of gradients, in two pieces of memory in turn: each
 * gradient is computed from the one before it, and then that one is no longer
 * needed.
 *
 * @param create allocates the two pieces
 * @param ops the operations of the backend
 */
export function twoInTurn(create: CreateTensor, { clear }: Ops): CreateTensor {
  const pieces: Tensor[] = [];
  let turn = 0;
  return (shape) => {
    turn = 1 - turn;
    if (!(pieces[turn]?.data.length >= sizeOf(shape)))
      pieces[turn] = create(shape);
    const tensor = viewOf(pieces[turn], 0, shape);
    clear(tensor);
    return tensor;
  };
}
