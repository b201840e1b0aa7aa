import { type CreateTensor, type Tensor, zeros } from "../base/tensor";
import { type DropoutMask, dropoutBackward, dropoutForward } from "./dropout";

/** What a residual connection computes from. */
export interface ResidualInputs {
  /** (B, T, C): the stream that goes past the branch */
  x: Tensor;
  /** (B, T, C): what the branch adds to it */
  branch: Tensor;
  /** dropout on the branch, in training */
  dropout?: DropoutMask;
}

/** A residual connection's output, and what its backward needs. */
export interface ResidualSaved {
  /** (B, T, C) */
  out: Tensor;
  dropout?: DropoutMask;
}

/**
 * Residual connection, out = x + dropout(branch).
 *
 * @param inputs x (B, T, C), branch (B, T, C), dropout
 * @param create allocates the output
 * @returns out (B, T, C), with the dropout for the backward
 * @throws if the dropout's rate is not in [0, 1)
 * @see notebooks/09-layers.ipynb
 */
export function residualForward(
  { x, branch, dropout }: ResidualInputs,
  create: CreateTensor = zeros,
): ResidualSaved {
  const out = dropout
    ? dropoutForward({ x: branch, ...dropout }, create).out
    : create(x.shape);
  const kept = dropout ? out : branch;
  for (let i = 0; i < x.data.length; i++) {
    out.data[i] = x.data[i] + kept.data[i]; // x + dropout(branch)
  }
  return { out, dropout };
}

/**
 * Backward of {@link residualForward}, out = x + dropout(branch), for the
 * branch: dBranch += dOut, through its dropout.
 *
 * For `x` there is nothing to compute: its gradient is dOut itself, and the
 * branch's own backward adds to it. So one tensor carries the gradient of the
 * stream through the whole model.
 *
 * @param saved what the forward returned
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dBranch (B, T, C): added to
 */
export function residualBackward(
  { dropout }: ResidualSaved,
  dOut: Tensor,
  { dBranch }: { dBranch: Tensor },
): void {
  if (dropout) return dropoutBackward(dropout, dOut, { dx: dBranch });
  for (let i = 0; i < dOut.data.length; i++) {
    dBranch.data[i] += dOut.data[i]; // out = x + branch
  }
}
