import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { coursePython, courseFolder } from "../../tools/setup/course-files.cjs";

/** A small disk whose power can be cut. */
export interface Disk {
  /** where its files are */
  folder: string;
  /**
   * Stops the file system at once. What was not synced is lost, also what waits
   * in its journal.
   */
  cut(): void;
  /** Lets the file system recover, as after a start of the computer. */
  start(): void;
  close(): void;
}

/** The request EXT4_IOC_SHUTDOWN with its flag NOLOGFLUSH, see linux/ext4.h. */
const CUT = `
import fcntl, os, struct, sys
folder = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(folder, 0x8004587D, struct.pack("I", 2))
`;

/**
 * Makes a disk from a file. It gives no file its blocks early, as ext4 does by
 * default to protect programs that do not sync.
 *
 * @param folder a folder for the image and the mount point
 * @returns the disk, or the reason why this computer cannot do that
 */
export function openDisk(folder: string): Disk | string {
  const image = join(folder, "disk.img");
  const place = join(folder, "disk");
  const options = "loop,noauto_da_alloc";
  const run = (file: string, ...args: string[]): void => {
    execFileSync(file, args, { stdio: ["ignore", "ignore", "pipe"] });
  };
  const start = (): void => run("mount", "-o", options, image, place);
  const stop = (): void => run("umount", place);
  const python = coursePython(courseFolder());
  mkdirSync(place);
  try {
    run("truncate", "--size=64M", image);
    run("mkfs.ext4", "-q", image);
    start();
  } catch (error) {
    return `no disk can be mounted here: ${(error as Error).message.trim()}`;
  }
  return {
    folder: place,
    cut: () => run(python, "-c", CUT, place),
    start: () => {
      stop();
      start();
    },
    close: stop,
  };
}

/** Bytes of a version's file; different from version to version. */
function sizeOf(version: number): number {
  return 20_000 + 7919 * (version % 31);
}

/**
 * The program of a writer. It replaces `a.txt` by version 1, 2, 3, ..., writes
 * every fifth version into a folder of its own too, and prints a version once
 * it is written.
 */
const WRITER = `
const fs = require("node:fs");
const { join, dirname } = require("node:path");
const [folder, start, module] = process.argv.slice(1);
const careless = (path, parts) => {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path + ".part", Buffer.concat(parts));
  fs.renameSync(path + ".part", path);
};
const replace = module ? require(module).replaceFile : careless;
${sizeOf.toString()}
for (let version = Number(start); ; version++) {
  const parts = [Buffer.from(version + "\\n"), Buffer.alloc(sizeOf(version), "x")];
  replace(join(folder, "a.txt"), parts, { where: "writer" });
  if (version % 5 === 0)
    replace(join(folder, "made-" + version, "b.txt"), parts, { where: "writer" });
  fs.writeSync(1, version + "\\n");
}`;

/** What was found after one cut. */
export interface Finding {
  /** last version that was written, as the writer said */
  said: number;
  /** version of the file on the disk */
  found: number;
  /** what is wrong, if anything */
  problems: string[];
}

/**
 * Lets a process write files, cuts the power, starts again and looks.
 *
 * @param disk where to write
 * @param start the first version
 * @param delayMs milliseconds from the first version to the cut
 * @param module path of the compiled module of `replaceFile`; without one, the
 *   writer renames its files but does not sync them
 */
export async function cutOnce(
  disk: Disk,
  start: number,
  delayMs: number,
  module?: string,
): Promise<Finding> {
  const args = [disk.folder, String(start), ...(module ? [module] : [])];
  const writer = spawn(process.execPath, ["-e", WRITER, ...args]);
  let said = "";
  let complaint = "";
  writer.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  const begun = new Promise<void>((resolve, reject) => {
    writer.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      resolve();
    });
    writer.on("close", () => reject(new Error(complaint)));
  });
  const ended = new Promise((resolve) => writer.on("close", resolve));
  try {
    await begun;
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    disk.cut();
  } finally {
    writer.kill("SIGKILL");
    await ended;
  }
  disk.start();
  return look(disk.folder, start, Number(said.trim().split("\n").at(-1)));
}

function look(folder: string, start: number, said: number): Finding {
  const problems: string[] = [];
  const found = versionOf(join(folder, "a.txt")) ?? NaN;
  if (Number.isNaN(found)) problems.push("a.txt is not whole");
  else if (found < said)
    problems.push(`a.txt is ${found}, written was ${said}`);
  else if (found > said + 1) problems.push(`a.txt is ${found}, of the future`);
  for (let version = start; version <= said; version++) {
    const path = join(folder, `made-${version}`, "b.txt");
    if (version % 5 === 0 && versionOf(path) !== version)
      problems.push(`made-${version}/b.txt is not whole`);
  }
  // a file that was being written may be missing, but not be half a file
  for (const name of readdirSync(folder).filter((one) => /^made-/.test(one))) {
    const path = join(folder, name, "b.txt");
    if (existsSync(path) && versionOf(path) === undefined)
      problems.push(`${name}/b.txt is half a file`);
  }
  return { said, found, problems };
}

/** The version of a file, or undefined if it is missing or not whole. */
function versionOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const text = readFileSync(path, "latin1");
  const version = Number(text.slice(0, text.indexOf("\n")));
  const whole = `${version}\n${"x".repeat(sizeOf(version))}`;
  return text === whole ? version : undefined;
}
