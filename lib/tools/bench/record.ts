import { join, resolve } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { courseFolder } from "../setup/course-files.cjs";
import type { Machine } from "./machine";
import { isSteady, median, type Series, spreadOf } from "./series";

/**
 * The JSON file beside the tables. Its keys keep their names and meanings; new
 * ones may be added. A change that breaks readers raises `format`.
 */
export interface BenchRecord {
  format: 1;
  machine: Machine;
  /** the command line, with the threads that were used */
  options: Record<string, string | number | boolean | undefined>;
  /** programs that took part, such as `"PyTorch 2.13.0"` */
  versions: string[];
  /** processors that other programs kept busy, at the start and after a part */
  busy: Record<string, number>;
  measurements: Measurement[];
}

/**
 * One row of a table. `more` has what belongs to some parts only: `threads`,
 * `peakMB` and `bareMB` (memory at its peak, and before the work), `error` (of
 * the gradients, relative), `bytes` (of memory that was read), `fullSeconds`
 * (time of 2000 steps of the small model, with --full).
 */
export interface Measurement extends Series {
  median: number;
  /** distance between the quartiles / median; null for fewer than 3 samples */
  spread: number | null;
  /** whether the spread is under 5 % */
  steady: boolean;
}

/**
 * Collects everything that was measured.
 *
 * @param about the machine at the start, the command line, other programs
 * @param series what was measured, in order
 * @param versions programs that took part, possibly repeated
 */
export function recordOf(
  about: Pick<BenchRecord, "machine" | "options" | "busy">,
  series: readonly Series[],
  versions: readonly string[],
): BenchRecord {
  const measurements = series.map(
    ({ part, name, unit, samples, more }): Measurement => ({
      part,
      name,
      unit,
      median: median(samples),
      spread: spreadOf(samples) ?? null,
      steady: isSteady(samples),
      samples,
      more,
    }),
  );
  const programs = new Set([`Node ${about.machine.node}`, ...versions]);
  return { format: 1, ...about, versions: [...programs], measurements };
}

/**
 * Writes the record.
 *
 * @param record what to write
 * @param file where @defaultValue .artifacts/bench/date-processor.json
 * @returns the path
 */
export function writeRecord(record: BenchRecord, file?: string): string {
  const { date, processor, design = "" } = record.machine;
  const time = date.slice(0, 16).replace(/[T:]/g, "-");
  const name = `${time} ${processor} ${design}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
  const path = resolve(
    file ?? join(courseFolder(), ".artifacts", "bench", `${name}.json`),
  );
  const text = JSON.stringify(record, null, 1) + "\n";
  replaceFile(path, text, { where: "bench: --json" });
  return path;
}
