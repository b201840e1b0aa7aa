"use strict";
// The TypeScript kernel is ready if it is installed in the course's Jupyter and
// its description points to this folder.
const { existsSync } = require("node:fs");
const { delimiter, dirname, isAbsolute, join } = require("node:path");
const library = require("./library.cjs");
const { coursePython, readJson } = require("./course-files.cjs");
const python = require("./python.cjs");
const { AGAIN, explain } = require("./failures.cjs");
const { cleanEnvironment, writeLog } = require("./run-logged.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */

/**
 * Names the folder of the Python environment. Below it, Jupyter looks for the
 * kernel, and lib/fast/blas.ts for OpenBLAS.
 * @param {string} root the folder of the course
 * @returns {string} an absolute path
 */
function prefixOf(root) {
  const own = join(root, ".venv");
  if (!process.env.TINYLLM_PYTHON) return own;
  return python.askPython([coursePython(root)], [])?.prefix ?? own;
}

/**
 * Environment variables with which Jupyter finds this kernel before any other
 * of the same name, and the programs of the course's Python come first on the
 * PATH.
 * @param {string} root the folder of the course
 * @returns {NodeJS.ProcessEnv} a copy of this process's variables, extended
 */
function jupyterEnvironment(root) {
  const environment = cleanEnvironment();
  const before = (/** @type {string} */ own, /** @type {string} */ name) =>
    environment[name] ? own + delimiter + environment[name] : own;
  const search =
    Object.keys(environment).find((name) => /^path$/i.test(name)) ?? "PATH";
  return {
    ...environment,
    [search]: before(dirname(coursePython(root)), search),
    JUPYTER_PATH: before(
      join(prefixOf(root), "share", "jupyter"),
      "JUPYTER_PATH",
    ),
    NODE_NO_WARNINGS: "1",
  };
}

/**
 * Checks a kernel's description.
 * @param {string} root the folder of the course
 * @param {string} folder the one that holds kernel.json
 * @returns {Trouble | undefined} why it does not start this course's kernel
 */
function lookAtSpec(root, folder) {
  const file = join(folder, "kernel.json");
  if (!existsSync(file)) {
    const cause = `there is no kernel named tslab (${file}).`;
    return { cause, cure: AGAIN };
  }
  /** @type {string[]} */
  const argv = readJson(file)?.argv ?? [];
  const gone = argv.find((word) => isAbsolute(word) && !existsSync(word));
  if (gone) {
    const cause = `${file} starts ${gone}, which does not exist: a folder was moved or removed.`;
    return { cause, cure: AGAIN };
  }
  if (!argv.some((word) => word.startsWith(root))) {
    const cause = `${file} starts another kernel: ${argv.join(" ")}`;
    return { cause, cure: AGAIN };
  }
  return undefined;
}

/**
 * Checks whether the kernel is installed.
 * @param {string} root the folder of the course
 * @returns {Trouble | undefined} why it is not ready
 */
function look(root) {
  const folder = join(prefixOf(root), "share", "jupyter", "kernels", "tslab");
  return lookAtSpec(root, folder);
}

/**
 * Installs the kernel in the course's Jupyter.
 * @param {string} root the folder of the course
 * @returns {Trouble | undefined} what went wrong
 */
function make(root) {
  try {
    const { installKernel } = require(join(root, "lib/dist/kernel/install.js"));
    installKernel({ prefix: prefixOf(root) });
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? "") : String(error);
    return explain(said, "the kernel's installer", writeLog(root, said));
  }
  return look(root);
}

module.exports = {
  title: "TypeScript kernel",
  making: "Installing the TypeScript kernel",
  needs: [library, python],
  prefixOf,
  jupyterEnvironment,
  lookAtSpec,
  look,
  make,
};
