import type { Node, SourceFile } from "typescript";

import type { Position } from "../tslab-fixes/source-maps";

/** Text that replaces the text from `start` up to, not including, `end`. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/** Changes to a text; none adds or removes a line. */
export class Edits {
  private edits: Edit[] = [];
  private readonly before: string;
  private readonly lineStarts: readonly number[];

  /** @param file the parsed text; only its text is kept */
  constructor(file: SourceFile) {
    this.before = file.text;
    this.lineStarts = file.getLineStarts();
  }

  /** Inserts text, after what was inserted at the same place. */
  insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  /** Inserts text, before what was inserted at the same place. */
  insertFirst(at: number, text: string): void {
    this.edits.unshift({ start: at, end: at, text });
  }

  replace(node: Node, text: string): void {
    this.edits.push({ start: node.getStart(), end: node.end, text });
  }

  /** The text with all changes. */
  apply(): string {
    this.edits.sort((a, b) => a.start - b.start); // stable
    let after = "";
    let done = 0;
    for (const { start, end, text } of this.edits) {
      after += this.before.slice(done, start) + text;
      done = end;
    }
    return after + this.before.slice(done);
  }

  /**
   * Maps a position in the changed text to its position before; call it after
   * `apply`.
   */
  original({ line, column }: Position): Position {
    const lineStart = this.lineStarts[line] ?? 0;
    let shift = 0; // how far the edits so far moved the rest of the line
    for (const { start, end, text } of this.edits) {
      const before = start - lineStart;
      if (before < 0) continue; // in an earlier line
      const after = before + shift;
      if (column < after) break;
      if (column < after + text.length) return { line, column: before };
      shift += text.length - (end - start);
    }
    return { line, column: column - shift };
  }
}
