import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ensure } from "../core/base/expect";

/** One text of a corpus, such as a chapter, a speech or a story. */
export interface CorpusDocument {
  title: string;
  text: string;
  /** ln P(text), where it is known: for tiny tales */
  logProbability?: number;
}

/** A text to train on, with where it comes from and what one may do with it. */
export interface Corpus {
  name: string;
  documents: CorpusDocument[];
  /** UTF-8 bytes of all documents */
  bytes: number;
  source: string;
  licence: string;
}

/** What `datasets/corpora.json` records of a corpus that comes as a package. */
export interface CorpusEntry {
  source: string;
  licence: string;
  /** the npm package and the version that the checksum was taken from */
  package: string;
  version: string;
  documents: number;
  bytes: number;
  /** of the documents' texts joined by a blank line */
  sha256: string;
}

const DATASETS = join(__dirname, "..", "..", "..", "datasets");

/** Parses a JSON file of the folder `datasets/`. */
export function readDataset(file: string): unknown {
  return JSON.parse(readFileSync(join(DATASETS, file), "utf8"));
}

/** The recorded facts of each corpus that comes as a package, by name. */
export function readCatalog(): Record<string, CorpusEntry> {
  return readDataset("corpora.json") as Record<string, CorpusEntry>;
}

/** The SHA-256 of the documents' texts joined by a blank line, in hex. */
export function corpusChecksum(documents: readonly CorpusDocument[]): string {
  const joined = documents.map(({ text }) => text).join("\n\n");
  return createHash("sha256").update(joined, "utf8").digest("hex");
}

/** The documents must be the ones whose checksum is on record. */
export function ensureUnchanged(
  name: string,
  entry: CorpusEntry,
  documents: readonly CorpusDocument[],
): void {
  const checksum = corpusChecksum(documents);
  ensure(
    checksum === entry.sha256,
    () =>
      `loadCorpus: "${name}" must have the SHA-256 that datasets/corpora.json ` +
      `records, ${entry.sha256.slice(0, 12)}…; its ${documents.length} files ` +
      `give ${checksum.slice(0, 12)}…. Files were changed, or the package is ` +
      `not version ${entry.version}: run "npm install --force --no-save ` +
      `${entry.package}@${entry.version}", or load your text with { path }.`,
  );
}
