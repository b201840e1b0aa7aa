import { createHash } from "node:crypto";

/** One output of a code cell, as nbformat 4 describes it. */
export interface NotebookOutput {
  output_type: "display_data" | "execute_result" | "stream" | "error";
  /** Pictures and text by MIME type; of `display_data` and `execute_result`. */
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
  /** "stdout" or "stderr"; of `stream`. */
  name?: string;
  /** What was printed; of `stream`. */
  text?: string | string[];
  /** Name, message and lines of an `error`. */
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** One cell; `source` is a string or a list of lines that keep their ends. */
export interface NotebookCell {
  cell_type: "markdown" | "code" | "raw";
  id?: string;
  metadata: Record<string, unknown>;
  source: string | string[];
  execution_count?: number | null;
  outputs?: NotebookOutput[];
  attachments?: Record<string, unknown>;
}

/** A notebook file, nbformat 4. */
export interface Notebook {
  nbformat: number;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: NotebookCell[];
}

/** What every notebook of the course says about its kernel and language. */
export const NOTEBOOK_METADATA: Readonly<Record<string, unknown>> = {
  kernelspec: {
    display_name: "TypeScript",
    language: "typescript",
    name: "tslab",
  },
  language_info: {
    codemirror_mode: "typescript",
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
  },
};

/**
 * The text of a cell, an output or a MIME value, which nbformat may store as
 * a list of lines.
 * @param text one string, or lines that keep their line ends
 * @returns the whole as one string
 */
export function joinLines(text: unknown): string {
  if (Array.isArray(text)) return text.join("");
  return typeof text === "string" ? text : "";
}

/**
 * The tags of a cell.
 * @param cell any cell
 * @returns `metadata.tags`, or an empty list
 */
export function cellTags(cell: NotebookCell): string[] {
  const tags = cell.metadata.tags;
  return Array.isArray(tags) ? tags.map(String) : [];
}

/**
 * Reads a notebook's JSON.
 * @param json the contents of an .ipynb file
 * @param name a name for the error message, such as the file's path
 * @returns the notebook, checked to be nbformat 4
 * @throws if it is no JSON, or no notebook of format 4
 */
export function parseNotebook(json: string, name = "notebook"): Notebook {
  let parsed: Partial<Notebook>;
  try {
    parsed = JSON.parse(json) as Partial<Notebook>;
  } catch (error) {
    throw new Error(
      `${name}: a notebook must be JSON; ${(error as Error).message}. ` +
        "Was the file merged by hand?",
    );
  }
  if (parsed.nbformat !== 4 || !Array.isArray(parsed.cells)) {
    throw new Error(
      `${name}: a notebook must be nbformat 4 with a list of cells; ` +
        `got nbformat ${String(parsed.nbformat)}.`,
    );
  }
  return parsed as Notebook;
}

/**
 * Writes a notebook as Jupyter itself does (sorted keys, one space, text as
 * lists of lines), so that saving it in JupyterLab changes nothing else.
 * @param notebook any notebook
 * @returns the contents of an .ipynb file
 */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => ({
    ...cell,
    source: splitLines(joinLines(cell.source)),
    ...(cell.outputs ? { outputs: cell.outputs.map(splitOutput) } : {}),
  }));
  return JSON.stringify(sortKeys({ ...notebook, cells }), null, 1) + "\n";
}

function splitOutput(output: NotebookOutput): NotebookOutput {
  const split = { ...output };
  if (output.text !== undefined)
    split.text = splitLines(joinLines(output.text));
  if (output.data) {
    split.data = Object.fromEntries(
      Object.entries(output.data).map(([mime, value]) => [
        mime,
        isTextMime(mime) && typeof value === "string"
          ? splitLines(value)
          : value,
      ]),
    );
  }
  return split;
}

function isTextMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "image/svg+xml";
}

function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as Record<string, unknown>);
  entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([key, v]) => [key, sortKeys(v)]));
}

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
    metadata: structuredClone(NOTEBOOK_METADATA) as Record<string, unknown>,
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
