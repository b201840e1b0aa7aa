import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

/**
 * The number of processors that this process may use, at least 1: those of the
 * machine, less what `taskset` or the processor quota of a container takes
 * away. A quota of 1.5 processors counts as 2.
 *
 * @param root folder with `proc` and `sys`, replaced in tests
 * @param most processors of the machine, after `taskset`
 */
export function processors(
  root = "/",
  most: number = availableParallelism(),
): number {
  const quotas = (read(root, "proc/self/cgroup") ?? "")
    .split("\n")
    .flatMap((line) => quotasOf(root, line));
  return Math.max(1, Math.min(most, ...quotas.map(Math.ceil)));
}

/**
 * The address space that this process may use in megabytes (`ulimit -v`).
 * Threads and WebAssembly reserve much more of it than they ever touch.
 *
 * @param root folder with `proc`, replaced in tests
 */
export function addressSpaceMB(root = "/"): number {
  const limits = read(root, "proc/self/limits") ?? "";
  const [, bytes] = /^Max address space +(\d+)/m.exec(limits) ?? [];
  return bytes === undefined ? Infinity : Number(bytes) / 2 ** 20;
}

/** The memory that the container of this process may use in megabytes. */
export function containerMB(): number {
  return (process.constrainedMemory() || Infinity) / 2 ** 20;
}

/**
 * The quotas, in processors, of the control group in a line of
 * /proc/self/cgroup such as `4:cpu,cpuacct:/a/b`, and of its parents. In
 * version 2 of control groups the middle is empty.
 */
function quotasOf(root: string, line: string): number[] {
  const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
  if (path === undefined) return [];
  const version2 = controllers === "";
  if (!version2 && !controllers.split(",").includes("cpu")) return [];
  const folder = version2 ? "sys/fs/cgroup" : "sys/fs/cgroup/cpu";
  const quotas: number[] = [];
  for (let group = path; ; group = dirname(group)) {
    const file = (name: string) => read(root, join(folder, group, name)) ?? "";
    const [quota, period] = version2
      ? file("cpu.max").split(" ")
      : [file("cpu.cfs_quota_us"), file("cpu.cfs_period_us")];
    const count = Number(quota) / Number(period); // NaN for "max", -1 for none
    if (count > 0) quotas.push(count);
    if (group === "/") return quotas;
  }
}

function read(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), "utf8").trim();
  } catch {
    return undefined; // not Linux, or not visible in this container
  }
}
