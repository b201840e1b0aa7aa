import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import {
  type Limits,
  median,
  type Part,
  repeat,
  type Series,
  spreadText,
} from "./series";
import { table, thousands } from "./table";
import { jupyterEnvironment, look } from "../setup/kernel.cjs";
import { coursePython, courseFolder } from "../setup/course-files.cjs";

/** A measurement's name to the milliseconds of each round. */
type Times = Record<string, number[]>;

/** The kernels in Jupyter's words, and their names in the table. */
const KERNELS = [
  ["tslab", "ours"],
  ["python3", "ipykernel"],
] as const;

/** What kernel.py times, and its name in the table. */
const TIMED = [
  ["ready", "start until ready"],
  ["first", "start until `1 + 1` is answered"],
  ["library", 'start until "tinyllm" is imported'],
  ["sum", "another `1 + 1`"],
  ["function", "a function, defined and called"],
  ["completion", "a completion"],
] as const;

/**
 * Measures what a learner waits for: the course's kernel and ipykernel in turn,
 * both driven by Jupyter's client.
 *
 * @param limits number of turns
 * @param root the folder of the course
 * @returns a table, or a line that says why Python or the kernel is missing
 */
export async function measureKernel(
  limits: Limits,
  root: string = courseFolder(),
): Promise<Part> {
  const missing = look(root);
  if (missing) {
    const text = `The kernel is not measured: ${missing.cause} To measure it, ${missing.cure}`;
    return { text, series: [] };
  }
  const script = join(root, "lib", "tools", "bench", "kernel.py");
  const all: Record<string, Series> = {};
  for (const [kernel, label] of KERNELS) {
    for (const [what, name] of TIMED) {
      if (kernel === "python3" && what === "library") continue;
      const title = `${label}: ${name}`;
      all[`${kernel} ${what}`] = {
        part: "kernel",
        name: title,
        unit: "ms",
        samples: [],
      };
    }
  }
  await repeat(Object.values(all), limits, async () => {
    const { stdout } = await promisify(execFile)(
      coursePython(root),
      [script, join(root, "notebooks"), "1"],
      { env: jupyterEnvironment(root) },
    );
    const results = JSON.parse(stdout) as Record<string, Times>;
    for (const [kernel, times] of Object.entries(results)) {
      for (const [what, samples] of Object.entries(times)) {
        all[`${kernel} ${what}`].samples.push(...samples);
      }
    }
  });
  const rows = TIMED.map(([what, name]) => {
    const both = KERNELS.map(([kernel]) => all[`${kernel} ${what}`]?.samples);
    const shown = both.map((samples) =>
      samples ? thousands(median(samples)) : "",
    );
    return [name, ...shown, spreadText(...both.filter(Boolean))];
  });
  const labels = KERNELS.map(([, label]) => label);
  const header = ["kernel, ms", ...labels, "spread"];
  return { series: Object.values(all), text: table(header, rows) };
}
