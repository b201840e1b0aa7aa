import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { findExercise } from "../exercises/course";
import { exerciseOf } from "./exercise-cells";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
  parseNotebook,
} from "./notebook-format";
import { jupyterEnvironment } from "./kernel.cjs";
import { coursePython, courseFolder } from "./places.cjs";
import { findNotebooks } from "./publish";

/** Where nbgrader keeps a class, unless told. */
export const CLASSROOM: string = join(courseFolder(), "classroom");

/** The last argument of `check("01.1", myUpdate)`. */
const ANSWER = /\bcheck\(\s*"\d\d\.\d",\s*(\w+),?\s*\)/;

const CONFIG = `# Settings of nbgrader for this course; yours to change.
import os
import tempfile

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "train-a-language-model"
c.Execute.timeout = 600  # seconds a cell may take
c.ClearSolutions.code_stub = {"typescript": "return yourTurn();"}

# Grading must not touch the teacher's own progress, and train only briefly.
os.environ["TINYLLM_PROGRESS"] = os.path.join(tempfile.mkdtemp(), "progress.json")
os.environ["TINYLLM_PRESET"] = "smoke"
`;

/**
 * A chapter as an assignment of nbgrader: below each exercise stands a locked
 * cell that grades its answer and is worth its points.
 *
 * @param notebook a chapter; it is left as it is
 * @returns the assignment, without outputs
 * @throws if an exercise's cell does not say which name holds the answer
 */
export function asAssignment(notebook: Notebook): Notebook {
  const cells = notebook.cells.flatMap((cell) => {
    if (cell.cell_type !== "code") return [cell];
    const open = { ...cell, outputs: [], execution_count: null };
    const id = exerciseOf(cell);
    return id === undefined ? [open] : [open, gradingCell(id, cell)];
  });
  return { ...notebook, cells };
}

function gradingCell(id: string, cell: NotebookCell): NotebookCell {
  const answer = ANSWER.exec(joinLines(cell.source))?.[1];
  if (answer === undefined)
    throw new Error(`The cell of exercise ${id} must check a named answer.`);
  const name = `grade-${id.replace(".", "-")}`;
  const nbgrader = {
    schema_version: 3,
    grade_id: name,
    grade: true,
    points: findExercise(id).points,
    locked: true,
    solution: false,
    task: false,
  };
  return {
    cell_type: "code",
    id: name,
    metadata: { nbgrader },
    source: `import { grade } from "tinyllm";\n\ngrade("${id}", ${answer});`,
    outputs: [],
    execution_count: null,
  };
}

/** A chapter as a class uses it. */
export interface Assignment {
  /** its name for nbgrader, such as "05-linear-layer" */
  name: string;
  /** the file that learners get */
  release: string;
}

/**
 * Makes assignments of chapters: `source` for nbgrader, `release` to hand out.
 *
 * @param folder of the class; its settings are written if it has none
 * @param chapters beginnings of their names, such as "05"
 * @throws with nbgrader's own words, if it refuses
 */
export function releaseChapters(
  folder: string,
  chapters: string[],
): Assignment[] {
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "nbgrader_config.py");
  if (!existsSync(config)) writeFileSync(config, CONFIG);
  return findNotebooks(chapters).map((path) => {
    const name = basename(path, ".ipynb");
    const source = join(folder, "source", name);
    mkdirSync(source, { recursive: true });
    const notebook = parseNotebook(readFileSync(path, "utf8"), path);
    const text = formatNotebook(asAssignment(notebook));
    writeFileSync(join(source, `${name}.ipynb`), text);
    nbgrader(folder, ["generate_assignment", name, "--create", "--force"]);
    return { name, release: join(folder, "release", name, `${name}.ipynb`) };
  });
}

/**
 * Grades all that lies in `submitted/LEARNER/CHAPTER/CHAPTER.ipynb`.
 *
 * @param folder of the class
 * @param chapters beginnings of their names
 * @returns the path of a table of all grades
 */
export function gradeChapters(folder: string, chapters: string[]): string {
  for (const path of findNotebooks(chapters))
    nbgrader(folder, ["autograde", basename(path, ".ipynb"), "--force"]);
  const grades = join(folder, "grades.csv");
  nbgrader(folder, ["export", `--CsvExportPlugin.to=${grades}`]);
  return grades;
}

function nbgrader(folder: string, args: readonly string[]): void {
  const root = courseFolder();
  const run = spawnSync(coursePython(root), ["-m", "nbgrader", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: jupyterEnvironment(root),
  });
  if (run.status === 0) return;
  const line = `nbgrader ${args.join(" ")}, in ${folder},`;
  const reason = String(run.status ?? run.error?.message);
  throw new Error(`${line} stopped with ${reason}:\n${run.stderr}`);
}
