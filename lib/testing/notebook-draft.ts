import { createHash } from "node:crypto";

import {
  cellTags,
  joinLines,
  NOTEBOOK_METADATA,
  type Notebook,
  type NotebookCell,
} from "../tools/notebooks/format";

/** A piece of a draft before it becomes a cell. */
interface Piece {
  kind: "markdown" | "code";
  metadata: Record<string, unknown>;
  lines: string[];
}

const FENCE = /^(`{3,}|~{3,})\s*([^`]*)$/;
const CELL_COMMENT = /^<!-- cell (\{.*\}) -->$/;

/**
 * Turns a readable draft into a notebook: a fence of backticks with the
 * language `ts` or `typescript` becomes a code cell, what stands between
 * becomes markdown cells, split at lines that hold `---` alone.
 *
 * A fence may carry tags and metadata: `ts tags=raises-exception,slow`, or
 * `ts {"collapsed": true}`. A markdown cell takes its metadata from a first
 * line `<!-- cell {"tags": ["x"]} -->`. A fence of tildes is never run.
 * @param text the draft, markdown
 * @param previous the notebook that the draft replaces: a code cell whose
 *   source did not change keeps its outputs
 * @returns a notebook (nbformat 4.5) whose cell ids are derived from the
 *   cells' text
 * @throws if a fence is never closed or its information cannot be read
 */
export function draftToNotebook(text: string, previous?: Notebook): Notebook {
  const kept = new Map<string, NotebookCell>();
  for (const cell of previous?.cells ?? []) {
    if (cell.id && cell.cell_type === "code") kept.set(cell.id, cell);
  }
  const cells = readPieces(text).map(toCell);
  giveIds(cells);
  for (const cell of cells) {
    const old = kept.get(cell.id ?? "");
    if (!old || cell.cell_type !== "code") continue;
    cell.outputs = old.outputs ?? [];
    cell.execution_count = old.execution_count ?? null;
  }
  return {
    cells,
    metadata: structuredClone(NOTEBOOK_METADATA),
    nbformat: 4,
    nbformat_minor: 5,
  };
}

function readPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let piece: Piece = { kind: "markdown", metadata: {}, lines: [] };
  let fence: { mark: string; line: number; runs: boolean } | undefined;
  const finish = (next: Piece["kind"], metadata = {}): void => {
    pieces.push(piece);
    piece = { kind: next, metadata, lines: [] };
  };
  for (const [index, line] of text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .entries()) {
    const [, mark = "", info = ""] = FENCE.exec(line) ?? [];
    if (fence) {
      const closes = info === "" && mark.startsWith(fence.mark);
      if (closes && fence.runs) finish("markdown");
      else piece.lines.push(line);
      if (closes) fence = undefined;
    } else if (mark) {
      const runs = mark.startsWith("`") && /^(ts|typescript)\b/.test(info);
      fence = { mark, line: index + 1, runs };
      if (runs) finish("code", readFenceInfo(info, index + 1));
      else piece.lines.push(line);
    } else if (line.trimEnd() === "---") finish("markdown");
    else piece.lines.push(line);
  }
  if (fence) {
    throw new Error(
      `A fence must be closed; the one opened in line ${fence.line} is not.`,
    );
  }
  finish("markdown");
  return pieces.filter((p) => p.lines.some((line) => line.trim() !== ""));
}

function readFenceInfo(info: string, line: number): Record<string, unknown> {
  const rest = info.replace(/^\w+\s*/, "");
  const [, words = "", json = ""] = /^([^{]*)(\{.*\})?\s*$/.exec(rest) ?? [];
  let metadata: Record<string, unknown> = {};
  try {
    if (json) metadata = JSON.parse(json) as Record<string, unknown>;
  } catch {
    throw new Error(`Line ${line}: fence metadata must be JSON; got ${json}.`);
  }
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const tags = /^tags=(.+)$/.exec(word)?.[1];
    if (!tags) {
      throw new Error(
        `Line ${line}: a fence may say \`tags=a,b\` or {"key": value} after ` +
          `its language; got \`${word}\`.`,
      );
    }
    metadata.tags = tags.split(",");
  }
  return metadata;
}

function toCell(piece: Piece): NotebookCell {
  const lines = [...piece.lines];
  let metadata = piece.metadata;
  while (lines[0]?.trim() === "") lines.shift();
  while (lines.at(-1)?.trim() === "") lines.pop();
  const comment = CELL_COMMENT.exec(lines[0] ?? "")?.[1];
  if (piece.kind === "markdown" && comment) {
    metadata = JSON.parse(comment) as Record<string, unknown>;
    lines.shift();
  }
  const source = lines.join("\n");
  if (piece.kind === "markdown") {
    return { cell_type: "markdown", metadata, source };
  }
  return {
    cell_type: "code",
    metadata,
    source,
    execution_count: null,
    outputs: [],
  };
}

/** Ids come from the text, so that the same draft gives the same file. */
function giveIds(cells: NotebookCell[]): void {
  const seen = new Map<string, number>();
  for (const cell of cells) {
    const hash = createHash("sha256")
      .update(`${cell.cell_type}\n${joinLines(cell.source)}`)
      .digest("hex")
      .slice(0, 8);
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    cell.id = count === 1 ? hash : `${hash}-${count}`;
  }
}

/**
 * Writes a notebook as a draft that {@link draftToNotebook} reads back to the
 * same cells. Outputs are left out.
 * @param notebook any notebook of the course
 * @returns the draft, markdown
 */
export function notebookToDraft(notebook: Notebook): string {
  const parts: string[] = [];
  let before = "";
  for (const cell of notebook.cells) {
    const isCode = cell.cell_type === "code";
    if (!isCode && before === "markdown") parts.push("---");
    parts.push(isCode ? codeToDraft(cell) : markdownToDraft(cell));
    before = cell.cell_type;
  }
  return parts.join("\n\n") + "\n";
}

function codeToDraft(cell: NotebookCell): string {
  const source = joinLines(cell.source);
  const { tags: _tags, ...rest } = cell.metadata;
  const tags = cellTags(cell);
  const info = [
    "ts",
    ...(tags.length > 0 ? [`tags=${tags.join(",")}`] : []),
    ...(Object.keys(rest).length > 0 ? [JSON.stringify(rest)] : []),
  ].join(" ");
  let mark = "```";
  while (source.includes(mark)) mark += "`";
  return `${mark}${info}\n${source}\n${mark}`;
}

function markdownToDraft(cell: NotebookCell): string {
  const source = joinLines(cell.source)
    .replace(/^---[ \t]*$/gm, "***")
    .replace(
      /^```((?:ts|typescript)\b[^`]*?)$([^]*?)^```[ \t]*$/gm,
      "~~~$1$2~~~",
    );
  const comment =
    Object.keys(cell.metadata).length > 0
      ? `<!-- cell ${JSON.stringify(cell.metadata)} -->\n`
      : "";
  return comment + source;
}
