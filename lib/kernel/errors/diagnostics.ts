import { isOfLibrary } from "./library-names";
import { bold, caret, type Context, type JupyterError, quote } from "./report";
import type { Diagnostic } from "../tslab-fixes/tslab";

const NAME = "TypeScriptError";
const MAX_MISTAKES = 5;

/** What helps with a name that the library exports, and no cell imports. */
const missingImport = ([, name = ""]: RegExpExecArray): string | undefined =>
  isOfLibrary(name)
    ? `${name} comes with the course: add import { ${name} } from "tinyllm" to the first cell.`
    : undefined;

type Cure = string | ((match: RegExpExecArray) => string | undefined);

/** What helps with the type errors that beginners meet first. */
const CURES: [code: number, message: RegExp, cure: Cure][] = [
  [2304, /name '([^']+)'/, missingImport],
  [2552, /name '([^']+)'/, missingImport],
  [18004, /property '([^']+)'/, missingImport],
  [2304, /./, "Does the cell that defines it still have to run?"],
  [
    2307,
    /'tinyllm'/,
    "Is the notebook inside the course's folder, and has npm start run?",
  ],
  [2323, /exported variable/, "A cell needs no export: all cells see it."],
];

/** Describes what the compiler has to say about a cell. */
export function describeDiagnostics(
  diagnostics: Diagnostic[],
  context: Context,
  source: string,
): JupyterError {
  // tslab adds a line of its own below the cell.
  const lastLine = source.split("\n").length;
  const mistakes = groupByPlace(
    diagnostics.filter(
      ({ start, fileName }, i) => i === 0 || fileName || start.line < lastLine,
    ),
  );
  const lines = mistakes
    .slice(0, MAX_MISTAKES)
    .flatMap((parts) => ["", ...mistakeLines(parts, context, source)])
    .slice(1);
  const more = mistakes.length - MAX_MISTAKES;
  if (more > 0) lines.push("", `... and ${more} more`);
  const [first = "", ...rest] = lines;
  return {
    ename: NAME,
    evalue: first,
    traceback: [`${bold(NAME)}: ${first}`, ...rest],
  };
}

/** tslab lists the parts of one long message as messages of one place. */
function groupByPlace(diagnostics: Diagnostic[]): Diagnostic[][] {
  const groups = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const key = `${one.start.offset}:${one.end.offset}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function cureOf({ code, messageText }: Diagnostic): string | undefined {
  for (const [number, message, cure] of CURES) {
    const match = number === code && message.exec(messageText);
    const text = match && typeof cure !== "string" ? cure(match) : cure;
    if (match && typeof text === "string") return text;
  }
  return undefined;
}

function mistakeLines(
  parts: Diagnostic[],
  context: Context,
  source: string,
): string[] {
  const [first] = parts;
  if (!first) return [];
  const { start, end } = first;
  const line = start.line + 1;
  const isInCell = first.fileName === undefined;
  const where = isInCell ? (context.cell ?? "") : first.fileName;
  const to = end.line === start.line ? end.character : start.character + 1;
  const cure = cureOf(first);
  return [
    ...parts.map((part, depth) => "  ".repeat(depth) + part.messageText),
    ...(cure ? [cure] : []),
    bold(`${where}, line ${line}, column ${start.character + 1}`),
    ...(isInCell
      ? [quote(source, line), caret(line, start.character, to)]
      : []),
  ];
}
