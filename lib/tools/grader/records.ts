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
  /** from the bytes of the hand-in, the chapter and the seed */
  mark: string;
  gradedAt: string;
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

/** The points of a hand-in; none if it was not graded. */
export function totalOf({ status, exercises }: HandInRecord): {
  points: number | undefined;
  of: number;
} {
  const all = Object.values(exercises);
  const sum = (key: "points" | "of"): number =>
    all.reduce((total, exercise) => total + exercise[key], 0);
  return {
    points: status === "graded" ? sum("points") : undefined,
    of: sum("of"),
  };
}

/**
 * Writes `grades.csv`: a line per hand-in, of all chapters that were graded.
 *
 * @returns its path
 */
export function writeGrades(folder: string): string {
  const records = allRecords(folder);
  const ids = [
    ...new Set(records.flatMap(({ exercises }) => Object.keys(exercises))),
  ].sort();
  const rows = records.map((record) => {
    const { points, of } = totalOf(record);
    const { exercises, learner, chapter, status, cause, notes } = record;
    return [
      ...[learner, chapter, status, points, of],
      ...ids.map((id) =>
        status === "graded" ? exercises[id]?.points : undefined,
      ),
      [...(cause === undefined ? [] : [cause]), ...notes].join("; "),
    ];
  });
  const header = [
    "learner",
    "chapter",
    "status",
    "total",
    "of",
    ...ids,
    "cause",
  ];
  const path = join(folder, "grades.csv");
  const text = [header, ...rows].map((row) => `${row.map(field).join(",")}\n`);
  replaceFile(path, text.join(""), WRITES);
  return path;
}

/** A field of a CSV file, which a spreadsheet does not take for a formula. */
function field(value: string | number | undefined): string {
  if (typeof value !== "string") return String(value ?? "");
  const text = /^[=+\-@\t]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
