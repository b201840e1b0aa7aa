/** The points of a line, with equally many x and y. */
export interface Points {
  x: number[];
  y: number[];
}

/**
 * Number of points at the start that are all kept, because a log axis spreads
 * them out.
 */
const KEPT_AT_START = 50;

/**
 * Thins a long line, so that a saved notebook stays small. No peak or valley is
 * lost: from each run of 2^k neighbors it keeps the lowest and the highest.
 *
 * The runs stay where they are while a line grows, so a live line does not jump.
 *
 * @param x (n) positions, in order
 * @param y (n) values
 * @param limit approximate number of points to keep @defaultValue 600
 * @returns about `limit` of the points or fewer, in order
 */
export function thin(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  limit = 600,
): Points {
  const kept = new Set<number>();
  const keep = (from: number, to: number): void => {
    for (let i = from; i < to; i++) kept.add(i);
  };
  if (y.length <= limit) keep(0, y.length);
  else {
    let run = 2; // 2 points are kept of each run
    while ((2 * y.length) / run > limit) run *= 2;
    keep(0, Math.min(KEPT_AT_START, y.length));
    for (let from = 0; from < y.length; from += run)
      for (const i of extremes(y, from, Math.min(from + run, y.length)))
        kept.add(i);
    keep(y.length - 1, y.length);
  }
  const order = [...kept].sort((a, b) => a - b);
  return {
    x: order.map((i) => x[i]),
    y: order.map((i) => y[i]),
  };
}

/** Finds the indices of the lowest and the highest finite value, in order. */
function extremes(y: ArrayLike<number>, from: number, to: number): number[] {
  const at = (i: number): number => y[i];
  let low = from;
  let high = from;
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(at(i))) continue;
    if (!(Number.isFinite(at(low)) && at(low) <= at(i))) low = i;
    if (!(Number.isFinite(at(high)) && at(high) >= at(i))) high = i;
  }
  return low < high ? [low, high] : [high, low];
}
