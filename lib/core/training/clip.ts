import { expectNumber } from "../base/expect";
import type { Parameters } from "../model/parameters";

/**
 * Shortens the gradient to length `maxNorm` if it is longer; its direction
 * stays: g *= maxNorm / |g|, with |g| over all parameters together.
 *
 * @param parameters the parameters; their gradients are changed in place
 * @param maxNorm above 0, the longest length allowed; 1 is usual
 * @returns the length before clipping
 * @throws if maxNorm is not above 0
 * @see notebooks/13-schedule-clipping-dropout.ipynb
 */
export function clipGradNorm(parameters: Parameters, maxNorm: number): number {
  expectNumber("clipGradNorm: maxNorm", maxNorm, { above: 0 });
  const { ops } = parameters.backend;
  const norm = gradientNorm(parameters);
  if (norm > maxNorm) ops.scaleInPlace(parameters.gradients, maxNorm / norm);
  return norm;
}

/** Length of the whole gradient: |g| = the root of the sum of all g[i]^2. */
export function gradientNorm({ backend, gradients }: Parameters): number {
  return Math.sqrt(backend.ops.sumOfSquares(gradients));
}
