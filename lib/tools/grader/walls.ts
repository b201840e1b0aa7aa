import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Commands of Linux, the strongest first, that keep a program from the rest. */
const WALLS = ["bwrap", "unshare"] as const;

/** A command that surrounds another program. */
export type Wall = (typeof WALLS)[number];

/** The folders of a Linux system, without those of its users. */
const SYSTEM = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64"];

/** Only so that a crash leaves nothing behind: no wall, but a limit. */
const LIMITS = ["prlimit", "--core=0", "--fsize=1000000", "--"];

const works = new Map<string, boolean>();

/**
 * What stands before a program so that it sees no more than it needs. bwrap
 * (Debian's package bubblewrap) gives it a system of its own: no network, no other
 * processes, no files but these. unshare takes the network only.
 *
 * @param places what it may read
 * @param folder where it runs; it can be empty and is never written
 * @param walls which may be used; those that this machine has, if not given
 */
export function wallsAround(
  places: readonly string[],
  folder: string,
  walls: readonly Wall[] = WALLS,
): readonly string[] {
  if (process.platform !== "linux") return [];
  const [wall] = walls.filter((one) => isThere(one));
  const limits = doesRun("prlimit", LIMITS) ? LIMITS : [];
  return [...commandOf(wall, [...places, folder], folder), ...limits];
}

function isThere(wall: Wall): boolean {
  return doesRun(wall, commandOf(wall, [], "/"));
}

/** Whether a command can start Node on this machine; asked once. */
function doesRun(name: string, command: readonly string[]): boolean {
  const known = works.get(name);
  if (known !== undefined) return known;
  const [program, ...args] = [...command, process.execPath, "--version"];
  const does = spawnSync(program, args).status === 0;
  works.set(name, does);
  return does;
}

function commandOf(
  wall: Wall | undefined,
  places: readonly string[],
  folder: string,
): string[] {
  if (wall === undefined) return [];
  if (wall === "unshare") return ["unshare", "--user", "--net", "--"];
  const seen = [...SYSTEM, ...nodeFolders(), ...places].filter(existsSync);
  return [
    ...["bwrap", "--unshare-all", "--die-with-parent"],
    ...seen.flatMap((place) => ["--ro-bind", place, place]),
    ...["--proc", "/proc", "--dev", "/dev", "--chdir", folder, "--"],
  ];
}

/** Where Node lies, if it is not part of the system. */
function nodeFolders(): string[] {
  const bin = dirname(process.execPath);
  const around = dirname(bin);
  return basename(bin) === "bin" ? [bin, join(around, "lib")] : [bin];
}
