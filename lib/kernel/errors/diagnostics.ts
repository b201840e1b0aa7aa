import { withoutExportLine } from "../tslab-fixes/export-line";
import { messageParts } from "../tslab-fixes/message-parts";
import type { Diagnostic } from "../tslab-fixes/tslab";
import { isOfLibrary } from "./library-names";
import { bold, caret, type Context, type JupyterError, quote } from "./report";

const NAME = "TypeScriptError";
const MAX_MISTAKES = 5;

/** Describes the errors that the compiler found in a cell. */
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

/** Advice for the type errors that beginners see first. */
function adviceFor({ code, messageText }: Diagnostic): string | undefined {
  const [, name = ""] = /(?:name|property) '([^']+)'/.exec(messageText) ?? [];
  switch (code) {
    case 2304: // Cannot find name 'x'.
    case 2552: // Cannot find name 'x'. Did you mean 'y'?
    case 18004: // No value exists in scope for the shorthand property 'x'.
      if (isOfLibrary(name))
        return `${name} comes with the course: add import { ${name} } from "tinyllm" to the first cell.`;
      return code === 2304
        ? "Have you run the cell that defines it?"
        : undefined;
    case 2307: // Cannot find module 'x' or its corresponding type declarations.
      return messageText.includes("'tinyllm'")
        ? "Is the notebook inside the course's folder, and did you start it with npm start?"
        : undefined;
    case 2323: // Cannot redeclare exported variable 'x'.
      return "No export is needed: all cells share their names.";
    default:
      return undefined;
  }
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
