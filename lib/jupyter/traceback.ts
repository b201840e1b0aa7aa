import { basename, dirname } from "node:path";
import { inspect } from "node:util";

import type { Diagnostic } from "tslab/dist/converter";

import type { Cell } from "./cells";
import { sourcePosition } from "./positions";

/** The content of Jupyter's `error` message. */
export interface JupyterError {
  /** The error's name. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** The lines of the error box, with ANSI colours. */
  traceback: string[];
}

/** The cell that failed, and the cells that a stack trace may name. */
export interface Context {
  cell?: string;
  find?(file: string): Cell | undefined;
}

const MAX_PLACES = 12;
const MAX_DIAGNOSTICS = 5;
const MAX_CAUSES = 5;

const FRAME =
  /^\s+at (?:async )?(?:(.*) \()?(?:file:\/\/)?(.*?):(\d+):(\d+)\)?$/;
const KERNEL_PACKAGES = /^(?:tslab|zeromq|@tslab\/.*)$/;
const LIBRARY = forwardSlashes(dirname(__dirname));

/** What helps with the type errors that beginners meet first. */
const CURES: Record<number, string> = {
  2304: "Does the cell that defines it still have to run?",
  2307: "Is the notebook inside the course's folder, and has npm start run?",
};

const red = (text: string): string => `\u001b[31m${text}\u001b[39m`;
const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;

/** Describes whatever a cell has thrown, with its chain of causes. */
export function describeThrown(
  thrown: unknown,
  context: Context,
): JupyterError {
  const { ename, evalue } = nameAndMessage(thrown);
  const traceback = thrownLines(thrown, context, []);
  return { ename, evalue, traceback };
}

/** Describes what the compiler has to say about a cell. */
export function describeDiagnostics(
  diagnostics: Diagnostic[],
  context: Context,
  source: string,
): JupyterError {
  const mistakes = groupByPlace(diagnostics);
  const more = mistakes.length - MAX_DIAGNOSTICS;
  const ename = "TypeScriptError";
  const evalue = mistakes[0]?.[0]?.messageText ?? "";
  return {
    ename,
    evalue,
    traceback: [
      `${red(ename)}: ${evalue}`,
      ...mistakes
        .slice(0, MAX_DIAGNOSTICS)
        .flatMap((parts) => mistakeLines(parts, context, source)),
      ...(more > 0 ? [`... and ${more} more`] : []),
    ],
  };
}

/** Describes a cell that was interrupted. */
export function describeInterrupt(
  isInBackground: boolean,
  { cell = "The cell" }: Context,
): JupyterError {
  const ename = "Interrupted";
  const evalue = isInBackground
    ? `${cell} was stopped, but what it waits for goes on in the ` +
      "background. Restart the kernel if that disturbs."
    : `${cell} was stopped.`;
  return { ename, evalue, traceback: [`${red(ename)}: ${evalue}`] };
}

function nameAndMessage(thrown: unknown): { ename: string; evalue: string } {
  return thrown instanceof Error
    ? { ename: String(thrown.name), evalue: String(thrown.message) }
    : { ename: "Thrown", evalue: inspect(thrown) };
}

function thrownLines(
  thrown: unknown,
  context: Context,
  effects: unknown[],
): string[] {
  const { ename, evalue } = nameAndMessage(thrown);
  const places = thrown instanceof Error ? placesOf(thrown, context) : [];
  const lines = [red(ename) + (evalue && `: ${evalue}`), ...places];
  if (places.length === 0 && context.cell) lines.push(bold(context.cell));
  if (!(thrown instanceof Error) || thrown.cause === undefined) return lines;
  const known = [...effects, thrown];
  if (known.includes(thrown.cause) || known.length > MAX_CAUSES) return lines;
  return [
    ...lines,
    "",
    "Caused by:",
    ...thrownLines(thrown.cause, context, known),
  ];
}

/** One or two lines for each cell or library function on the stack. */
function placesOf(error: Error, context: Context): string[] {
  const places = String(error.stack)
    .split("\n")
    .map((line) => FRAME.exec(line))
    .filter((match) => match !== null)
    .map((match) => placeOf(match, context))
    .filter((place) => place !== undefined);
  const folded = foldRepeats(places);
  const more = folded.length - MAX_PLACES;
  if (more <= 0) return folded;
  const last = folded.slice(-MAX_PLACES / 2);
  return [...folded.slice(0, MAX_PLACES / 2), `    ... ${more} more`, ...last];
}

/** Where one line of a stack trace points to; nothing for the kernel's own. */
function placeOf(frame: RegExpExecArray, context: Context): string | undefined {
  const [, called = "", file = "", line, column] = frame;
  const name = called.replace(/^(?:Object|exports|Proxy)\.|^<anonymous>$/, "");
  const cell = context.find?.(file);
  if (cell) {
    const place = { line: Number(line), column: Number(column) };
    return cellPlace(cell, name, place);
  }
  const owner = ownerOf(file);
  return owner && name ? `    in ${name} (${owner})` : undefined;
}

function cellPlace(
  cell: Cell,
  name: string,
  place: { line: number; column: number },
): string {
  const at = sourcePosition(cell.source, cell.compiled, place);
  const where = name ? `, in ${name}` : "";
  if (!at) return bold(cell.name) + where;
  const quoted = quote(cell.source, at.line);
  return `${bold(`${cell.name}, line ${at.line}`)}${where}\n${quoted}`;
}

/** The package or file that a frame belongs to; nothing for Node and us. */
function ownerOf(file: string): string | undefined {
  const path = forwardSlashes(file);
  if (path.startsWith("node:") || !path.includes("/")) return undefined;
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (name) return KERNEL_PACKAGES.test(name) ? undefined : name;
  if (path.startsWith(forwardSlashes(__dirname))) return undefined;
  return path.startsWith(LIBRARY) ? "tinyllm" : basename(path);
}

/** Says once how often a place repeats, as in a recursion. */
function foldRepeats(places: string[]): string[] {
  const folded: string[] = [];
  let count = 1;
  places.forEach((place, i) => {
    if (place === places[i + 1]) {
      count += 1;
      return;
    }
    folded.push(count > 1 ? `${place}\n    (${count} times)` : place);
    count = 1;
  });
  return folded;
}

/** tslab lists the parts of one long message as messages of one place. */
function groupByPlace(diagnostics: Diagnostic[]): Diagnostic[][] {
  const groups = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const key = `${one.fileName ?? ""}:${one.start.offset}:${one.end.offset}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function mistakeLines(
  parts: Diagnostic[],
  context: Context,
  source: string,
): string[] {
  const [first] = parts;
  if (!first) return [];
  const { line, character } = first.start;
  const isInCell = first.fileName === undefined;
  const where = isInCell ? context.cell : first.fileName;
  const cure = CURES[first.code];
  return [
    bold(`${where}, line ${line + 1}, column ${character + 1}`),
    ...(isInCell ? [quote(source, line + 1), caret(line + 1, first)] : []),
    ...parts.map(
      (part, depth) => "    " + "  ".repeat(depth) + part.messageText,
    ),
    ...(cure ? [`    ${cure}`] : []),
  ];
}

function quote(source: string, line: number): string {
  const text = source.split("\n")[line - 1] ?? "";
  return `${red(">")} ${line} | ${text}`;
}

function caret(line: number, { start, end }: Diagnostic): string {
  const indent = `> ${line} | `.length + start.character;
  const length = end.line === start.line ? end.character - start.character : 1;
  return " ".repeat(indent) + red("^".repeat(Math.max(1, length)));
}

function forwardSlashes(path: string): string {
  return path.replaceAll("\\", "/");
}
