import { basename, dirname } from "node:path";

import type { Cell } from "../tslab-fixes/convert";
import { withPlainNames } from "../variables/boxes";
import { type Position, sourcePosition } from "./positions";
import { bold, type Context, quote } from "./report";

/** One call on the stack: in a cell, or in a library. */
interface Call extends Position {
  /** The function's name; "" at the top of a cell. */
  name: string;
  cell?: Cell;
  /** The package or file that a library function belongs to. */
  owner?: string;
}

const MAX_CALLS = 12;
const FRAME =
  /^\s+at (?:async )?(?:(.*) \()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/;
const UNTOLD_NAMES =
  /^(?:Object|exports|Proxy)\.|^(?:<anonymous>|Timeout\..*)$/;
const KERNEL_PACKAGES = /^(?:tslab|zeromq|@tslab\/.*)$/;
const KERNEL = forwardSlashes(dirname(__dirname));
const LIBRARY = forwardSlashes(dirname(KERNEL));

/**
 * The calls that led to an error, innermost first: a cell's with its line, a
 * library's by its name. Node's own and the kernel's are left out.
 */
export function callLines(error: Error, context: Context): string[] {
  const frames = stackOf(error)
    .split("\n")
    .map((line) => FRAME.exec(line))
    .filter((frame) => frame !== null);
  const calls = frames
    .map((frame) => callOf(frame, context))
    .filter((call) => call !== undefined);
  const lines = foldRepeats(calls).map(
    ([call, times]) =>
      linesOf(call) + (times > 1 ? `\n    (${times} times)` : ""),
  );
  if (frames.length >= Error.stackTraceLimit) lines.push("    ... and so on");
  const more = lines.length - MAX_CALLS;
  if (more > 0) lines.splice(MAX_CALLS / 2, more, `    ... ${more} calls ...`);
  return lines;
}

/** Stacks that {@link shownStack} has changed, and what they were. */
const changed = new WeakMap<Error, { shown: string; before: string }>();

function stackOf(error: Error): string {
  const stack = String(error.stack);
  const { shown, before } = changed.get(error) ?? {};
  // Node writes the failing line above the stack of what a script throws.
  const isShown = shown !== undefined && stack.endsWith(shown);
  return isShown && before !== undefined ? before : stack;
}

/**
 * The stack of an error that is shown as a value: its cells are called by
 * their names, and the kernel's own calls are left out.
 */
export function shownStack(error: Error, context: Context): string {
  const before = stackOf(error);
  let hasCells = false;
  const lines = before.split("\n").flatMap((line) => {
    const frame = FRAME.exec(line);
    if (!frame) return [withPlainNames(line)];
    const [, called = "", file = ""] = frame;
    if (!context.find?.(file))
      return ownerOf(forwardSlashes(file)) ? [line] : [];
    hasCells = true;
    const call = callOf(frame, context);
    if (!call?.cell) return [];
    const { source, compiled, name } = call.cell;
    const at = sourcePosition(source, compiled, call);
    const place = at ? `${name}, line ${at.line}` : name;
    return [`    at ${call.name ? `${called} (${place})` : place}`];
  });
  if (!hasCells) return before;
  const shown = lines.join("\n");
  changed.set(error, { shown, before });
  return shown;
}

/** Reads one line of a stack trace. */
function callOf(frame: RegExpExecArray, context: Context): Call | undefined {
  const [, called = "", file = ""] = frame;
  const name = called.replace(UNTOLD_NAMES, "");
  const line = Number(frame[3]);
  const column = Number(frame[4]);
  const cell = context.find?.(file);
  if (cell) {
    // Below its last line tslab calls the cell itself.
    const isInside = line <= cell.compiled.split("\n").length;
    return isInside ? { name, line, column, cell } : undefined;
  }
  const owner = ownerOf(forwardSlashes(file));
  return owner && name ? { name, line, column, owner } : undefined;
}

/** The package or file that a path belongs to; nothing for Node and us. */
function ownerOf(path: string): string | undefined {
  if (path.startsWith("node:") || !path.includes("/")) return undefined;
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (name) return KERNEL_PACKAGES.test(name) ? undefined : name;
  if (path.startsWith(KERNEL)) return undefined;
  return path.startsWith(LIBRARY) ? "tinyllm" : basename(path);
}

/** Counts calls that repeat in a row, as in a recursion. */
function foldRepeats(calls: Call[]): [Call, number][] {
  const folded: [Call, number][] = [];
  for (const call of calls) {
    const last = folded.at(-1);
    if (last && isSame(last[0], call)) last[1] += 1;
    else folded.push([call, 1]);
  }
  return folded;
}

function isSame(a: Call, b: Call): boolean {
  const isInSameLine = !a.cell || a.line === b.line;
  return a.cell === b.cell && a.name === b.name && isInSameLine;
}

function linesOf({ cell, owner, name, line, column }: Call): string {
  if (!cell) return `    in ${name} (${owner})`;
  const at = sourcePosition(cell.source, cell.compiled, { line, column });
  const where = name ? `, in ${name}` : "";
  return at
    ? `${bold(`${cell.name}, line ${at.line}`)}${where}\n${quote(cell.source, at.line)}`
    : bold(cell.name) + where;
}

function forwardSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
