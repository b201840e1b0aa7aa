import assert from "node:assert/strict";

/** Options of {@link assertClose}. */
export interface Closeness {
  /** the largest allowed difference */
  tolerance: number;
  /** name of the numbers, for the message */
  what?: string;
}

/**
 * Asserts that numbers are as expected, up to a tolerance.
 * @param actual a number, or a list of numbers
 * @param expected a number, or a list of numbers
 * @param options the tolerance, and a name for the message
 * @throws AssertionError with the worst element, its index, both values and
 *   their difference
 */
export function assertClose(
  actual: number | ArrayLike<number>,
  expected: number | ArrayLike<number>,
  { tolerance, what = "value" }: Closeness,
): void {
  const [ours, theirs] = [actual, expected].map((values) =>
    typeof values === "number" ? [values] : Array.from(values),
  );
  assert.equal(ours.length, theirs.length, `${what}: the lengths differ`);
  let [worst, largest] = [-1, tolerance];
  ours.forEach((value, i) => {
    const difference = value === theirs[i] ? 0 : Math.abs(value - theirs[i]);
    if (difference <= largest) return; // NaN is never close
    if (Number.isNaN(largest)) return;
    [worst, largest] = [i, difference];
  });
  if (worst < 0) return;
  const place = typeof actual === "number" ? "" : `[${worst}]`;
  assert.fail(
    `${what}${place} is ${ours[worst]}, expected ${theirs[worst]}: ` +
      `the difference ${largest} is more than ${tolerance}`,
  );
}
