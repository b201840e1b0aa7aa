import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

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
}

/** Where the learner's progress is kept: `.progress.json` beside `lib`. */
export function progressPath(): string {
  return (
    process.env.TINYLLM_PROGRESS ??
    join(__dirname, "..", "..", "..", "..", ".progress.json")
  );
}

/** Nothing tried yet. */
export function emptyRecord(): ExerciseRecord {
  return { failures: 0, hints: 0 };
}

/** Reads the progress; a file that is not there yet is empty. */
export function readProgress(path: string = progressPath()): ProgressFile {
  try {
    return { records: toRecords(JSON.parse(readFileSync(path, "utf8"))) };
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return { records: {} };
    const problem = `${basename(path)} could not be read: ${reason(error)}.`;
    return { records: {}, problem };
  }
}

/**
 * Reads the progress, changes it, writes it back. The new file takes the old
 * one's place in one go, so another notebook never sees half of it.
 *
 * @param change gets the records and alters them
 * @param path the file
 * @returns what is in the file now, or why it could not be kept
 */
export function updateProgress(
  change: (records: ProgressRecords) => void,
  path: string = progressPath(),
): ProgressFile {
  const file = readProgress(path);
  change(file.records);
  const fresh = `${path}.${process.pid}.tmp`;
  const damaged = `${path}.damaged`;
  try {
    // what cannot be read is put aside, not written over
    if (file.problem) renameSync(path, damaged);
    const content = { version: 1, exercises: file.records };
    writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`);
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    const problem = `Your progress could not be kept: ${reason(error)}.`;
    return { records: file.records, problem };
  }
  if (!file.problem) return file;
  const aside = `It is now ${basename(damaged)}, and a new one has begun.`;
  return { records: file.records, problem: `${file.problem} ${aside}` };
}

/** Keeps what has the right form, and forgets the rest. */
function toRecords(content: unknown): ProgressRecords {
  const exercises = (content as { exercises?: unknown }).exercises;
  if (typeof exercises !== "object" || exercises === null)
    throw new TypeError("it holds no exercises");
  const records: ProgressRecords = {};
  for (const [id, value] of Object.entries(exercises)) {
    const { failures, hints, passedAt, solutionSeen } =
      value as Partial<ExerciseRecord>;
    records[id] = {
      failures: Number(failures) || 0,
      hints: Number(hints) || 0,
    };
    if (typeof passedAt === "string") records[id].passedAt = passedAt;
    if (solutionSeen === true) records[id].solutionSeen = true;
  }
  return records;
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
