/** A quantity that is measured several times. */
export interface Series {
  /** the part of the bench, such as `"step"` */
  part: string;
  /** what was measured, such as `"kernels, 1 thread"` */
  name: string;
  /** such as `"tokens/s"` */
  unit: string;
  samples: number[];
  /** numbers that belong to it, such as `peakMB` */
  more?: Record<string, number>;
}

/** How often {@link repeat} measures. */
export interface Limits {
  /** turns after the first, which warms up */
  least: number;
  most: number;
  /** no turn starts later, unless there were fewer than `least` */
  seconds: number;
}

/** The table and the measurements of one part of the bench. */
export interface Part {
  text: string;
  series: readonly Series[];
  /** the programs that took part */
  versions?: readonly string[];
}

/** The largest spread of a result that counts as measured. */
export const STEADY = 0.05;
/** Fewer samples do not show how much they spread. */
const FEWEST = 3;

/** The median of some numbers. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}

/**
 * The spread of samples: the distance between their quartiles, over the median.
 * Half of the samples are inside that distance, so a few slow ones do not matter.
 *
 * @returns `undefined` for fewer than three samples
 */
export function spreadOf(samples: readonly number[]): number | undefined {
  if (samples.length < FEWEST) return undefined;
  const distance = quantile(samples, 0.75) - quantile(samples, 0.25);
  return distance / median(samples);
}

/** Whether there are three samples or more, and their spread is under 5 %. */
export function isSteady(samples: readonly number[]): boolean {
  return (spreadOf(samples) ?? Infinity) < STEADY;
}

/**
 * The largest spread as text; it says so if the machine was too noisy.
 *
 * @param rows the samples of one or more series
 */
export function spreadText(...rows: readonly (readonly number[])[]): string {
  const fewest = Math.min(...rows.map(({ length }) => length));
  if (fewest < FEWEST) return fewest === 1 ? "1 sample" : `${fewest} samples`;
  const most = Math.max(...rows.map((samples) => spreadOf(samples)!));
  const percent = `${(100 * most).toFixed(1)} %`;
  return most < STEADY ? percent : `${percent}: too noisy`;
}

/**
 * Measures in turns until the spread of every series is under 5 %, or a limit is
 * reached. The samples of the first turn are dropped.
 *
 * @param series the series that must become steady
 * @param limits number of turns
 * @param turn adds samples to each series; gets the number of the turn, from 0
 */
export async function repeat(
  series: readonly Series[],
  limits: Limits,
  turn: (turn: number) => void | Promise<void>,
): Promise<void> {
  await turn(0);
  for (const { samples } of series) samples.length = 0;
  const start = performance.now();
  for (let n = 1; n <= limits.most; n++) {
    await turn(n);
    if (n < limits.least) continue;
    if (series.every(({ samples }) => isSteady(samples))) return;
    if (performance.now() - start > 1000 * limits.seconds) return;
  }
}
