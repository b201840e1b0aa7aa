import { ensure, expectNumber, expectShape, show } from "../base/expect";

/** A function of several numbers that returns one number, such as a loss. */
export type ScalarFunction = (point: number[]) => number;

/**
 * Slope of `f` in one direction: one number is nudged both ways while the
 * others stay fixed (central difference).
 *
 *     (f(point + epsilon) - f(point - epsilon)) / (2 * epsilon)
 *
 * Its error shrinks with epsilon squared, until rounding takes over. That is at
 * about the cube root of the precision of 64-bit numbers: 1e-5.
 *
 * @param f receives a copy of the point, so it may change it
 * @param point (n) where to measure the slope; not changed
 * @param index from 0 to n - 1, the number to nudge
 * @param epsilon above 0; size of the nudge. @defaultValue 1e-5
 * @returns change of f per unit of `point[index]`
 * @throws if the index lies outside the point, epsilon is not above 0, or `f`
 *   returns something that is not a finite number
 * @see notebooks/02-partial-derivatives.ipynb
 */
export function partialDerivative(
  f: ScalarFunction,
  point: number[],
  index: number,
  epsilon: number = 1e-5,
): number {
  expectNumber("partialDerivative: index", index, {
    whole: true,
    least: 0,
    most: point.length - 1,
  });
  expectNumber("partialDerivative: epsilon", epsilon, {
    above: 0,
    hint: "Try 1e-5.",
  });
  const above = valueAt(f, nudged(point, index, epsilon));
  const below = valueAt(f, nudged(point, index, -epsilon));
  return (above - below) / (2 * epsilon);
}

/**
 * All slopes of `f` at a point: one {@link partialDerivative} per number. It
 * points uphill; the opposite direction is the steepest way down.
 *
 * @param f returns one number for n numbers
 * @param point (n) where to measure the gradient; not changed
 * @param epsilon above 0; size of the nudge. @defaultValue 1e-5
 * @returns (n) the slope in each direction
 * @throws as {@link partialDerivative} does, and if the point is empty
 * @see notebooks/02-partial-derivatives.ipynb
 */
export function gradient(
  f: ScalarFunction,
  point: number[],
  epsilon: number = 1e-5,
): number[] {
  expectShape("gradient: point", point, ["n"], {
    hint: "Pass at least one number.",
  });
  return point.map((_, index) => partialDerivative(f, point, index, epsilon));
}

function nudged(point: number[], index: number, by: number): number[] {
  const copy = [...point];
  copy[index] += by;
  return copy;
}

function valueAt(f: ScalarFunction, point: number[]): number {
  const value = f([...point]);
  ensure(
    Number.isFinite(value),
    () =>
      `partialDerivative: f must return a finite number near the point; got ` +
      `${show(value)} at ${show(point)}. Is f defined there (log of a negative ` +
      `number, division by 0), and does it return its result?`,
  );
  return value;
}
