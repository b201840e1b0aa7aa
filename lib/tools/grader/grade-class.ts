import { rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename } from "node:path";

import { parseHandIn } from "../classroom/hand-in";
import { findNotebooks } from "../notebooks/find";
import { type Chapter, exercisesOf, openChapter } from "./chapter";
import { type ClassRules, readRules } from "./class-rules";
import { type HandIn, handInsIn, submittedHandIns } from "./find-hand-ins";
import { type GradedHandIn, writeGradebook } from "./gradebook";
import { writeGradescope } from "./gradescope";
import {
  allRecords,
  type HandInRecord,
  markOf,
  printable,
  readRecord,
  recordPath,
  reportPath,
  writeRecord,
} from "./records";
import { writeClassPage, writeReports } from "./reports";
import { runHandIn } from "./run-hand-in";
import { type Limits, LIMITS } from "./sandbox";
import { lineOf, summaryOf } from "./summary";
import { writeForSystems } from "./systems";
import { writeGrades } from "./tables";

/** Options of {@link gradeClass}. */
export interface ClassOptions {
  seed: number;
  /** notebooks, folders and zips; all that was submitted if there are none */
  paths?: readonly string[];
  /** only this learner */
  learner?: string;
  /** grades those again that have not changed */
  all?: boolean;
  /** where the results of the only hand-in go, for Gradescope */
  gradescope?: string;
  limits?: Limits;
  /** gets a line about each hand-in, and a summary */
  say(line: string): void;
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
  const rules = readRules(folder);
  let problems = 0;
  for (const path of findNotebooks([...chapters])) {
    const chapter = openChapter(path, options.seed);
    const records = await gradeChapter(folder, chapter, { ...options, rules });
    problems += records.filter(({ status }) => status !== "graded").length;
    if (options.gradescope !== undefined)
      writeGradescope(options.gradescope, records, rules);
    const all = allRecords(folder).filter(
      (one) => one.chapter === chapter.name,
    );
    await writeReports(folder, all, chapter.texts, rules);
    const pages = [
      writeClassPage(folder, all, rules),
      ...writeForSystems(folder, all, rules),
    ];
    for (const line of ["", chapter.name, ...summaryOf(records)])
      options.say(line);
    options.say(`Pages and tables: ${pages.join(", ")}`);
  }
  return { grades: writeGrades(folder, rules), problems };
}

/** Grades what is new or changed; the records of all its hand-ins come back. */
async function gradeChapter(
  folder: string,
  chapter: Chapter,
  options: ClassOptions & { rules: ClassRules },
): Promise<HandInRecord[]> {
  const { paths = [], learner: only, rules, say } = options;
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
      say(
        `${done.length} of ${total}  ${lineOf(record, rules)}${timeLeft(left)}`,
      );
    }
  };
  const atOnce = Math.min(availableParallelism(), total);
  await Promise.all(Array.from({ length: atOnce }, work));
  if (graded < total) say(`${total - graded} of ${total} have not changed.`);
  await writeGradebook(folder, chapter.name, { handIns: done, rules, say });
  return done.map(({ record }) => record);
}

/** Removes the records of hand-ins that are no longer there. */
function forget(folder: string, name: string, found: readonly HandIn[]): void {
  const there = new Set(found.map(({ learner }) => learner));
  for (const { learner, chapter } of allRecords(folder))
    if (chapter === name && !there.has(learner))
      for (const path of [
        recordPath(folder, learner, chapter),
        reportPath(folder, learner, chapter),
      ])
        rmSync(path, { force: true });
}

/** Grades a hand-in, unless its record still fits; a record comes back always. */
async function gradeOne(
  folder: string,
  chapter: Chapter,
  { learner, from, time, isLate, account, read }: HandIn,
  options: ClassOptions,
): Promise<{ record: HandInRecord; isNew: boolean }> {
  const { seed, limits = LIMITS, all } = options;
  const record: HandInRecord = {
    learner,
    chapter: chapter.name,
    status: "not graded",
    exercises: exercisesOf(chapter, new Map(), new Map()),
    notes: [],
    from,
    handedInAt: time?.toISOString(),
    ...{ isLate, account },
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
      const { outcomes, answers } = result;
      record.exercises = exercisesOf(chapter, outcomes, answers);
    } else record.cause = printable(result.cause);
  } catch (error) {
    record.cause = printable((error as Error).message);
  }
  writeRecord(folder, record);
  return { record, isNew: true };
}

function timeLeft(ms: number): string {
  if (ms < 1000) return "";
  const minutes = Math.round(ms / 60_000);
  return minutes > 1
    ? `  (${minutes} min left)`
    : `  (${Math.round(ms / 1000)} s left)`;
}
