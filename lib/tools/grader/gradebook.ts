import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { basename, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { asGradable, gradeName } from "../classroom/assignment";
import { parseHandIn } from "../classroom/hand-in";
import { classPython, nbgrader } from "../classroom/nbgrader";
import {
  formatNotebook,
  type Notebook,
  type NotebookOutput,
  readNotebook,
} from "../notebooks/format";
import { courseFolder, coursePython } from "../setup/course-files.cjs";
import { writeLog } from "../setup/run-logged.cjs";
import type { HandIn } from "./find-hand-ins";
import { type ExerciseRecord, folderName, type HandInRecord } from "./records";

/** A hand-in, and what became of it. */
export interface GradedHandIn extends Pick<HandIn, "read"> {
  record: HandInRecord;
  /** whether it was graded just now */
  isNew: boolean;
}

/** Options of {@link writeGradebook}. */
export interface GradebookOptions {
  handIns: readonly GradedHandIn[];
  /** gets lines for the teacher */
  say(line: string): void;
}

const WRITES = { where: "npm run grade" };

/**
 * Writes the points of a chapter into nbgrader's gradebook, too, if the class
 * has one and the chapter was released. nbgrader does it: it gets the hand-ins
 * with graded cells that already say whether the answer passed, and runs
 * nothing. So its formgrader, its feedback and its exports have these points. If
 * it fails, a line says so, and the next run tries again.
 *
 * @param folder the folder of the class
 * @param name the chapter's name
 * @param options its hand-ins, and where the lines go
 */
export async function writeGradebook(
  folder: string,
  name: string,
  { handIns, say }: GradebookOptions,
): Promise<void> {
  const release = join(folder, "release", name, `${name}.ipynb`);
  const needed = [release, join(folder, "gradebook.db"), coursePython()];
  if (!needed.every((path) => existsSync(path))) return;
  const place = ({ record }: GradedHandIn): string =>
    join(folder, "autograded", record.learner, name);
  const isMissing = (one: GradedHandIn): boolean =>
    !isKnownName(one.record.learner) || !existsSync(place(one));
  const changed = handIns.filter((one) => one.isNew || isMissing(one));
  const usable = changed.filter(({ record }) => isKnownName(record.learner));
  for (const one of usable)
    rmSync(place(one), { recursive: true, force: true });
  let reason = "";
  try {
    const isGraded = ({ record }: GradedHandIn): boolean =>
      record.status === "graded";
    const others = usable.filter((one) => !isGraded(one));
    const learners = others.map(({ record }) => record.learner);
    if (learners.length > 0)
      await classPython(folder, "ungrade", name, ...learners);
    await autograde(folder, release, { handIns: usable.filter(isGraded), say });
  } catch (error) {
    const path = writeLog(courseFolder(), String(error));
    reason = `The reason is in ${relative(process.cwd(), path)}`;
  }
  const graded = changed.filter(({ record }) => record.status === "graded");
  const lost = graded.filter(isMissing).map(({ record }) => record.learner);
  if (reason || lost.length > 0)
    say(
      `Not in nbgrader's gradebook: ${lost.join(", ")}. ` +
        `${reason || "It cannot use such names"}.`,
    );
  else if (changed.length > 0) say("nbgrader's gradebook has these points.");
}

/** Whether nbgrader can find a hand-in by this name: it reads it as a pattern. */
function isKnownName(learner: string): boolean {
  const isPlain = folderName(learner) === learner && learner.trim() === learner;
  return isPlain && !/[[\]\ufffd]/.test(learner);
}

/** Lets nbgrader grade hand-ins by the outputs that their records stand for. */
async function autograde(
  folder: string,
  release: string,
  { handIns, say }: GradebookOptions,
): Promise<void> {
  if (handIns.length === 0) return;
  const file = basename(release);
  const name = basename(file, ".ipynb");
  const assignment = readNotebook(release);
  const copies = mkdtempSync(join(folder, ".grading-"));
  try {
    for (const { record, read } of handIns) {
      const given = parseHandIn(read(), file);
      const { notebook } = asGradable(given, assignment);
      const copy = join(copies, record.learner, name);
      const text = formatNotebook(withOutcomes(notebook, record));
      replaceFile(join(copy, file), text, WRITES);
      const time = timestampOf(join(folder, "submitted", record.learner, name));
      if (isTime(time)) replaceFile(join(copy, "timestamp.txt"), time, WRITES);
      else if (time !== undefined)
        say(
          `${record.learner}: timestamp.txt must hold a date and a time, such as ` +
            `2026-01-31 12:00:00 UTC. Until it does, formgrader shows nothing.`,
        );
    }
    const from = `--CourseDirectory.submitted_directory=${basename(copies)}`;
    await nbgrader(folder, "autograde", name, "--no-execute", "--force", from);
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
}

/** When it was handed in, as nbgrader or the teacher noted it. */
function timestampOf(place: string): string | undefined {
  const path = join(place, "timestamp.txt");
  const isFile = lstatSync(path, { throwIfNoEntry: false })?.isFile();
  return isFile ? readFileSync(path, "utf8").trim() || undefined : undefined;
}

/** Another text would stop nbgrader, and so lose the points of all. */
function isTime(text: string | undefined): text is string {
  return text !== undefined && !Number.isNaN(Date.parse(text));
}

/** A copy whose graded cells have the outputs that nbgrader takes for points. */
function withOutcomes(
  notebook: Notebook,
  { exercises }: HandInRecord,
): Notebook {
  const outcomes = new Map<unknown, ExerciseRecord>();
  for (const [id, record] of Object.entries(exercises))
    outcomes.set(gradeName(id), record);
  const cells = notebook.cells.map((cell) => {
    const { nbgrader } = cell.metadata as { nbgrader?: { grade_id: string } };
    if (!nbgrader) return cell;
    return { ...cell, outputs: [outputOf(outcomes.get(nbgrader.grade_id))] };
  });
  return { ...notebook, cells };
}

/** Says nothing of the cases, which learners must not know. */
function outputOf(exercise: ExerciseRecord | undefined): NotebookOutput {
  if (exercise?.state === "passed") {
    const text = `Passed: ${exercise.points} of ${exercise.of} points.\n`;
    return { output_type: "stream", name: "stdout", text };
  }
  const mistake = exercise?.mistake ? `: ${exercise.mistake}` : "";
  const [ename, evalue] = {
    open: ["Open", "nothing was written here"],
    missing: ["Missing", "its cell is not there, or stopped before its answer"],
    failed: ["Not yet", `the answer is wrong${mistake}`],
  }[exercise?.state ?? "missing"];
  const traceback = [`${ename}: ${evalue}.`];
  return { output_type: "error", ename, evalue, traceback };
}
