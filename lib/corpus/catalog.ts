import { createHash } from "node:crypto";
import { join } from "node:path";
import { ensure } from "../core/base/expect";
import { readJson } from "../disk/read-file";

/** One text of a corpus, such as a chapter, a speech or a story. */
export interface CorpusDocument {
  title: string;
  text: string;
  /** ln P(text) in nats; only for tiny tales */
  logProbability?: number;
}

/** A text to train on, with its source and its license. */
export interface Corpus {
  name: string;
  documents: CorpusDocument[];
  /** UTF-8 bytes of all documents */
  bytes: number;
  source: string;
  license: string;
}

/** A record of `datasets/corpora.json`: a corpus from an npm package. */
export interface CorpusEntry {
  source: string;
  license: string;
  /** the npm package, and the version whose checksum is recorded */
  package: string;
  version: string;
  documents: number;
  bytes: number;
  /** SHA-256 of the documents' texts, joined by a blank line */
  sha256: string;
}

/** The folder `datasets/` of the course. */
export const DATASETS: string = join(__dirname, "..", "..", "..", "datasets");

/** Parses a JSON file of the folder `datasets/`. */
export function readDataset(file: string): unknown {
  const hint = `Undo your changes, or run "git checkout datasets".`;
  return readJson(join(DATASETS, file), { where: "loadCorpus", hint });
}

/** The records of `datasets/corpora.json`, by name. */
export function readCatalog(): Record<string, CorpusEntry> {
  return readDataset("corpora.json") as Record<string, CorpusEntry>;
}

/** The SHA-256 of the documents' texts, joined by a blank line, in hex. */
export function corpusChecksum(documents: readonly CorpusDocument[]): string {
  const joined = documents.map(({ text }) => text).join("\n\n");
  return createHash("sha256").update(joined, "utf8").digest("hex");
}

/**
 * Checks that the documents have the recorded checksum.
 *
 * @throws if they have a different one
 */
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
      `give ${checksum.slice(0, 12)}…. Were files changed, or is the package ` +
      `not version ${entry.version}? Run "npm install --force --no-save ` +
      `${entry.package}@${entry.version}", or load your text with { path }.`,
  );
}
