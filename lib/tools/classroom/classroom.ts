import { existsSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";

import { replaceFile } from "../../disk/replace-file";
import { asAssignment } from "./assignment";
import { classChapter } from "./class-chapter";
import { inOneGo } from "./in-one-go";
import { nbgrader } from "./nbgrader";
import { formatNotebook, readNotebook } from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { findNotebooks } from "../notebooks/find";

/** The default folder of a class. */
export const CLASSROOM: string = join(courseFolder(), "classroom");

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

/** A chapter as an assignment. */
export interface Assignment {
  /** its name for nbgrader, such as "05-linear-layer" */
  name: string;
  /** path of the file for learners */
  release: string;
}

/**
 * Makes assignments from chapters: `source` for nbgrader, `release` to hand
 * out. Exercises that the class adds stand at the end.
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
    const { notebook } = classChapter(folder, path, readNotebook(path));
    const text = formatNotebook(asAssignment(notebook));
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
