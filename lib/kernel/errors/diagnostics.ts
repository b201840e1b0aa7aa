import { withoutExportLine } from "../tslab-fixes/export-line";
import { messageParts } from "../tslab-fixes/message-parts";
import type { Diagnostic } from "../tslab-fixes/tslab";
import { isOfLibrary } from "./library-names";
import { bold, caret, type Context, type JupyterError, quote } from "./report";

const NAME = "TypeScriptError";
const MAX_MISTAKES = 5;

/** What helps with a type error that beginners meet first. */
interface Cure {
  /** TypeScript's number of the error */
  code: number;
  message: RegExp;
  /** the advice, if it holds for this message */
  advice(match: RegExpExecArray): string | undefined;
}

/** For a name that the library exports and no cell imports. */
const missingImport = ([, name = ""]: RegExpExecArray): string | undefined =>
  isOfLibrary(name)
    ? `${name} comes with the course: add import { ${name} } from "tinyllm" to the first cell.`
    : undefined;

/** The first that fits is shown. */
const CURES: Cure[] = [
  { code: 2304, message: /name '([^']+)'/, advice: missingImport },
  { code: 2552, message: /name '([^']+)'/, advice: missingImport },
  { code: 18004, message: /property '([^']+)'/, advice: missingImport },
  {
    code: 2304,
    message: /./,
    advice: () => "Does the cell that defines it still have to run?",
  },
  {
    code: 2307,
    message: /'tinyllm'/,
    advice: () =>
      "Is the notebook inside the course's folder, and has npm start run?",
  },
  {
    code: 2323,
    message: /exported variable/,
    advice: () => "A cell needs no export: all cells see it.",
  },
];

/** Describes the mistakes that the compiler found in a cell. */
export function describeDiagnostics(
  diagnostics: Diagnostic[],
  context: Context,
  source: string,
): JupyterError {
  const mistakes = messageParts(withoutExportLine(diagnostics, source));
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

/** The first advice that fits a message. */
function adviceFor({ code, messageText }: Diagnostic): string | undefined {
  for (const cure of CURES) {
    const match = cure.code === code && cure.message.exec(messageText);
    const advice = match && cure.advice(match);
    if (advice) return advice;
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
  const advice = adviceFor(first);
  return [
    ...parts.map((part, depth) => "  ".repeat(depth) + part.messageText),
    ...(advice ? [advice] : []),
    bold(`${where}, line ${line}, column ${start.character + 1}`),
    ...(isInCell
      ? [quote(source, line), caret(line, start.character, to)]
      : []),
  ];
}
