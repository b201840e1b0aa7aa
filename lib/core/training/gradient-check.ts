import { ensure, expectNumber, expectShape, expectLike } from "../base/expect";
import { draw, type Random } from "../base/random";
import type { Tensor } from "../base/tensor";

/** A tensor whose gradient is checked. */
export interface GradientCheckInput {
  name: string;
  /** the numbers to nudge; 64-bit, restored afterwards */
  values: Tensor;
  /** the result of the backward pass, of the same shape */
  gradients: Tensor;
}

/** Options of {@link gradientCheck}. */
export interface GradientCheckOptions {
  /** size of the nudge @defaultValue 1e-5 */
  epsilon?: number;
  /** number of numbers to nudge per tensor, or all if fewer @defaultValue 20 */
  samples?: number;
  /** source of that choice */
  random: Random;
}

/** The result for one tensor. */
export interface GradientCheckResult {
  name: string;
  /** |difference| / (|analytic| + |numeric|), over the sampled numbers */
  relativeError: number;
  /** the largest single difference */
  largestDifference: number;
}

/**
 * Compares gradients with central differences,
 * (loss(w + epsilon) - loss(w - epsilon)) / (2 epsilon).
 *
 * The error of a tensor is that of all its sampled numbers as one vector, so
 * that single numbers of 0 do not divide by 0.
 *
 * @param inputs 64-bit tensors, with the gradients to check
 * @param loss computes the loss from the current values
 * @param options nudge, samples, generator
 * @returns one result per tensor
 * @throws if a tensor is not 64-bit, or a gradient or a loss is not finite
 * @see notebooks/08-tensors.ipynb, 09-layers.ipynb
 */
export function gradientCheck(
  inputs: Iterable<GradientCheckInput>,
  loss: () => number,
  { epsilon = 1e-5, samples = 20, random }: GradientCheckOptions,
): GradientCheckResult[] {
  expectNumber("gradientCheck: epsilon", epsilon, { above: 0 });
  expectNumber("gradientCheck: samples", samples, { whole: true, least: 1 });
  return Array.from(inputs, ({ name, values, gradients }) => {
    expectLike("gradientCheck", values.shape, { gradients });
    ensure(
      values.data instanceof Float64Array,
      () =>
        `gradientCheck: values must be 64-bit, because a nudge of ${epsilon} ` +
        `is lost in the rounding of 32 bits; "${name}" is 32-bit. ` +
        `Make it with zeros64, or the model with referenceBackend(64).`,
    );
    const analytic: number[] = [];
    const numeric: number[] = [];
    for (const at of places(values.data.length, samples, random)) {
      analytic.push(gradients.data[at]); // dL/dw[at]
      numeric.push(slope(values, at, epsilon, loss)); // dL/dw[at], measured
    }
    const difference = analytic.map((value, i) => value - numeric[i]);
    return {
      name,
      relativeError: relativeError(analytic, numeric),
      largestDifference: Math.max(...difference.map(Math.abs)),
    };
  });
}

/**
 * How far two gradients are apart: |a - n| / (|a| + |n|), with the lengths of
 * the vectors.
 *
 * @param analytic (n) such as the result of a backward pass
 * @param numeric (n) such as central differences
 * @returns from 0 to 1; 0 if both are all zeros
 * @see notebooks/11-tinyllm.ipynb
 */
export function relativeError(analytic: number[], numeric: number[]): number {
  expectShape("relativeError: analytic", analytic, ["n"]);
  expectShape("relativeError: numeric", numeric, [analytic.length]);
  const difference = analytic.map((value, i) => value - numeric[i]);
  const size = Math.hypot(...analytic) + Math.hypot(...numeric);
  return size === 0 ? 0 : Math.hypot(...difference) / size;
}

/** (loss(w + epsilon) - loss(w - epsilon)) / (2 epsilon) for w = data[at]. */
function slope(
  { data }: Tensor,
  at: number,
  epsilon: number,
  loss: () => number,
): number {
  const value = data[at];
  data[at] = value + epsilon;
  const above = loss();
  data[at] = value - epsilon;
  const below = loss();
  data[at] = value;
  return (above - below) / (2 * epsilon);
}

/** Chooses the indices of the numbers to nudge. */
function places(size: number, samples: number, random: Random): number[] {
  if (size <= samples) return Array.from({ length: size }, (_, i) => i);
  const pick = (): number => Math.floor(draw(random) * size);
  return Array.from({ length: samples }, pick);
}
