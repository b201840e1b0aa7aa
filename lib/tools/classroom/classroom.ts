import { execFile, type ExecFileException } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { promisify } from "node:util";

import { replaceFile } from "../../core/base/replace-file";
import { asAssignment } from "./assignment";
import { formatNotebook, readNotebook } from "../notebooks/format";
import { jupyterEnvironment } from "../setup/kernel.cjs";
import { coursePython, courseFolder, filesBelow } from "../setup/course-files.cjs";
import { findNotebooks } from "../notebooks/find";

/** The default folder of a class. */
export const CLASSROOM: string = join(courseFolder(), "classroom");

const run = promisify(execFile);

const CONFIG = `# Settings of nbgrader for this course. Change them as you like.
import atexit
import os
import shutil
import tempfile

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "train-a-language-model"
c.Execute.timeout = 120  # seconds a cell may take
c.ClearSolutions.code_stub = {"typescript": "return yourTurn();"}

# Grading must not touch the teacher's own progress, and train only briefly.
folder = tempfile.mkdtemp()
atexit.register(shutil.rmtree, folder, ignore_errors=True)
os.environ["TINYLLM_PROGRESS"] = os.path.join(folder, "progress.json")
os.environ["TINYLLM_PRESET"] = "smoke"
`;

/** All hand-ins are graded into one small database. */
const MOST_AT_ONCE = 8;

/** A chapter as an assignment. */
export interface Assignment {
  /** its name for nbgrader, such as "05-linear-layer" */
  name: string;
  /** path of the file for learners */
  release: string;
}

/**
 * Makes assignments from chapters: `source` for nbgrader, `release` to hand
 * out.
 *
 * @param folder the folder of the class; settings are written if it has none
 * @param chapters beginnings of their names, such as "05"
 * @throws if the folder is not in the course, or with nbgrader's own message if
 *   nbgrader fails
 */
export async function releaseChapters(
  folder: string,
  chapters: string[],
): Promise<Assignment[]> {
  const place = relative(courseFolder(), folder);
  if (place.startsWith("..") || isAbsolute(place))
    throw new Error(
      `A class must be a folder of the course, because a notebook looks for ` +
        `tinyllm in the folders above it; got ${folder}. ` +
        `Name one below ${courseFolder()}.`,
    );
  const paths = findNotebooks(chapters);
  const where = "npm run release";
  const config = join(folder, "nbgrader_config.py");
  if (!existsSync(config)) replaceFile(config, CONFIG, { where });
  const made: Assignment[] = [];
  for (const path of paths) {
    const name = basename(path, ".ipynb");
    const file = join(name, `${name}.ipynb`);
    const text = formatNotebook(asAssignment(readNotebook(path)));
    replaceFile(join(folder, "source", file), text, { where });
    await inOneGo(join(folder, "release", name), where, (elsewhere) =>
      nbgrader(
        folder,
        ...["generate_assignment", name, "--create", "--force"],
        `--CourseDirectory.release_directory=${dirname(elsewhere)}`,
      ),
    );
    made.push({ name, release: join(folder, "release", file) });
  }
  return made;
}

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
  const file = "grades.csv";
  await inOneGo(folder, "npm run grade", (elsewhere) =>
    nbgrader(folder, "export", `--CsvExportPlugin.to=${join(elsewhere, file)}`),
  );
  return { grades: join(folder, file), problems };
}

/** The learners who have a folder for a chapter. */
function handedIn(folder: string, name: string, only?: string): string[] {
  if (!existsSync(join(folder, "release", name)))
    throw new Error(
      `A chapter must be released before it is graded; in ${folder} there is ` +
        `no release/${name}. Run npm run release -- ${name}.`,
    );
  const submitted = join(folder, "submitted");
  const all = existsSync(submitted) ? readdirSync(submitted) : [];
  const learners = all.filter(
    (one) => (only ?? one) === one && existsSync(join(submitted, one, name)),
  );
  if (learners.length > 0) return learners;
  throw new Error(
    `Hand-ins must be in submitted/${only ?? "LEARNER"}/${name}/${name}.ipynb ` +
      `in ${folder}; there is none.`,
  );
}

/**
 * Runs and grades one hand-in. Missing locked cells are put back, so a learner
 * can hand in the chapter itself.
 * @returns a note for the line about this hand-in
 */
async function gradeOne(
  folder: string,
  name: string,
  learner: string,
): Promise<string> {
  const place = join(folder, "submitted", learner, name);
  const path = join(place, `${name}.ipynb`);
  if (!existsSync(path)) {
    const found = readdirSync(place).join(", ") || "nothing";
    throw new Error(`it must be named ${name}.ipynb; got ${found}.`);
  }
  const given = readNotebook(path);
  const whole = asAssignment(given);
  const missing = whole.cells.length - given.cells.length;
  if (missing > 0)
    replaceFile(path, formatNotebook(whole), { where: "npm run grade" });
  await nbgrader(folder, "autograde", name, `--student=${learner}`, "--force");
  const made = join(folder, "autograded", learner, name, "checkpoints");
  rmSync(made, { recursive: true, force: true }); // megabytes per learner
  return missing > 0 ? `: missing locked cells were put back (${missing})` : "";
}

/**
 * Lets nbgrader write files elsewhere, and then puts each into its folder in
 * one go, so that a run that is killed leaves no half file.
 */
async function inOneGo(
  folder: string,
  where: string,
  write: (elsewhere: string) => Promise<void>,
): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), "tinyllm-class-"));
  try {
    const elsewhere = join(scratch, basename(folder));
    mkdirSync(elsewhere);
    await write(elsewhere);
    for (const path of filesBelow(elsewhere, () => true)) {
      const target = join(folder, relative(elsewhere, path));
      replaceFile(target, [readFileSync(path)], { where });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function nbgrader(folder: string, ...args: string[]): Promise<void> {
  const root = courseFolder();
  const options = {
    cwd: folder,
    env: jupyterEnvironment(root),
    maxBuffer: Infinity,
  };
  try {
    await run(coursePython(root), ["-m", "nbgrader", ...args], options);
  } catch (error) {
    const { code, signal, stderr } = error as ExecFileException;
    const line = `nbgrader ${args.join(" ")}, in ${folder},`;
    const reason = code ?? signal ?? "an error";
    throw new Error(`${line} stopped with ${reason}:\n${stderr}`, {
      cause: error,
    });
  }
}
