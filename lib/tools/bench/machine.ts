import { readdirSync, readFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { processors } from "../../fast/machine";

/** The machine that was measured, at the start. */
export interface Machine {
  /** in UTC, such as `"2026-11-26T12:30:00.000Z"` */
  date: string;
  /** such as `"linux x64"` */
  system: string;
  /** such as `"AMD EPYC"` */
  processor: string;
  /** the maker's numbers, on Linux with x64 */
  family?: number;
  model?: number;
  stepping?: number;
  /** such as `"Zen 5"`, where the family determines it */
  design?: string;
  /** bits of the widest vectors of the processor; WebAssembly uses 128 */
  vectorBits?: number;
  /** such as `"AVX-512"` */
  vectors?: string;
  /** such as `"L2 1024K"`, where Linux lists them */
  caches: string[];
  /** number of processors that this process may use */
  processors: number;
  memoryGB: number;
  /** average number of waiting programs, over 1, 5 and 15 minutes */
  load: number[];
  node: string;
  v8: string;
}

/** AMD's families by number. */
const DESIGNS: Record<number, string> = {
  23: "Zen, Zen+ or Zen 2",
  25: "Zen 3 or 4",
  26: "Zen 5",
};

/** Sets of vector instructions on x64: Linux's name, bits, usual name. */
const VECTORS = [
  ["avx512f", 512, "AVX-512"],
  ["avx2", 256, "AVX2"],
  ["sse2", 128, "SSE"],
] as const;
/** What every arm64 processor has. */
const NEON = ["asimd", 128, "NEON"] as const;

/**
 * Describes this machine. What the system does not tell stays undefined.
 *
 * @param root folder with `proc` and `sys`, replaced in tests
 */
export function describeMachine(root = "/"): Machine {
  const info = read(join(root, "proc/cpuinfo"));
  const field = (name: string): string | undefined =>
    new RegExp(`^${name}\\s*: (.*)$`, "m").exec(info)?.[1];
  const numberOf = (name: string): number | undefined =>
    field(name) === undefined ? undefined : Number(field(name));
  const family = numberOf("cpu family");
  const isAMD = field("vendor_id") === "AuthenticAMD";
  const flags = field("flags")?.split(" ") ?? [];
  const isArm = arch() === "arm64" && root === "/";
  const found = isArm ? NEON : VECTORS.find(([flag]) => flags.includes(flag));
  return {
    date: new Date().toISOString(),
    system: `${platform()} ${arch()}`,
    processor: field("model name") ?? cpus()[0]?.model ?? "unknown processor",
    family,
    model: numberOf("model"),
    stepping: numberOf("stepping"),
    design: isAMD ? DESIGNS[family ?? 0] : undefined,
    vectorBits: found?.[1],
    vectors: found?.[2],
    caches: cachesOf(join(root, "sys/devices/system/cpu/cpu0/cache")),
    processors: processors(),
    memoryGB: Math.round(totalmem() / 2 ** 30),
    load: loadavg(),
    node: process.version,
    v8: process.versions.v8,
  };
}

/** The caches that a program's data passes through. */
function cachesOf(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.startsWith("index"));
  } catch {
    return []; // not Linux
  }
  return names.sort().flatMap((name) => {
    const file = (what: string): string =>
      read(join(folder, name, what)).trim();
    const isData = file("type") !== "Instruction";
    return isData ? [`L${file("level")} ${file("size")}`] : [];
  });
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/**
 * The number of processors that other programs keep busy. A load that stays makes
 * results lower without making them noisy, so their spread does not show it.
 *
 * @param milliseconds how long this program waits for that
 */
export async function busyProcessors(milliseconds: number): Promise<number> {
  const before = busyTime();
  const start = performance.now();
  await setTimeout(milliseconds);
  return (busyTime() - before) / (performance.now() - start);
}

/** Milliseconds that all processors have worked since they started. */
function busyTime(): number {
  return cpus().reduce(
    (sum, { times }) => sum + times.user + times.nice + times.sys + times.irq,
    0,
  );
}

/** Writes the machine in a few lines. */
export function machineText(machine: Machine): string {
  const { family, model, stepping, design, vectorBits, vectors } = machine;
  const numbers =
    family === undefined
      ? ""
      : ` (family ${family}, model ${model}, stepping ${stepping}` +
        `${design === undefined ? "" : `: ${design}`})`;
  const width =
    vectorBits === undefined
      ? "width of vectors unknown"
      : `vectors of up to ${vectorBits} bits (${vectors})`;
  const caches =
    machine.caches.length > 0 ? machine.caches.join(", ") : "unknown";
  const load = machine.load.map((value) => value.toFixed(1)).join(", ");
  return [
    `${machine.processor}${numbers}, ${width}`,
    `${machine.processors} usable processor(s), caches: ${caches}; ${machine.memoryGB} GB`,
    `${machine.system}, Node ${machine.node}, V8 ${machine.v8}`,
    `${machine.date.slice(0, 16).replace("T", " ")} UTC, load ${load} in the last 1, 5 and 15 minutes`,
  ].join("\n");
}
