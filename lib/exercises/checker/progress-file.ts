import { existsSync, readFileSync, renameSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";

import { makeFolder, replaceFile, writeError } from "../../disk/replace-file";
import { underLock } from "./progress-lock";
import { formerPath, progressPath } from "./progress-path";

/** What is remembered of one exercise. */
export interface ExerciseRecord {
  /** wrong answers so far */
  failures: number;
  /** hints seen so far */
  hints: number;
  /** when it was first passed, as ISO 8601 */
  passedAt?: string;
  /** whether the solution was looked at before it was passed */
  solutionSeen?: boolean;
}

/** Exercise id to record. */
export type ProgressRecords = Record<string, ExerciseRecord>;

/** The file, and how well it could be read. */
export interface ProgressFile {
  records: ProgressRecords;
  /** a sentence for the learner, when something is wrong with the file */
  problem?: string;
  /** whether its content is wrong, and not only its place or permissions */
  isDamaged?: boolean;
}

const VERSION = 1;

/** The whole course, with every exercise tried, takes a hundredth of it. */
const MOST_BYTES = 2_000_000;

/** Nothing tried yet. */
export function emptyRecord(): ExerciseRecord {
  return { failures: 0, hints: 0 };
}

/** Reads the progress; a file that is not there yet is empty. */
export function readProgress(path: string = progressPath()): ProgressFile {
  let isDamaged = false;
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file) return readFormer(path);
    if (!file.isFile()) throw new Error("it is not a file");
    isDamaged = file.size > MOST_BYTES;
    if (isDamaged) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
    const text = readFileSync(path, "utf8");
    isDamaged = true; // unless all of it can be read
    return { records: toRecords(JSON.parse(text)) };
  } catch (error) {
    const problem = `${basename(path)} could not be read: ${reason(error)}.`;
    return { records: {}, problem, isDamaged };
  }
}

/** What an earlier version kept, if there is no file yet. */
function readFormer(path: string): ProgressFile {
  const former = path === progressPath() ? formerPath() : undefined;
  if (!former || former === path) return { records: {} };
  return { records: readProgress(former).records };
}

/**
 * Reads the progress, changes it, writes it back. Notebooks that do so at the
 * same time wait for each other, and none ever reads half a file.
 *
 * @param change gets the records and alters them; called once
 * @param path the file
 * @returns what is in the file now, or why it could not be kept
 */
export function updateProgress(
  change: (records: ProgressRecords) => void,
  path: string = progressPath(),
): ProgressFile {
  let file: ProgressFile | undefined;
  try {
    makeFolder(dirname(path));
    return underLock(path, (isHeld) => {
      file = readProgress(path);
      change(file.records);
      if (file.problem && !file.isDamaged) throw new Error(file.problem);
      if (!isHeld()) throw new Error("the computer slept. Run the cell again.");
      return keep(path, file);
    });
  } catch (cause) {
    const error = writeError("progress", path, cause);
    const cure =
      error === cause ? "" : " Set TINYLLM_PROGRESS to keep it elsewhere.";
    const problem = `Your progress could not be kept: ${reason(error)}${cure}`;
    if (file) return { records: file.records, problem };
    const { records } = readProgress(path);
    change(records);
    return { records, problem };
  }
}

/** Writes the records; a file that cannot be read is put aside before. */
function keep(path: string, { records, problem }: ProgressFile): ProgressFile {
  let damaged = `${path}.damaged`;
  for (let n = 2; existsSync(damaged); n++) damaged = `${path}.damaged-${n}`;
  if (problem) renameSync(path, damaged);
  const content = { version: VERSION, exercises: records };
  const text = `${JSON.stringify(content, null, 2)}\n`;
  replaceFile(path, text, { where: "progress" });
  if (!problem) return { records };
  const aside = `It is now ${basename(damaged)}, and a new one has begun.`;
  return { records, problem: `${problem} ${aside}` };
}

/** Keeps what has the right form, and forgets the rest. */
function toRecords(content: unknown): ProgressRecords {
  const { version = VERSION, exercises } = objectOf(content);
  if (version !== VERSION)
    throw new TypeError(`its version must be ${VERSION}`);
  if (exercises !== objectOf(exercises))
    throw new TypeError("it holds no exercises");
  const records: ProgressRecords = {};
  for (const [id, value] of Object.entries(objectOf(exercises))) {
    if (!/^\d\d\.\d+$/.test(id) || value !== objectOf(value)) continue;
    const { failures, hints, passedAt, solutionSeen } = objectOf(value);
    records[id] = { failures: countOf(failures), hints: countOf(hints) };
    if (isTime(passedAt)) records[id].passedAt = passedAt;
    if (solutionSeen === true) records[id].solutionSeen = true;
  }
  return records;
}

/** The value if it is an object of JSON, or else an empty one. */
function objectOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === "object" && value && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) ? Math.max(0, value as number) : 0;
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && Number.isFinite(Date.parse(value));
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
