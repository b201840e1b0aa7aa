import { basename, dirname } from "node:path";

import { withPlainNames } from "../variables/boxes";
import { bold, type Context, quote } from "./report";

/** One line of a stack trace that names a call. */
interface Frame {
  /** V8's name of the function, such as `Object.far`. */
  called: string;
  /** Its name for a reader, such as `far`; "" at the top of a cell. */
  name: string;
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
}

const MAX_CALLS = 12;

/** `    at name (file:line:column)` or `    at file:line:column` */
const FRAME =
  /^\s+at (?:async )?(?:(.*) \()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/;
/** Names that V8 invents, and the objects that it puts before a name. */
const HIDDEN_NAMES =
  /^(?:Object|exports|Proxy)\.|^(?:<anonymous>|Timeout\..*)$/;
const KERNEL_PACKAGES = /^(?:tslab|zeromq|@tslab\/.*)$/;
const KERNEL = forwardSlashes(dirname(__dirname));
const LIBRARY = forwardSlashes(dirname(KERNEL));
/** Argument checks: the function that called them is what the learner needs. */
const CHECKS = `${LIBRARY}/core/base/expect.js`;

/**
 * The calls that led to an error, innermost first. A cell's call has its line,
 * a library's its name. Calls of Node and the kernel are left out.
 */
export function callLines(error: Error, context: Context): string[] {
  const frames = stackOf(error)
    .split("\n")
    .map(frameOf)
    .filter((frame) => frame !== undefined);
  const calls = frames
    .map((frame) => callText(frame, context))
    .filter((call) => call !== undefined);
  const lines = foldRepeats(calls);
  if (frames.length >= Error.stackTraceLimit) lines.push("    ... and so on");
  const more = lines.length - MAX_CALLS;
  if (more > 0) lines.splice(MAX_CALLS / 2, more, `    ... ${more} calls ...`);
  return lines;
}

/** Original stacks of the errors that {@link shownStack} has changed. */
const changed = new WeakMap<Error, { shown: string; before: string }>();

/** The stack of an error as V8 wrote it. */
function stackOf(error: Error): string {
  const stack = String(error.stack);
  const change = changed.get(error);
  // Node writes the failing line above the stack of an error in a script.
  return change && stack.endsWith(change.shown) ? change.before : stack;
}

/**
 * The stack of an error that is shown as a value, with the names of its cells
 * and without the kernel's own calls.
 */
export function shownStack(error: Error, context: Context): string {
  const before = stackOf(error);
  let hasCells = false;
  const lines = before.split("\n").flatMap((text) => {
    const frame = frameOf(text);
    if (!frame) return [withPlainNames(text)];
    const cell = context.find?.(frame.file);
    if (!cell) return ownerOf(frame.file) ? [text] : [];
    hasCells = true;
    const line = cell.sourceLine(frame.line, frame.column);
    if (line === undefined) return [];
    const place = `${cell.name}, line ${line}`;
    return [`    at ${frame.name ? `${frame.called} (${place})` : place}`];
  });
  if (!hasCells) return before;
  const shown = lines.join("\n");
  changed.set(error, { shown, before });
  return shown;
}

function frameOf(text: string): Frame | undefined {
  const match = FRAME.exec(text);
  if (!match) return undefined;
  const [, called = "", file = "", line, column] = match;
  return {
    called,
    name: called.replace(HIDDEN_NAMES, ""),
    file,
    line: Number(line),
    column: Number(column),
  };
}

/** A call as the error box shows it, if a cell or a library made it. */
function callText(frame: Frame, context: Context): string | undefined {
  const { name, file } = frame;
  const cell = context.find?.(file);
  if (!cell) {
    const owner = ownerOf(file);
    return owner && name ? `    in ${name} (${owner})` : undefined;
  }
  const line = cell.sourceLine(frame.line, frame.column);
  if (line === undefined) return undefined;
  const where = bold(`${cell.name}, line ${line}`) + (name && `, in ${name}`);
  return `${where}\n${quote(cell.source, line)}`;
}

/** The package or file of a path; nothing for Node, the kernel and checks. */
function ownerOf(file: string): string | undefined {
  const path = forwardSlashes(file);
  if (path.startsWith("node:") || !path.includes("/")) return undefined;
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (name) return KERNEL_PACKAGES.test(name) ? undefined : name;
  if (path.startsWith(KERNEL) || path === CHECKS) return undefined;
  return path.startsWith(LIBRARY) ? "tinyllm" : basename(path);
}

/** Shows repeated calls once, with their count, as in a recursion. */
function foldRepeats(calls: string[]): string[] {
  const folded: { call: string; times: number }[] = [];
  for (const call of calls) {
    const last = folded.at(-1);
    if (last?.call === call) last.times += 1;
    else folded.push({ call, times: 1 });
  }
  return folded.map(({ call, times }) =>
    times > 1 ? `${call}\n    (${times} times)` : call,
  );
}

function forwardSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
