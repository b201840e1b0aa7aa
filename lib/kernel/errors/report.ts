import type { Cell } from "../tslab-fixes/convert";

/** The content of Jupyter's `error` message. */
export interface JupyterError {
  /** The error's name. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** The lines of the error box, some in bold. */
  traceback: string[];
}

/** What an error is told apart by: its cell, and those it may quote. */
export interface Context {
  /** The name of the cell that failed. */
  cell?: string;
  /** The cell that a stack trace calls `file`. */
  find?(file: string): Cell | undefined;
}

const MAX_QUOTE = 200;

/** Bold text: colours are hard to read on the error box, light or dark. */
export const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;

/** One line of a cell's source, counted from 1, as errors show it. */
export function quote(source: string, line: number): string {
  const text = source.split("\n")[line - 1]?.slice(0, MAX_QUOTE) ?? "";
  return `> ${line} | ${text}`;
}

/** Marks from one column to another, counted from 0, below a quoted line. */
export function caret(line: number, from: number, to: number): string {
  const margin = `> ${line} | `.length;
  if (from >= MAX_QUOTE) return "";
  const width = Math.max(1, Math.min(to, MAX_QUOTE) - from);
  return " ".repeat(margin + from) + "^".repeat(width);
}
