import { type Entry, measureSteps, ourLine, type StepPlan } from "./step";
import { median, type Part, type Series, spreadText } from "./series";
import { table, thousands, threadsText } from "./table";

/** One setting that differs from the base. */
interface Variation {
  what: string;
  nLayers?: number;
  length?: number;
  batchSize?: number;
  recompute?: boolean;
}

const VARIATIONS: readonly Variation[] = [
  { what: "4 layers, length 128, batch 32" },
  { what: "the same, recompute: true", recompute: true },
  { what: "2 layers", nLayers: 2 },
  { what: "8 layers", nLayers: 8 },
  { what: "length 64", length: 64 },
  { what: "length 256", length: 256 },
  { what: "batch 8", batchSize: 8 },
  { what: "batch 64", batchSize: 64 },
];

/**
 * Measures how speed and memory change with layers, length, batch and threads.
 *
 * @param base the step to vary
 * @param threads one or two thread counts to compare
 */
export async function measureScaling(
  base: StepPlan,
  threads: readonly number[],
): Promise<Part> {
  const series: Series[] = [];
  const rows: string[][] = [];
  for (const { what, nLayers, length, batchSize, recompute } of VARIATIONS) {
    const plan: StepPlan = {
      ...base,
      recompute,
      batchSize: batchSize ?? base.batchSize,
      length: length ?? base.length,
      config: {
        ...base.config,
        nLayers: nLayers ?? base.config.nLayers ?? 4,
        maxSeqLen: length ?? base.length,
      },
    };
    const entries: Entry[] = threads.map((count) => ({
      name: `${what}, ${threadsText(count)}`,
      line: ourLine("kernels", count),
    }));
    const results = await measureSteps("scaling", plan, entries);
    series.push(...results);
    const samples = results.map((result) => result.samples);
    const speeds = samples.map(median);
    const { peakMB, bareMB } = results.at(-1)!.more;
    rows.push([
      what,
      ...speeds.map(thousands),
      `${(speeds.at(-1)! / speeds[0]).toFixed(2)} x`,
      spreadText(...samples),
      thousands(peakMB - bareMB),
    ]);
  }
  const speeds = threads.map((n) => `tokens/s, ${threadsText(n)}`);
  const header = ["kernels", ...speeds, "gain", "spread", "MB above bare"];
  return { series, text: table(header, rows) };
}
