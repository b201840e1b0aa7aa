import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** One output of a code cell, as nbformat 4 describes it. */
export interface NotebookOutput {
  output_type: "display_data" | "execute_result" | "stream" | "error";
  /** Pictures and text by MIME type, in `display_data` and `execute_result`. */
  data?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  execution_count?: number | null;
  /** "stdout" or "stderr", in `stream`. */
  name?: string;
  /** The printed text, in `stream`. */
  text?: string | string[];
  /** Name, message and lines, in `error`. */
  ename?: string;
  evalue?: string;
  traceback?: string[];
}

/** One cell; `source` is a string, or a list of lines with their line ends. */
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

/**
 * The metadata about kernel and language in every notebook of the course:
 * exactly what the kernel answers. JupyterLab copies the answer into a notebook
 * when it opens it, and a difference would mark the notebook as unsaved.
 */
export const NOTEBOOK_METADATA: Readonly<Record<string, unknown>> = {
  kernelspec: {
    display_name: "TypeScript",
    language: "typescript",
    name: "tslab",
  },
  language_info: {
    codemirror_mode: {
      mode: "typescript",
      name: "javascript",
      typescript: true,
    },
    file_extension: ".ts",
    mimetype: "text/typescript",
    name: "typescript",
    version: "5.0.4",
  },
};

/**
 * Joins the text of a cell, an output or a MIME value, which nbformat may store
 * as a list of lines.
 * @param text one string, or lines with their line ends
 * @returns the whole text as one string
 */
export function joinLines(text: unknown): string {
  if (Array.isArray(text)) return text.join("");
  return typeof text === "string" ? text : "";
}

/**
 * Reads the tags of a cell.
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
 * @returns the notebook, in nbformat 4
 * @throws if it is not JSON, or not a notebook of format 4
 */
export function parseNotebook(json: string, name = "notebook"): Notebook {
  let parsed: Partial<Notebook> | null;
  try {
    parsed = JSON.parse(json) as Partial<Notebook> | null;
  } catch (error) {
    throw new Error(
      `${name}: a notebook must be JSON; ${(error as Error).message}. ` +
        "Is the file complete? Did a merge leave conflict markers in it?",
      { cause: error },
    );
  }
  const { nbformat: format, cells } = parsed ?? {};
  if (format !== 4 || !Array.isArray(cells)) {
    throw new Error(
      `${name}: a notebook must be nbformat 4 with a list of cells; got ` +
        `${typeof format === "number" ? `nbformat ${format}` : "no nbformat"} ` +
        `and ${Array.isArray(cells) ? "a list" : "no list"} of cells. ` +
        "Open it in JupyterLab and save it again.",
    );
  }
  return parsed as Notebook;
}

/**
 * Reads a notebook file.
 * @param path path of the .ipynb file
 * @throws as {@link parseNotebook} does
 */
export function readNotebook(path: string): Notebook {
  return parseNotebook(readFileSync(path, "utf8"), basename(path));
}

/**
 * Writes a notebook as Jupyter itself does (sorted keys, indented by one space,
 * text as lists of lines), so that saving it in JupyterLab changes nothing
 * else.
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
