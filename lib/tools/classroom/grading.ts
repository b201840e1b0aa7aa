import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { asGradable } from "./assignment";
import { readHandIn } from "./hand-in";
import { inOneGo } from "./in-one-go";
import { MOST_MINUTES, nbgrader } from "./nbgrader";
import { formatNotebook, readNotebook } from "../notebooks/format";
import { findNotebooks } from "../notebooks/find";

/** All hand-ins are graded into one small database. */
const MOST_AT_ONCE = 8;

const WRITES = { where: "npm run grade" };

/** Options of {@link gradeChapters}. */
export interface GradingOptions {
  /** grades only this learner */
  learner?: string;
  /** gets a line about each hand-in */
  say(line: string): void;
}

/** The result of grading. */
export interface Grading {
  /** path of a CSV table of all grades */
  grades: string;
  /** number of hand-ins that could not be graded */
  problems: number;
}

/**
 * Grades every `submitted/LEARNER/CHAPTER/CHAPTER.ipynb`, one per processor at
 * a time.
 *
 * @param folder the folder of the class
 * @param chapters beginnings of their names
 * @param options which learner, and where the lines go
 * @throws if a chapter was not released, or has no hand-in
 */
export async function gradeChapters(
  folder: string,
  chapters: string[],
  { learner: only, say }: GradingOptions,
): Promise<Grading> {
  const names = findNotebooks(chapters).map((path) => basename(path, ".ipynb"));
  const waiting = names.flatMap((name) =>
    handedIn(folder, name, only).map((learner) => ({ name, learner })),
  );
  const total = waiting.length;
  let done = 0;
  let problems = 0;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { name, learner } = next;
      const note = await gradeOne(folder, name, learner).catch(
        (error: Error) => {
          problems += 1;
          return `: NOT GRADED, ${error.message}`;
        },
      );
      say(`${++done} of ${total}  ${learner}/${name}${note}`);
    }
  };
  const atOnce = Math.min(availableParallelism(), MOST_AT_ONCE);
  await Promise.all(Array.from({ length: atOnce }, work));
  const file = "nbgrader.csv";
  await inOneGo(folder, WRITES.where, (elsewhere) =>
    nbgrader(
      folder,
      ...["export", "--exporter=grades.Grades"],
      `--to=${join(elsewhere, file)}`,
    ),
  );
  return { grades: join(folder, file), problems };
}

/** The learners who have handed in a chapter, perhaps in the wrong place. */
function handedIn(folder: string, name: string, only?: string): string[] {
  if (!existsSync(join(folder, "release", name)))
    throw new Error(
      `A chapter must be released before it is graded; in ${folder} there is ` +
        `no release/${name}. Run npm run release -- ${name}.`,
    );
  const submitted = join(folder, "submitted");
  const all = existsSync(submitted) ? readdirSync(submitted) : [];
  const learners = all.filter(
    (one) =>
      (only ?? one) === one &&
      (one.includes("\ufffd") || // not UTF-8, so it cannot be looked into
        isThere(join(submitted, one, name)) ||
        isThere(join(submitted, one, `${name}.ipynb`))),
  );
  if (learners.length > 0) return learners;
  throw new Error(
    `Hand-ins must be in submitted/${only ?? "LEARNER"}/${name}/${name}.ipynb ` +
      `in ${folder}; there is none.`,
  );
}

/** Whether there is something at `path`, be it a link that leads nowhere. */
function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ENOTDIR";
  }
}

/**
 * Runs and grades one hand-in, or rather a copy of it that nbgrader can read and
 * that has all locked cells. So a learner can hand in the chapter itself.
 *
 * @returns a note for the line about this hand-in
 * @throws if it cannot be graded; the message says why
 */
async function gradeOne(
  folder: string,
  name: string,
  learner: string,
): Promise<string> {
  const graded = join(folder, "autograded", learner, name);
  const log = join(folder, "not-graded", learner, `${name}.txt`);
  // From an earlier hand-in. The table of grades counts what is in `graded`.
  for (const old of [graded, log])
    rmSync(old, { recursive: true, force: true });
  const given = readHandIn(folder, learner, name);
  const file = `${name}.ipynb`;
  const assignment = readNotebook(join(folder, "release", name, file));
  const { notebook, notes } = asGradable(given, assignment);
  const copies = mkdtempSync(join(folder, ".grading-"));
  try {
    const copy = join(copies, learner, name);
    copyOthers(join(folder, "submitted", learner, name), copy);
    replaceFile(join(copy, file), formatNotebook(notebook), WRITES);
    const from = `--CourseDirectory.submitted_directory=${basename(copies)}`;
    const student = `--student=${learner}`;
    await nbgrader(folder, "autograde", name, student, "--force", from);
  } catch (error) {
    const { message } = error as Error;
    rmSync(graded, { recursive: true, force: true });
    mkdirSync(join(folder, "not-graded", learner), { recursive: true });
    replaceFile(log, message, WRITES);
    throw new Error(
      `${reasonOf(message)} More is in ${relative(process.cwd(), log)}.`,
      { cause: error },
    );
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
  // megabytes per learner
  rmSync(join(graded, "checkpoints"), { recursive: true, force: true });
  return notes.length > 0 ? `: ${notes.join(", ")}` : "";
}

/** Why nbgrader could not grade a hand-in, from its own message. */
function reasonOf(message: string): string {
  if (message.includes("DeadKernelError"))
    return (
      "the kernel ended while it ran the hand-in. " +
      "Does a cell end the process, or need too much memory?"
    );
  if (message.includes("in get_existing_timestamp"))
    return (
      "timestamp.txt must hold a date and a time, such as " +
      "2026-01-31 12:00:00 UTC. Correct it or remove it."
    );
  if (message.includes(" stopped with SIGTERM"))
    return `it took more than ${MOST_MINUTES} minutes. Are some cells endless?`;
  return "nbgrader failed.";
}

/** Copies the files beside a notebook that it may read, but no links or pipes. */
function copyOthers(from: string, to: string): void {
  const filter = (path: string): boolean => {
    const stats = lstatSync(path);
    return stats.isDirectory() || (stats.isFile() && !path.endsWith(".ipynb"));
  };
  cpSync(from, to, { recursive: true, filter });
}
