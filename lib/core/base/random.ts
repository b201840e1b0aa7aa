/** Uniform numbers in [0, 1), the next one at every call. */
export type Random = () => number;

/**
 * A seeded generator: the same seed gives the same numbers on every machine.
 *
 * The state is a 32-bit counter that a multiply-and-shift hash scatters
 * ("mulberry32", 2^32 numbers before it repeats). Good enough to initialise
 * weights and to shuffle; not for secrets.
 *
 * @param seed any integer; only its lowest 32 bits count
 * @returns a function that gives the next uniform number in [0, 1)
 * @throws if `seed` is not an integer
 * @see notebooks/01-one-weight.ipynb
 */
export function createRandom(seed: number): Random {
  if (!Number.isInteger(seed)) {
    throw new RangeError(
      `createRandom: seed must be an integer so that a run can be repeated; ` +
        `got ${seed}. Use a fixed number such as 42.`,
    );
  }
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(counter ^ (counter >>> 15), counter | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * One number from the bell curve with mean 0 and standard deviation 1
 * (Box-Muller: a uniform angle and an exponential squared radius).
 *
 * @param random where the two uniform numbers come from
 */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/**
 * The same items in random order (Fisher-Yates); the input stays as it is.
 *
 * @param items any list
 * @param random where the order comes from
 */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(random() * (last + 1));
    [result[last], result[pick]] = [result[pick], result[last]];
  }
  return result;
}
