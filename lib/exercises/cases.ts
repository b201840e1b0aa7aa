import { normal, type Random } from "../core/base/random";

/** `count` values, each made by `make`. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The arguments of a case, in one line where Prettier would take four. */
export function args<Args extends unknown[]>(...args: Args): Args {
  return args;
}

/** A matrix from its rows. */
export function rows<Row extends readonly number[]>(...rows: Row[]): Row[] {
  return rows;
}

/** `count` cases that are drawn at random, each made by `make`. */
export function draw<T>(
  count: number,
  make: (random: Random, index: number) => T,
): (random: Random) => T[] {
  return (random) => times(count, (index) => make(random, index));
}

/** A number between `low` and `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** An integer from `low` to `high`, both included. */
export function whole(random: Random, low: number, high: number): number {
  return low + Math.floor((high - low + 1) * random());
}

/** One of the items. */
export function one<T>(random: Random, items: readonly T[]): T {
  return items[whole(random, 0, items.length - 1)];
}

/** (n) numbers from the bell curve. */
export function vector(random: Random, n: number): number[] {
  return times(n, () => normal(random));
}

/** (rows, columns) numbers from the bell curve. */
export function matrix(
  random: Random,
  rows: number,
  columns: number,
): number[][] {
  return times(rows, () => vector(random, columns));
}

/** (n) token ids from 0 to `vocabSize` - 1. */
export function ids(random: Random, n: number, vocabSize: number): number[] {
  return times(n, () => whole(random, 0, vocabSize - 1));
}

/** The last item of a list. */
export function last<T>(list: readonly T[]): T {
  return list[list.length - 1];
}

/** The sum of a list. */
export function total(list: readonly number[]): number {
  return list.reduce((sum, value) => sum + value, 0);
}
