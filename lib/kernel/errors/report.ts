/** The content of Jupyter's `error` message. */
export interface JupyterError {
  /** The error's name. */
  ename: string;
  /** Its message. */
  evalue: string;
  /** The lines of the error box, some in bold. */
  traceback: string[];
}

/** A cell that ran and that errors can quote. */
export interface Cell {
  /** `Cell [3]` */
  name: string;
  /** The TypeScript as written. */
  source: string;
  /**
   * Maps a line and a column of the running JavaScript to a line of `source`,
   * all counted from 1, or to `undefined` if the learner did not write that
   * code.
   */
  sourceLine(line: number, column: number): number | undefined;
}

/** Where an error came from: the failing cell, and the cells it can quote. */
export interface Context {
  /** The name of the cell that failed. */
  cell?: string;
  /** The cell whose name in stack traces is `file`. */
  find?(file: string): Cell | undefined;
}

const MAX_QUOTE = 200;

/** Bold text. Colors are hard to read on the error box, light or dark. */
export const bold = (text: string): string => `\u001b[1m${text}\u001b[22m`;

/** One line of a cell's source, counted from 1, as errors show it. */
export function quote(source: string, line: number): string {
  const text = source.split("\n")[line - 1]?.slice(0, MAX_QUOTE) ?? "";
  return marginOf(line) + text;
}

/**
 * Carets below a quoted line, from one column up to another, counted from 0.
 */
export function caret(line: number, from: number, to: number): string {
  if (from >= MAX_QUOTE) return ""; // cut off by `quote`
  const width = Math.max(1, Math.min(to, MAX_QUOTE) - from);
  return " ".repeat(marginOf(line).length + from) + "^".repeat(width);
}

function marginOf(line: number): string {
  return `> ${line} | `;
}
