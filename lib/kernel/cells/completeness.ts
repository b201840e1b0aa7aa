import type { Diagnostic, SourceFile } from "typescript";

import { ts } from "../typescript";

/** The content of an `is_complete_reply`. */
export type Completeness =
  { status: "complete" | "invalid" } | { status: "incomplete"; indent: string };

// TypeScript's error codes.
const UNTERMINATED_STRING = 1002;
const OPEN_COMMENT = 1010;
const OPEN_TEMPLATE = 1160;

/**
 * Decides whether code can run, needs more lines, or can never become valid.
 *
 * @param code a cell
 * @returns its state, and the `indent` for the next line
 */
export function completenessOf(code: string): Completeness {
  const { Latest } = ts.ScriptTarget;
  const file = ts.createSourceFile("cell.ts", code, Latest, true);
  const { parseDiagnostics } = file as unknown as {
    parseDiagnostics: Diagnostic[];
  };
  const [first, ...rest] = parseDiagnostics;
  if (!first) {
    return hasBody(file) ? { status: "complete" } : incomplete(code);
  }
  const isInText = [first, ...rest].some(({ code: number }) =>
    [OPEN_COMMENT, OPEN_TEMPLATE].includes(number),
  );
  if (isInText) return { status: "incomplete", indent: "" };
  if (first.code === UNTERMINATED_STRING) {
    const isContinued = /\\\n?$/.test(code); // a backslash ends the line
    return isContinued
      ? { status: "incomplete", indent: "" }
      : { status: "invalid" };
  }
  const isAtEnd = (first.start ?? 0) >= code.trimEnd().length;
  return isAtEnd ? incomplete(code) : { status: "invalid" };
}

/** Whether a function at the end has a body; `function f()` has none. */
function hasBody(file: SourceFile): boolean {
  const last = file.statements.at(-1);
  if (!last || !ts.isFunctionDeclaration(last) || last.body) return true;
  return (
    last.getText(file).endsWith(";") ||
    last.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.DeclareKeyword,
    ) === true
  );
}

/** The next line is indented like the last, deeper after an open bracket. */
function incomplete(code: string): Completeness {
  const last = code.trimEnd().split("\n").at(-1) ?? "";
  const own = /^\s*/.exec(last)?.[0] ?? "";
  return {
    status: "incomplete",
    indent: /[[({]$/.test(last) ? `${own}  ` : own,
  };
}
