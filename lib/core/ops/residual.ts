import { expectLike } from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";
import { type DropoutMask, dropoutBackward, dropoutForward } from "./dropout";

/** The inputs of a residual connection. */
export interface ResidualInputs {
  /** (B, T, C): the stream that goes past the branch */
  x: Tensor;
  /** (B, T, C): what the branch adds to it */
  branch: Tensor;
  /** dropout on the branch, in training */
  dropout?: DropoutMask;
}

/** A residual connection's output, and what its backward pass needs. */
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
 * @returns out (B, T, C), with the dropout for the backward pass
 * @throws if the dropout's rate is not in [0, 1)
 * @see notebooks/09-layers.ipynb
 */
export function residualForward(
  { x, branch, dropout }: ResidualInputs,
  create: CreateTensor = zeros,
): ResidualSaved {
  expectLike("residualForward", x.shape, { branch });
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
 * Backward pass of {@link residualForward}, out = x + dropout(branch), for the
 * branch: dBranch += dOut, through its dropout.
 *
 * For `x` there is nothing to compute: its gradient is dOut itself, and the
 * branch's own backward pass adds to it. So one tensor carries the gradient of
 * the stream through the whole model.
 *
 * @param saved the result of the forward pass
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dBranch (B, T, C): added to
 */
export function residualBackward(
  { dropout }: ResidualSaved,
  dOut: Tensor,
  { dBranch }: { dBranch: Tensor },
): void {
  expectLike("residualBackward", dOut.shape, { dBranch });
  if (dropout) return dropoutBackward(dropout, dOut, { dx: dBranch });
  for (let i = 0; i < dOut.data.length; i++) {
    dBranch.data[i] += dOut.data[i]; // out = x + branch
  }
}
