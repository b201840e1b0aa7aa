import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { replaceFile } from "../../disk/replace-file";

/** What became of an exercise of a hand-in. */
export interface ExerciseRecord {
  points: number;
  of: number;
  state: "passed" | "failed" | "open" | "missing";
  /** what is wrong, for a teacher */
  why?: string;
  /** the classic mistake, by name */
  mistake?: string;
  /** what helps against it */
  cure?: string;
  /** of a wrong function: in how many of its cases it is right, from 0 to 1 */
  share?: number;
  /** the learner's own cell */
  answer?: string;
}

/** What became of a hand-in; a file in `graded/LEARNER`. */
export interface HandInRecord {
  learner: string;
  chapter: string;
  status: "graded" | "not graded";
  /** why it could not be graded */
  cause?: string;
  exercises: Record<string, ExerciseRecord>;
  notes: string[];
  from: string;
  /** when, as an ISO date, if that is known */
  handedInAt?: string;
  /** Canvas says that it came late, and not when */
  isLate?: boolean;
  /** who it is for Canvas or Moodle */
  account?: Account;
  /** from the bytes of the hand-in, the chapter and the seed */
  mark: string;
  gradedAt: string;
}

/** A learner for the system that a hand-in comes from. */
export interface Account {
  system: "Canvas" | "Moodle";
  id: string;
}

const WRITES = { where: "npm run grade" };

/** A text that differs when one of the parts does. */
export function markOf(...parts: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest("hex");
}

/** A text that a learner may have written, short, and without control codes. */
export function printable(text: string): string {
  return text.slice(0, 500).replace(/\p{Cc}/gu, " ");
}

/** A learner's name as that of a folder, which leads to no other place. */
export function folderName(learner: string): string {
  return learner.replace(
    /[\\/:*?"<>|%\p{Cc}]|^\.|[. ]$/gu,
    (c) => `%${c.codePointAt(0)?.toString(16)}`,
  );
}

/** The path of a hand-in's record. */
export function recordPath(
  folder: string,
  learner: string,
  chapter: string,
): string {
  return join(folder, "graded", folderName(learner), `${chapter}.json`);
}

/** The path of a learner's page, beside the record. */
export function reportPath(
  folder: string,
  learner: string,
  chapter: string,
): string {
  return recordPath(folder, learner, chapter).replace(/json$/, "html");
}

/** The record of a hand-in; none if there is none that can be read. */
export function readRecord(
  folder: string,
  learner: string,
  chapter: string,
): HandInRecord | undefined {
  return parseRecord(recordPath(folder, learner, chapter));
}

function parseRecord(path: string): HandInRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, "utf8")) as HandInRecord;
    return typeof record.exercises === "object" ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a record in place of an older one. */
export function writeRecord(folder: string, record: HandInRecord): void {
  const path = recordPath(folder, record.learner, record.chapter);
  replaceFile(path, `${JSON.stringify(record, null, 2)}\n`, WRITES);
}

/** All records of a class, by chapter and learner. */
export function allRecords(folder: string): HandInRecord[] {
  const graded = join(folder, "graded");
  const paths = existsSync(graded)
    ? readdirSync(graded, { recursive: true, encoding: "utf8" })
    : [];
  return paths
    .filter((path) => path.endsWith(".json"))
    .flatMap((path) => parseRecord(join(graded, path)) ?? [])
    .sort(
      (a, b) => compare(a.chapter, b.chapter) || compare(a.learner, b.learner),
    );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
