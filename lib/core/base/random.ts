import { ensure, expectNumber, show } from "./expect";

/** Gives the next uniform number in [0, 1) at every call. */
export type Random = () => number;

/**
 * A seeded generator: the same seed gives the same numbers on every machine.
 *
 * The state is a 32-bit counter; each value goes through a multiply-and-shift
 * hash (the generator "mulberry32", which repeats after 2^32 numbers). It is
 * good enough to initialize weights and to shuffle, but not for secrets.
 *
 * @param seed any integer; only its lowest 32 bits count
 * @returns a function that returns the next uniform number in [0, 1)
 * @throws if `seed` is not an integer
 * @see notebooks/01-one-weight.ipynb
 */
export function createRandom(seed: number): Random {
  expectNumber("createRandom: seed", seed, {
    whole: true,
    hint: "Use a fixed number such as 42, so that a run can be repeated.",
  });
  // the constants and shifts are those of mulberry32
  let counter = seed >>> 0;
  return () => {
    counter = (counter + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(counter ^ (counter >>> 15), counter | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The next number of a source, checked: from 0 to 1, without 1. */
export function draw(random: Random): number {
  const value = random();
  ensure(
    value >= 0 && value < 1,
    () =>
      `random: a source of random numbers must return numbers of at least 0 and ` +
      `below 1; got ${show(value)}. Pass createRandom(42), or Math.random.`,
  );
  return value;
}

/**
 * One number from the normal distribution with mean 0 and deviation 1
 * (Box-Muller: a uniform angle, and a squared radius that is exponential).
 *
 * @param random source of the two uniform numbers
 */
export function normal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - draw(random)));
  return radius * Math.cos(2 * Math.PI * draw(random));
}

/**
 * The same items in random order (Fisher-Yates); the input does not change.
 *
 * @param items any list
 * @param random source of the order
 */
export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last--) {
    const pick = Math.floor(draw(random) * (last + 1)); // uniform in 0..last
    [result[last], result[pick]] = [result[pick], result[last]];
  }
  return result;
}
