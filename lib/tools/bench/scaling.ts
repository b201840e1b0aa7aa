import { type Entry, measureSteps, ourLine, type StepPlan } from "./step";
import { median, table, thousands } from "./table";

/** One setting that differs from the base. */
interface Variation {
  what: string;
  nLayers?: number;
  length?: number;
  batchSize?: number;
}

const VARIATIONS: readonly Variation[] = [
  { what: "4 layers, length 128, batch 32" },
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
 * @param threads two thread counts to compare
 * @returns a table
 */
export async function scalingTable(
  base: StepPlan,
  threads: readonly [number, number],
): Promise<string> {
  const rows: string[][] = [];
  for (const { what, nLayers, length, batchSize } of VARIATIONS) {
    const plan: StepPlan = {
      ...base,
      batchSize: batchSize ?? base.batchSize,
      length: length ?? base.length,
      config: {
        ...base.config,
        nLayers: nLayers ?? base.config.nLayers ?? 4,
        maxSeqLen: length ?? base.length,
      },
    };
    const entries: Entry[] = threads.map((count) => ({
      name: `kernels, ${count} threads`,
      line: ourLine("kernels", count),
    }));
    const [one, many] = await measureSteps(plan, entries);
    const [slow, fast] = [median(one.speeds), median(many.speeds)];
    rows.push([
      what,
      thousands(slow),
      thousands(fast),
      `${(fast / slow).toFixed(2)} x`,
      thousands(many.peakMB - many.baseMB),
    ]);
  }
  const header = ["kernels", ...threads.map((n) => `tokens/s, ${n} threads`)];
  return table([...header, "gain", "MB above bare"], rows);
}
