import { ensurePositive } from "../base/expect";
import type { Parameters } from "../model/parameters";

/**
 * Shortens the gradient to length `maxNorm` when it is longer; its direction
 * stays: g *= maxNorm / |g|, with |g| over all parameters together.
 *
 * @param parameters their gradients are changed in place
 * @param maxNorm the longest length allowed; 1.0 is usual
 * @returns the length before clipping
 * @throws if maxNorm is not above zero
 * @see notebooks/13-schedule-clipping-dropout.ipynb
 */
export function clipGradNorm(parameters: Parameters, maxNorm: number): number {
  ensurePositive("clipGradNorm", "maxNorm", maxNorm);
  const { ops } = parameters.backend;
  const norm = gradientNorm(parameters);
  if (norm > maxNorm) ops.scaleInPlace(parameters.gradients, maxNorm / norm);
  return norm;
}

/** Length of the whole gradient: the root of the sum of its squares. */
export function gradientNorm({ backend, gradients }: Parameters): number {
  return Math.sqrt(backend.ops.sumOfSquares(gradients));
}
