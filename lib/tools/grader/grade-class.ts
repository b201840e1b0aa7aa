import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";

import { COURSE } from "../../exercises/course";
import { parseHandIn } from "../classroom/hand-in";
import { findNotebooks } from "../notebooks/find";
import { readNotebook } from "../notebooks/format";
import { type GradedHandIn, writeGradebook } from "./gradebook";
import { type HandIn, handInsIn, submittedHandIns } from "./find-hand-ins";
import { type ChapterCell, chapterCells } from "./plan";
import {
  allRecords,
  type ExerciseRecord,
  type HandInRecord,
  markOf,
  printable,
  readRecord,
  recordPath,
  writeGrades,
  writeRecord,
} from "./records";
import { runHandIn } from "./run-hand-in";
import { type Limits, LIMITS } from "./sandbox";
import type { Outcome } from "./session";
import { lineOf, summaryOf } from "./summary";

/** Options of {@link gradeClass}. */
export interface ClassOptions {
  seed: number;
  /** notebooks, folders and zips; all that was submitted if there are none */
  paths?: readonly string[];
  /** only this learner */
  learner?: string;
  /** grades those again that have not changed */
  all?: boolean;
  limits?: Limits;
  /** gets a line about each hand-in, and a summary */
  say(line: string): void;
}

/** A chapter that is being graded. */
interface Chapter {
  name: string;
  cells: ChapterCell[];
  /** the points of its exercises, by id */
  points: ReadonlyMap<string, number>;
  /** differs when the chapter or the seed does */
  mark: string;
}

/**
 * Grades the hand-ins for some chapters, one per processor at a time, and writes
 * `grades.csv` and `graded/LEARNER/CHAPTER.json`, and nbgrader's gradebook if the
 * class has one. Nothing else is changed.
 *
 * @param folder the folder of the class
 * @param chapters beginnings of their names
 * @param options the seed, which hand-ins, and where the lines go
 * @returns the path of the table, and how many hand-ins were not graded
 * @throws if there is no such chapter, or no hand-in
 */
export async function gradeClass(
  folder: string,
  chapters: readonly string[],
  options: ClassOptions,
): Promise<{ grades: string; problems: number }> {
  let problems = 0;
  for (const path of findNotebooks([...chapters])) {
    const chapter = openChapter(path, options.seed);
    const records = await gradeChapter(folder, chapter, options);
    problems += records.filter(({ status }) => status !== "graded").length;
    for (const line of ["", chapter.name, ...summaryOf(records)])
      options.say(line);
  }
  return { grades: writeGrades(folder), problems };
}

function openChapter(path: string, seed: number): Chapter {
  const name = basename(path, ".ipynb");
  const notebook = readNotebook(path);
  const exercises =
    COURSE.find(({ number }) => name.startsWith(number))?.exercises ?? [];
  if (exercises.length === 0)
    throw new Error(
      `A chapter that is graded must have exercises; ${name} has none.`,
    );
  const cells = chapterCells(notebook);
  const points = new Map(exercises.map((one) => [one.id, one.points]));
  const mark = markOf(JSON.stringify([cells, [...points], seed]));
  return { name, cells, points, mark };
}

/** Grades what is new or changed; the records of all its hand-ins come back. */
async function gradeChapter(
  folder: string,
  chapter: Chapter,
  options: ClassOptions,
): Promise<HandInRecord[]> {
  const { paths = [], learner: only, say } = options;
  const found =
    paths.length > 0
      ? handInsIn(paths, chapter.name)
      : submittedHandIns(folder, chapter.name);
  if (paths.length === 0) forget(folder, chapter.name, found);
  const waiting = found.filter(({ learner }) => (only ?? learner) === learner);
  if (waiting.length === 0)
    throw new Error(
      `There must be a hand-in for ${chapter.name}${only ? ` of ${only}` : ""}; ` +
        `there is none. Is the path right?`,
    );
  const done: GradedHandIn[] = [];
  const total = waiting.length;
  const start = Date.now();
  let graded = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { record, isNew } = await gradeOne(folder, chapter, next, options);
      done.push({ record, isNew, read: next.read });
      if (!isNew) continue;
      graded += 1;
      const left = ((Date.now() - start) / graded) * waiting.length;
      say(`${done.length} of ${total}  ${lineOf(record)}${timeLeft(left)}`);
    }
  };
  const atOnce = Math.min(availableParallelism(), total);
  await Promise.all(Array.from({ length: atOnce }, work));
  if (graded < total) say(`${total - graded} of ${total} have not changed.`);
  await writeGradebook(folder, chapter.name, { handIns: done, say });
  return done.map(({ record }) => record);
}

/** Removes the records of hand-ins that are no longer there. */
function forget(folder: string, name: string, found: readonly HandIn[]): void {
  const there = new Set(found.map(({ learner }) => learner));
  for (const { learner, chapter } of allRecords(folder))
    if (chapter === name && !there.has(learner))
      rmSync(recordPath(folder, learner, chapter), { force: true });
}

/** Grades a hand-in, unless its record still fits; a record comes back always. */
async function gradeOne(
  folder: string,
  chapter: Chapter,
  { learner, from, read }: HandIn,
  options: ClassOptions,
): Promise<{ record: HandInRecord; isNew: boolean }> {
  const { seed, limits = LIMITS, all } = options;
  const record: HandInRecord = {
    learner,
    chapter: chapter.name,
    status: "not graded",
    exercises: exercisesOf(chapter, new Map()),
    notes: [],
    from,
    mark: "",
    gradedAt: new Date().toISOString(),
  };
  try {
    const bytes = read();
    record.mark = markOf(bytes, chapter.mark);
    const old = readRecord(folder, learner, chapter.name);
    if (old?.mark === record.mark && !all) return { record: old, isNew: false };
    const given = parseHandIn(bytes, basename(from));
    const result = await runHandIn(given, chapter.cells, { seed, limits });
    record.status = result.status;
    if (result.status === "graded") {
      record.notes = result.notes;
      record.exercises = exercisesOf(chapter, result.outcomes);
    } else record.cause = printable(result.cause);
  } catch (error) {
    record.cause = printable((error as Error).message);
  }
  writeRecord(folder, record);
  return { record, isNew: true };
}

function exercisesOf(
  { points }: Chapter,
  outcomes: ReadonlyMap<string, Outcome>,
): Record<string, ExerciseRecord> {
  return Object.fromEntries(
    [...points].map(([id, of]) => [id, exerciseRecord(outcomes.get(id), of)]),
  );
}

function exerciseRecord(
  outcome: Outcome | undefined,
  of: number,
): ExerciseRecord {
  if (!outcome) return { points: 0, of, state: "missing" };
  const { state } = outcome;
  if (state === "passed") return { points: of, of, state };
  if (state !== "failed")
    return { points: 0, of, state, why: printable(outcome.sentence) };
  const { sentence, mistake, candidates } = outcome.failure;
  const name = mistake?.name ?? candidates?.join(", or ");
  return {
    ...{ points: 0, of, state, why: printable(sentence) },
    ...(name !== undefined && { mistake: name }),
  };
}

function timeLeft(ms: number): string {
  if (ms < 1000) return "";
  const minutes = Math.round(ms / 60_000);
  return minutes > 1
    ? `  (${minutes} min left)`
    : `  (${Math.round(ms / 1000)} s left)`;
}
