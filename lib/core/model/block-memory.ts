import type { Ops } from "./backend";
import type { BlockSaved } from "./block";
import { type CreateTensor, sizeOf, type Tensor, viewOf } from "../base/tensor";

/*
 * Most memory of a training step holds results that the backward pass needs.
 * LayerNorm, attention and GELU take a tenth of the time, but their results take
 * half of that memory. So all blocks write them to the same tensors, and the
 * backward pass of a block computes them again. The numbers stay the same.
 */

/** Where a block's forward pass puts its results. */
export interface BlockMemory {
  /** allocates what is kept until the backward pass */
  kept: CreateTensor;
  /** allocates what the next block overwrites */
  shared: CreateTensor;
}

/**
 * Memory that several blocks use one after another. Each call returns an
 * allocator for one block; the first block allocates, and the others get the
 * same tensors in the same order.
 */
export function inTurn(create: CreateTensor): () => CreateTensor {
  const tensors: Tensor[] = [];
  return () => {
    let next = 0;
    return (shape) => (tensors[next++] ??= create(shape));
  };
}

/**
 * The operations of a block, with two savings: {@link computeAgain} can restore
 * what they write to `shared`, and a residual connection overwrites its branch,
 * which no backward pass reads.
 *
 * @param shared allocates the results of LayerNorm, attention and GELU
 */
export function sharing(ops: Ops, shared: CreateTensor): Ops {
  return {
    ...ops,
    layerNormForward: (inputs) => ops.layerNormForward(inputs, shared),
    attentionForward: (inputs) => ops.attentionForward(inputs, shared),
    geluForward: (inputs) => ops.geluForward(inputs, shared),
    residualForward: (inputs) =>
      ops.residualForward(inputs, () => inputs.branch),
  };
}

/**
 * Computes again what a block wrote to shared memory, in the same order.
 *
 * @param saved the result of the block's forward pass
 * @param ops the operations of the backend
 * @param shared returns the tensors that the block got, from the first one on
 */
export function computeAgain(
  saved: BlockSaved,
  ops: Ops,
  shared: CreateTensor,
): BlockSaved {
  ops.layerNormForward(saved.norm1, shared);
  ops.attentionForward(saved.attention, shared);
  ops.layerNormForward(saved.norm2, shared);
  ops.geluForward(saved.gelu, shared);
  return saved;
}

/**
 * Zeros for a chain of gradients, in two pieces of memory in turn: each
 * gradient is computed from the one before, so the one before that is no longer
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
