import { type ChildProcess, spawn } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import type { Duplex } from "node:stream";

import { courseFolder } from "../setup/course-files.cjs";
import { PIPE, type Reply } from "./messages";
import { type Wall, wallsAround } from "./walls";

/** How much a hand-in may use. */
export interface Limits {
  /** a cell, up to its first `await` and as a whole */
  cellMs: number;
  /** an answer, for all cases together */
  answerMs: number;
  /** all cells of a hand-in */
  wholeMs: number;
  megabytes: number;
}

export const LIMITS: Limits = {
  cellMs: 60_000,
  // as `grade` in a notebook
  answerMs: 10_000,
  wholeMs: 300_000,
  megabytes: 2048,
};

/** A process that runs the code of a hand-in. */
export interface Sandbox {
  send(reply: Reply): void;
  /** Ends it and all that it has started. */
  close(): void;
}

/** What to do with what comes out of a {@link Sandbox}. */
export interface Listener {
  /** gets a line, which may hold anything */
  line(text: string): void;
  /** is told once why the process ended, unless `close` ended it */
  ended(cause: string): void;
}

/** Of one message; an answer has a few thousand. */
const MOST_CHARACTERS = 1 << 26;
const WATCH_MS = 250;

/** Parts of the compiled library that a hand-in may read. */
const READABLE = [
  ..."core corpus disk fast files notebook exercises/checker".split(" "),
  ..."kernel/variables/boxes.js exercises/index.js index.js".split(" "),
  // Node looks for it there before it loads the index.
  "exercises/package.json",
  ...["messages.js", "wire.js", "child"].map((name) => `tools/grader/${name}`),
];

const open = new Set<() => void>();

/** Ends all processes of hand-ins that still run. */
export function closeAll(): void {
  for (const close of open) close();
}

/**
 * Starts a process for a hand-in, which asks for its first cell.
 *
 * @param walls the commands that may surround it; those that there are by default
 */
export function openSandbox(
  limits: Limits,
  listener: Listener,
  walls?: readonly Wall[],
): Sandbox {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "tinyllm-hand-in-")));
  const root = realpathSync(courseFolder());
  const places = readablePlaces(root);
  const [program, ...args] = [
    ...wallsAround([...places, childFile(root)], scratch, walls),
    process.execPath,
    ...nodeOptions([...places, scratch], limits),
    childFile(root),
  ];
  const child = spawn(program, args, {
    cwd: scratch,
    env: { TINYLLM_PRESET: "smoke", NODE_NO_WARNINGS: "1", ...systemRoot() },
    // a group of its own, which can be ended as a whole
    detached: process.platform !== "win32",
    stdio: ["ignore", "ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const watch = setInterval(() => {
    if (memoryOf(child.pid) > limits.megabytes) end("it needs too much memory");
  }, WATCH_MS);
  const pipe = child.stdio[PIPE] as Duplex;
  let isOpen = true;
  const close = (): void => {
    if (!isOpen) return;
    isOpen = false;
    open.delete(close);
    clearInterval(watch);
    endGroup(child);
    pipe.destroy();
    rmSync(scratch, { recursive: true, force: true });
  };
  const end = (cause: string): void => {
    if (!isOpen) return;
    close();
    listener.ended(cause);
  };
  open.add(close);
  child.on("error", (error) => end(error.message));
  child.on("exit", (code, signal) => end(causeOf(code, signal)));
  pipe.on("error", () => end("it closed its pipe"));
  readLines(pipe, (text) => isOpen && listener.line(text), end);
  const send = (reply: Reply): void => {
    if (isOpen) pipe.write(`${JSON.stringify(reply)}\n`);
  };
  return { send, close };
}

/** Calls `line` with each line, as long as they are not endless. */
function readLines(
  pipe: Duplex,
  line: (text: string) => unknown,
  end: (cause: string) => void,
): void {
  let parts: string[] = [];
  let length = 0;
  pipe.setEncoding("utf8");
  pipe.on("data", (text: string) => {
    const [first = "", ...rest] = text.split("\n");
    parts.push(first);
    length += first.length;
    for (const next of rest) {
      line(parts.join(""));
      parts = [next];
      length = next.length;
    }
    if (length > MOST_CHARACTERS) end("an answer is too large");
  });
}

/** What a hand-in may read. */
function readablePlaces(root: string): string[] {
  const dist = join(root, "lib", "dist");
  return [
    ...READABLE.map((name) => join(dist, name)),
    ...packageFolders(join(root, "node_modules")),
    join(root, "datasets"),
    join(root, "lib", "package.json"),
  ];
}

function childFile(root: string): string {
  return join(root, "lib", "dist", "tools", "grader", "child", "child.js");
}

/** The options that lock a process in, whatever the version of Node calls them. */
function nodeOptions(places: readonly string[], limits: Limits): string[] {
  const isStable = process.allowedNodeEnvironmentFlags.has("--permission");
  return [
    isStable ? "--permission" : "--experimental-permission",
    ...places.map((place) => `--allow-fs-read=${asPattern(place)}`),
    `--max-old-space-size=${limits.megabytes / 2}`,
  ];
}

function asPattern(place: string): string {
  return /\.js(on)?$/.test(place) ? place : `${place}${sep}*`;
}

/**
 * The folders of real packages. Node would follow a link such as the one to
 * `lib`, where the references are.
 */
function packageFolders(modules: string): string[] {
  return readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(modules, name));
}

function systemRoot(): Record<string, string> {
  const { SystemRoot } = process.env;
  return SystemRoot === undefined ? {} : { SystemRoot };
}

function endGroup(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill("SIGKILL");
    else process.kill(-pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL"); // the group has ended by itself
  }
}

/** Megabytes that a process holds, and all that it has started, on Linux. */
function memoryOf(pid: number | string | undefined): number {
  const status = read(`/proc/${pid}/status`);
  const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
  const children = read(`/proc/${pid}/task/${pid}/children`).split(" ");
  return children
    .filter(Boolean)
    .reduce((sum, child) => sum + memoryOf(child), own);
}

/** A file of the system; empty if it does not tell, or the process has ended. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function causeOf(code: number | null, signal: string | null): string {
  return signal === "SIGABRT" ||
    signal === "SIGTRAP" ||
    [133, 134].includes(code ?? 0)
    ? "it needs too much memory"
    : `it ended its process (${signal ?? code})`;
}
