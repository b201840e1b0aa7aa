"use strict";
// Where the files of the course are, on every system.
const { existsSync, readdirSync, readFileSync } = require("node:fs");
const { dirname, join } = require("node:path");

/**
 * Finds the folder of the course: the nearest folder above that has
 * package-lock.json.
 * @param {string} [from] the folder to start in
 * @returns {string} an absolute path
 */
function courseFolder(from = __dirname) {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "package-lock.json"))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(`There is no package-lock.json above ${from}.`);
    }
  }
}

/**
 * Names the Python of a virtual environment.
 * @param {string} prefix the folder of the environment
 * @param {string} [platform] as in `process.platform`
 * @returns {string} a path, whether or not the file exists
 */
function pythonIn(prefix, platform = process.platform) {
  return platform === "win32"
    ? join(prefix, "Scripts", "python.exe")
    : join(prefix, "bin", "python");
}

/**
 * Names the Python that has Jupyter: the one that the environment variable
 * `TINYLLM_PYTHON` names, or else the one in `.venv`.
 * @param {string} [root] the folder of the course
 * @returns {string} a path, whether or not the file exists
 */
function coursePython(root = courseFolder()) {
  return process.env.TINYLLM_PYTHON || pythonIn(join(root, ".venv"));
}

/**
 * Lists the files below a folder.
 * @param {string} folder where to look
 * @param {(path: string) => boolean} wanted which files and folders count
 * @returns {string[]} paths, sorted
 */
function filesBelow(folder, wanted) {
  /** @type {string[]} */
  const found = [];
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (!wanted(path)) continue;
    if (entry.isDirectory()) found.push(...filesBelow(path, wanted));
    else found.push(path);
  }
  return found.sort();
}

/**
 * Reads a JSON file.
 * @param {string} path the file
 * @returns {any} its content, or `undefined` if it is missing or not JSON
 */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

module.exports = {
  courseFolder,
  pythonIn,
  coursePython,
  filesBelow,
  readJson,
};
