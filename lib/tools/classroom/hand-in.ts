import { lstatSync, readdirSync, readFileSync, type Stats } from "node:fs";
import { basename, join } from "node:path";

import { type NotebookCell, parseNotebook } from "../notebooks/format";

/**
 * What grading needs of a cell in a hand-in. Its outputs, its id and the rest of
 * its metadata may be anything, so they are never used.
 */
export interface GivenCell {
  cell_type: NotebookCell["cell_type"];
  source: string;
  /** nbgrader's name for it, if it says that it is a graded cell */
  gradeId: string | undefined;
}

const CURE = "Ask the learner for the file that JupyterLab saved.";
const CELL_TYPES: readonly unknown[] = ["code", "markdown", "raw"];
const MOST_MEGABYTES = 256;

const KINDS: readonly [string, (stats: Stats) => boolean][] = [
  ["a file", (stats) => stats.isFile()],
  ["a folder", (stats) => stats.isDirectory()],
  ["a symbolic link", (stats) => stats.isSymbolicLink()],
  ["a pipe", (stats) => stats.isFIFO()],
];

/**
 * Reads the cells of `submitted/LEARNER/CHAPTER/CHAPTER.ipynb`, as
 * {@link readHandInBytes} and {@link parseHandIn} do.
 */
export function readHandIn(
  folder: string,
  learner: string,
  name: string,
): GivenCell[] {
  const { bytes, file } = readHandInBytes(folder, learner, name);
  return parseHandIn(bytes, file);
}

/**
 * Reads `submitted/LEARNER/CHAPTER/CHAPTER.ipynb`, or the only notebook beside
 * it: browsers add ` (1)` to a name. A hand-in may hold anything, and is never
 * followed to another place.
 *
 * @param folder the folder of the class
 * @param learner the learner's folder
 * @param name the chapter's name
 * @throws if a part of the path is a link or of the wrong kind, or if the file is
 *   missing or too large
 */
export function readHandInBytes(
  folder: string,
  learner: string,
  name: string,
): { bytes: Uint8Array; file: string } {
  // nbgrader takes the name for a pattern, which may match other learners.
  if (/[*?[\]\ufffd]/.test(learner) || learner.trim() !== learner)
    throw new Error(
      `the learner's folder must have a name in UTF-8, without *, ?, [ and ], ` +
        `and without spaces around it; got "${learner}". Rename it.`,
    );
  const home = join(folder, "submitted", learner);
  const place = join(home, name);
  const wanted = `${name}.ipynb`;
  ensureKind(home, "a folder", join(place, wanted));
  ensureKind(place, "a folder", join(place, wanted));
  const file = onlyNotebook(readdirSync(place), wanted);
  return { bytes: readFileBytes(join(place, file)), file };
}

/**
 * Chooses the notebook among the files that a learner handed in.
 *
 * @throws if there is none, or if nobody knows which it is
 */
export function onlyNotebook(files: readonly string[], wanted: string): string {
  const notebooks = files.filter((file) => /^[^.].*\.ipynb$/i.test(file));
  if (files.includes(wanted)) return wanted;
  if (notebooks.length === 1) return notebooks[0];
  throw new Error(
    `it must be named ${wanted}; got ${files.join(", ") || "nothing"}.`,
  );
}

/** @throws if it is no file, but a link for example, or if it is too large */
export function readFileBytes(path: string): Uint8Array {
  const { size } = ensureKind(path, "a file", path);
  ensureSize(size, basename(path));
  return readFileSync(path);
}

/** @throws if a hand-in has too many bytes */
export function ensureSize(bytes: number, file: string): void {
  if (bytes > MOST_MEGABYTES * 1e6)
    throw new Error(
      `${file}: a hand-in must have at most ${MOST_MEGABYTES} MB; got ` +
        `${Math.ceil(bytes / 1e6)} MB. Open it in JupyterLab, choose Edit, Clear ` +
        `Outputs of All Cells, and save it.`,
    );
}

/**
 * Reads the cells of a hand-in.
 *
 * @param bytes what the file holds
 * @param name a name for the error message
 * @throws if it is not UTF-8, not JSON, not a notebook of format 4, or if a
 *   cell has no type or text
 */
export function parseHandIn(bytes: Uint8Array, name: string): GivenCell[] {
  let json: string;
  try {
    json = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`${name}: a notebook must be UTF-8; it is not. ${CURE}`);
  }
  const cells: unknown[] = parseNotebook(json, name).cells;
  return cells.map((cell, i) => readCell(cell, `${name}: cell ${i + 1}`));
}

function readCell(cell: unknown, where: string): GivenCell {
  const type = field(cell, "cell_type");
  const source = field(cell, "source");
  const text = isListOfText(source) ? source.join("") : source;
  if (!CELL_TYPES.includes(type) || typeof text !== "string")
    throw new Error(
      `${where} must have the type code, markdown or raw, and text as its ` +
        `source; got ${typeof type === "string" ? `type "${type.slice(0, 20)}"` : "no type"} ` +
        `and ${describe(source)}. ${CURE}`,
    );
  const gradeId = field(field(field(cell, "metadata"), "nbgrader"), "grade_id");
  return {
    cell_type: type as GivenCell["cell_type"],
    // UTF-8 cannot hold half a surrogate pair, so this replaces it by U+FFFD.
    source: Buffer.from(text).toString(),
    gradeId: typeof gradeId === "string" ? gradeId : undefined,
  };
}

/** A field of an object; `undefined` if `value` is not an object. */
function field(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function describe(source: unknown): string {
  if (source === undefined) return "no source";
  if (Array.isArray(source)) return "a list as its source";
  return `a source of type ${source === null ? "null" : typeof source}`;
}

/** @throws if what is at `path` is not of this kind, with the right place */
function ensureKind(path: string, kind: string, place: string): Stats {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const got = stats ? KINDS.find(([, is]) => is(stats))?.[0] : "missing";
  if (stats && got === kind) return stats;
  throw new Error(
    `${path} must be ${kind}; it is ${got ?? "a device"}. ` +
      `Put the notebook itself into ${place}.`,
  );
}
