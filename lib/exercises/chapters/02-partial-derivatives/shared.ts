import type { ScalarFunction } from "../../../core/by-hand/derivative";
import type { Random } from "../../../core/base/random";
import { between, times } from "../../author";

/** Functions of a point that take any number of weights from 2 on. */
const FUNCTIONS: readonly ScalarFunction[] = [
  ([w, b]) => w * w + 3 * w * b,
  ([w, b]) => w * w * w - b * b + w * b,
  ([w, b]) => Math.exp(w / 2) + w * b * b,
  ([w, b]) => Math.sin(w) * (1 + b * b),
];

/** One of those functions: any whole number from 0 on picks one. */
export function someFunction(index: number): ScalarFunction {
  return FUNCTIONS[index % FUNCTIONS.length];
}

/** A point whose numbers lie between 0.5 and 2.5. */
export function somePoint(random: Random, size: number): number[] {
  return times(size, () => between(random, 0.5, 2.5));
}

/** The point with one number moved. */
export function moved(point: number[], index: number, by: number): number[] {
  return point.map((value, i) => (i === index ? value + by : value));
}

/** The slope of a nudge that moves all numbers at once. */
export function together(
  f: ScalarFunction,
  point: number[],
  epsilon: number,
): number {
  const [above, below] = [epsilon, -epsilon].map((by) =>
    f(point.map((value) => value + by)),
  );
  return (above - below) / (2 * epsilon);
}
