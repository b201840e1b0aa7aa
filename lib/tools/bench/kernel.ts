import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { median, table, thousands } from "./table";
import { jupyterEnvironment, look } from "../setup/kernel.cjs";
import { coursePython, courseFolder } from "../setup/course-files.cjs";

/** A measurement's name to the milliseconds of each round. */
type Times = Record<string, number[] | undefined>;

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
 * @param rounds number of measurements
 * @param root the folder of the course
 * @returns a table, or a line that says why Python or the kernel is missing
 */
export async function kernelTable(
  rounds: number,
  root: string = courseFolder(),
): Promise<string> {
  const missing = look(root);
  if (missing) {
    return `The kernel is not measured: ${missing.cause} To measure it, ${missing.cure}`;
  }
  const script = join(root, "lib", "tools", "bench", "kernel.py");
  const { stdout } = await promisify(execFile)(
    coursePython(root),
    [script, join(root, "notebooks"), String(rounds)],
    { env: jupyterEnvironment(root) },
  );
  const results = JSON.parse(stdout) as Record<"tslab" | "python3", Times>;
  const shown = (times: Times, what: string): string =>
    times[what] ? thousands(median(times[what])) : "";
  const rows = TIMED.map(([what, name]) => [
    name,
    shown(results.tslab, what),
    shown(results.python3, what),
  ]);
  return table(["kernel, ms", "ours", "ipykernel"], rows);
}
