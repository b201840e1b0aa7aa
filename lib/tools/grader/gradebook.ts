import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";

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
import type { ClassRules } from "./class-rules";
import type { HandIn } from "./find-hand-ins";
import { type ExerciseRecord, folderName, type HandInRecord } from "./records";
import { scoreOf, weighted } from "./score";

/** A hand-in, and what became of it. */
export interface GradedHandIn extends Pick<HandIn, "read"> {
  record: HandInRecord;
  /** whether it was graded just now */
  isNew: boolean;
}

/** Options of {@link writeGradebook}. */
export interface GradebookOptions {
  handIns: readonly GradedHandIn[];
  rules: ClassRules;
  /** gets lines for the teacher */
  say(line: string): void;
}

const WRITES = { where: "npm run grade" };

/**
 * Writes the points of a chapter into nbgrader's gradebook, too, if the class
 * has one and the chapter was released. nbgrader gets the hand-ins with graded
 * cells that already say what became of the answer, and runs nothing. So its
 * formgrader, its feedback and its exports have these points. If it fails, a
 * line says so, and the next run tries again.
 *
 * @param folder the folder of the class
 * @param name the chapter's name
 * @param options its hand-ins, the rules of the class, and where lines go
 */
export async function writeGradebook(
  folder: string,
  name: string,
  options: GradebookOptions,
): Promise<void> {
  const { handIns, say } = options;
  const release = join(folder, "release", name, `${name}.ipynb`);
  const needed = [release, join(folder, "gradebook.db"), coursePython()];
  if (!needed.every((path) => existsSync(path))) return;
  const place = ({ record }: GradedHandIn): string =>
    join(folder, "autograded", record.learner, name);
  const usable = handIns.filter(({ record }) => isKnownName(record.learner));
  const changed = usable.filter((one) => one.isNew || !existsSync(place(one)));
  for (const one of changed)
    rmSync(place(one), { recursive: true, force: true });
  const isGraded = ({ record }: GradedHandIn): boolean =>
    record.status === "graded";
  let reason = "";
  const copies = mkdtempSync(join(folder, ".grading-"));
  try {
    const graded = changed.filter(isGraded);
    if (graded.length > 0)
      await autograde(copies, release, { ...options, handIns: graded });
    const path = join(copies, "points.json");
    const points = { chapter: name, ...pointsOf(usable, options.rules) };
    replaceFile(path, JSON.stringify(points), WRITES);
    await classPython(folder, "points", path);
  } catch (error) {
    const path = writeLog(courseFolder(), String(error));
    reason = `The reason is in ${relative(process.cwd(), path)}`;
  } finally {
    rmSync(copies, { recursive: true, force: true });
  }
  const lost = handIns
    .filter(
      (one) =>
        isGraded(one) && !(usable.includes(one) && existsSync(place(one))),
    )
    .map(({ record }) => record.learner);
  say(
    reason || lost.length > 0
      ? `Not in nbgrader's gradebook: ${lost.join(", ") || "some points"}. ` +
          `${reason || "It cannot use such names"}.`
      : "nbgrader's gradebook has these points.",
  );
}

/** What `points.py` reads: the points by graded cell and learner. */
function pointsOf(
  handIns: readonly GradedHandIn[],
  rules: ClassRules,
): { most: Record<string, number>; learners: Record<string, unknown> } {
  const byCell = (points: Record<string, number>): Record<string, number> =>
    Object.fromEntries(
      Object.entries(points).map(([id, one]) => [gradeName(id), one]),
    );
  const most: Record<string, number> = {};
  const learners = handIns.map(({ record }) => {
    for (const [id, { of }] of Object.entries(record.exercises))
      most[id] = weighted(of, id, rules);
    const score = scoreOf(record, rules);
    if (!score) return [record.learner, null] as const;
    const all = Object.values(score.exercises);
    const more = score.total - all.reduce((a, b) => a + b, 0);
    const cells = byCell(score.exercises);
    const points = {
      cells,
      late: Math.max(0, -more),
      extra: Math.max(0, more),
    };
    return [record.learner, points] as const;
  });
  return { most: byCell(most), learners: Object.fromEntries(learners) };
}

/** Whether nbgrader can find a hand-in by this name: it reads it as a pattern. */
function isKnownName(learner: string): boolean {
  const isPlain = folderName(learner) === learner && learner.trim() === learner;
  return isPlain && !/[[\]\ufffd]/.test(learner);
}

/** Lets nbgrader grade hand-ins by the outputs that their records stand for. */
async function autograde(
  copies: string,
  release: string,
  { handIns, say }: GradebookOptions,
): Promise<void> {
  const folder = dirname(copies);
  const file = basename(release);
  const name = basename(file, ".ipynb");
  const assignment = readNotebook(release);
  for (const { record, read } of handIns) {
    const { notebook } = asGradable(parseHandIn(read(), file), assignment);
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
    return { output_type: "stream", name: "stdout", text: "Passed.\n" };
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
