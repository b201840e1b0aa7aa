import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

import { courseFolder, pythonIn } from "./course-files.cjs";
import { findPython } from "./python.cjs";
import { describeTrouble, type Trouble } from "./failures.cjs";
import { runLogged } from "./run-logged.cjs";

/** A Python environment for one tool, beside the learner's. */
export interface OwnEnvironment {
  /** Its folder below the course's folder, such as `.venv-peers`. */
  name: string;
  /** The path of its requirements. */
  requirements: string;
  /** Its contents, as printed on the terminal. */
  contents: string;
}

/**
 * Returns the Python of an environment, which is made if it is missing or was
 * made with other requirements.
 *
 * @returns its path
 * @throws if it cannot be made; the message says why
 */
export async function pythonOf({
  name,
  requirements,
  contents,
}: OwnEnvironment): Promise<string> {
  const folder = join(courseFolder(), name);
  const own = pythonIn(folder);
  const made = join(folder, "requirements.txt");
  const contentOf = (path: string): string =>
    existsSync(path) ? readFileSync(path, "utf8") : "";
  if (contentOf(made) === contentOf(requirements)) return own;
  process.stderr.write(`Installing ${contents} ... `);
  const trouble = await make(folder, own, requirements);
  if (trouble) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(describeTrouble(`environment (${name})`, trouble));
  }
  copyFileSync(requirements, made); // last: the environment is complete
  process.stderr.write("done\n");
  return own;
}

async function make(
  folder: string,
  own: string,
  requirements: string,
): Promise<Trouble | undefined> {
  const { python, trouble } = findPython();
  if (!python) return trouble;
  const root = courseFolder();
  const pip = ["-m", "pip", "install", "--disable-pip-version-check"];
  return (
    (await runLogged(root, "venv", [...python.line, "-m", "venv", folder])) ??
    (await runLogged(root, "pip", [own, ...pip, "-r", requirements]))
  );
}
