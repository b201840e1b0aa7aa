import { setTimeout } from "node:timers/promises";

import { createEngine, type Engine } from "../../fast/engine";
import { loadKernels, type Numbers } from "../../fast/load-kernels";
import { STRETCH } from "../../fast/kernels/constants";
import {
  type Limits,
  median,
  type Part,
  repeat,
  type Series,
  spreadOf,
  spreadText,
  STEADY,
} from "./series";
import { table, threadsText } from "./table";

/** Runs some work and returns how much: operations, or bytes. */
export type Work = () => number;

/** The kernels by their setting, and their names in tables. */
export const BUILDS: Record<Numbers, string> = {
  "same everywhere": "kernels",
  fastest: "fused kernels",
};

/** What their peak consists of. */
const ARITHMETIC: Record<Numbers, string> = {
  "same everywhere": "multiply, then add",
  fastest: "fused multiply-add",
};

const NOT_FUSED =
  "There is no fused multiply-add here. It needs Node 22 and a processor that has it.";
const UNSURE =
  "The peak is too noisy, so shares of it are not reliable. Do other programs run?";

const ROUNDS = 20_000;
/** The kernel has 14 sums of 4 lanes; each multiplies and adds. */
const OPERATIONS = 14 * 4 * 2;

/**
 * Measures how much work is done, repeated until the time is over.
 *
 * @returns 1e9 operations or bytes per second
 */
export function speedOf(work: Work, milliseconds: number): number {
  const start = performance.now();
  let amount = work();
  while (performance.now() - start < milliseconds) amount += work();
  return amount / (performance.now() - start) / 1e6;
}

/** The arithmetic peak, with all numbers in registers. */
function peakWork(engine: Engine): Work {
  const numbers = engine.create([(2 + 14) * 4]);
  numbers.data.fill(0.5); // each sum approaches 0.5 + 0.5 * 1
  const tasks = 8 * engine.threads;
  return () => {
    const address = numbers.data.byteOffset;
    engine.run("peak", tasks, { rounds: ROUNDS, numbers: address });
    return tasks * ROUNDS * OPERATIONS;
  };
}

/** The peaks of this machine. */
export interface Peak extends Part {
  /** the kernels that it has: the fused ones only if they really fuse */
  builds: readonly Numbers[];
  /** GFLOP/s of some kernels on some threads */
  of: (build: Numbers, threads: number) => number;
}

/**
 * Measures the machine's peak with four lanes of 32 bits, without memory access.
 *
 * @param counts numbers of threads
 * @param milliseconds time per sample
 * @param limits number of turns
 */
export async function measurePeak(
  counts: readonly number[],
  milliseconds: number,
  limits: Limits,
): Promise<Peak> {
  const all = Object.keys(BUILDS) as Numbers[];
  const builds = all.filter((numbers) => numbers !== "fastest" || canFuse());
  const cases = builds.flatMap((numbers) =>
    counts.map((threads) => {
      const engine = createEngine({ threads, memoryMB: 16, numbers });
      const series: Series = {
        part: "peak",
        name: `${ARITHMETIC[numbers]}, ${threadsText(threads)}`,
        unit: "GFLOP/s",
        samples: [],
        more: { threads },
      };
      return { numbers, threads, engine, work: peakWork(engine), series };
    }),
  );
  await workersReady();
  const series = cases.map((one) => one.series);
  await repeat(series, limits, () => {
    for (const { work, series } of cases) {
      series.samples.push(speedOf(work, milliseconds));
    }
  });
  cases.forEach(({ engine }) => engine.close());
  const rows = builds.map((build) => {
    const samples = cases
      .filter(({ numbers }) => numbers === build)
      .map(({ series }) => series.samples);
    const speeds = samples.map((values) => median(values).toFixed(1));
    return [ARITHMETIC[build], ...speeds, spreadText(...samples)];
  });
  const header = ["peak of four lanes, GFLOP/s", ...counts.map(threadsText)];
  const of = (build: Numbers, threads: number): number => {
    const { series } = cases.find(
      (one) => one.numbers === build && one.threads === threads,
    )!;
    return median(series.samples);
  };
  const isNoisy = series.some(
    ({ samples }) => (spreadOf(samples) ?? 0) >= STEADY,
  );
  const text = [
    table([...header, "spread"], rows),
    ...(builds.length < all.length ? [NOT_FUSED] : []),
    ...(isNoisy ? [UNSURE] : []),
  ].join("\n\n");
  return { builds, of, series, text };
}

function canFuse(): boolean {
  return loadKernels("fastest").isFused;
}

/**
 * Reads the same memory again and again, so it comes from the caches if it fits
 * into them, as a model's weights do while it writes.
 *
 * @param bytes amount of memory
 * @param part the part that asks
 * @returns GB/s as a series, and the function that adds a sample
 */
export function reading(
  bytes: number,
  threads: number,
  part: string,
): { series: Series; sample: (milliseconds: number) => void; close(): void } {
  const memoryMB = Math.max(16, Math.ceil(bytes / 2 ** 20) + 8);
  const numbers = "same everywhere";
  const engine = createEngine({ threads, memoryMB, numbers });
  const size = Math.ceil(bytes / 4 / STRETCH) * STRETCH;
  const tasks = size / STRETCH;
  const weights = engine.create([size]);
  const sums = engine.create([4 * tasks]);
  weights.data.fill(1);
  const series: Series = {
    part,
    name: `reading, ${threadsText(threads)}`,
    unit: "GB/s",
    samples: [],
    more: { threads, bytes },
  };
  const work: Work = () => {
    const [x, out] = [weights.data.byteOffset, sums.data.byteOffset];
    engine.run("readNumbers", tasks, { x, out });
    return 4 * size;
  };
  const sample = (milliseconds: number): void =>
    void series.samples.push(speedOf(work, milliseconds));
  return { series, sample, close: () => engine.close() };
}

/** Until its workers run, an engine computes everything on one thread. */
export function workersReady(): Promise<void> {
  return setTimeout(300);
}
