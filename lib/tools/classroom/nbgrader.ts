import { execFile, type ExecFileException } from "node:child_process";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

import { coursePython, courseFolder } from "../setup/course-files.cjs";
import { jupyterEnvironment } from "../setup/kernel.cjs";

/** Many endless cells in one hand-in must not keep the others waiting. */
export const MOST_MINUTES = 15;

const run = promisify(execFile);

/**
 * Runs one of nbgrader's commands.
 *
 * @param folder the folder of the class
 * @param args the command and its options
 * @throws with nbgrader's own message if it fails
 */
export function nbgrader(folder: string, ...args: string[]): Promise<void> {
  return classPython(folder, "nbgrader", ...args);
}

/**
 * Runs a module of the course's Python: nbgrader, or one of those beside this
 * file.
 *
 * @param folder the folder of the class, where it runs
 * @param args the name of the module, and its arguments
 * @throws with its own message if it fails
 */
export async function classPython(
  folder: string,
  ...args: string[]
): Promise<void> {
  const root = courseFolder();
  const environment = jupyterEnvironment(root);
  const plugins = join(root, "lib", "tools", "classroom");
  const before = environment.PYTHONPATH;
  const options = {
    cwd: folder,
    env: {
      ...environment,
      PYTHONPATH: before ? plugins + delimiter + before : plugins,
    },
    maxBuffer: Infinity,
    timeout: MOST_MINUTES * 60_000,
  };
  try {
    await run(coursePython(root), ["-m", ...args], options);
  } catch (error) {
    const { code, signal, stderr } = error as ExecFileException;
    const line = `${args.join(" ")}, in ${folder},`;
    const reason = code ?? signal ?? "an error";
    throw new Error(`${line} stopped with ${reason}:\n${stderr}`, {
      cause: error,
    });
  }
}
