"use strict";
// Sets up what a command needs, then runs it.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const kernel = require("./kernel.cjs");
const library = require("./library.cjs");
const packages = require("./packages.cjs");
const { courseFolder } = require("./course-files.cjs");
const python = require("./python.cjs");
const { describeTrouble } = require("./failures.cjs");

/** @typedef {import("./failures.cjs").Part} Part */

/** @type {Part[]} */
const EVERYTHING = [packages, library, python, kernel];

/** What a command needs, if it does not need everything. @type {Record<string, Part[]>} */
const NEEDS = {
  library: [library],
  "tools/check/check": [packages, library],
  "tools/check/size": [packages, library],
  "tools/bench/bench": [packages, library],
  "tools/grader/grade": [packages, library],
  "tools/results/results": [packages, library],
  "testing/mutants/mutants": [packages, library],
};

/** Commands that only set up. */
const ONLY_SETUP = ["setup", "library"];

/**
 * Makes the parts that are not ready, each as soon as the parts that it needs
 * are. Several run at a time, because npm and pip mostly wait for the network.
 * @param {string} root the folder of the course
 * @param {Part[]} parts those that the command needs
 * @param {(line: string) => void} print where the lines go
 * @returns {Promise<boolean>} whether all of them are ready now
 */
async function setUp(root, parts, print) {
  /** @type {Map<Part, Promise<boolean>>} */
  const ready = new Map();
  /** @param {Part} part @returns {Promise<boolean>} */
  const make = async (part) => {
    const needed = part.needs.filter((other) => parts.includes(other));
    const all = await Promise.all(needed.map(madeOnce));
    if (all.includes(false)) return false;
    if (!part.look(root)) return true;
    print(`${part.making} ...`);
    const start = Date.now();
    const trouble = await part.make(root);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    print(
      trouble
        ? describeTrouble(part.title, trouble)
        : `ok  ${part.title} (${seconds} s)`,
    );
    return trouble === undefined;
  };
  /** @param {Part} part @returns {Promise<boolean>} */
  const madeOnce = (part) => {
    const made = ready.get(part) ?? make(part);
    ready.set(part, made);
    return made;
  };
  return !(await Promise.all(parts.map(madeOnce))).includes(false);
}

/**
 * Runs a tool of lib/dist as a separate process, which gets the terminal and
 * handles Ctrl+C.
 * @param {string} root the folder of the course
 * @param {string} file the tool
 * @param {string[]} args its arguments
 * @returns {Promise<number>} its exit code
 */
function runTool(root, file, args) {
  const child = spawn(process.execPath, [file, ...args], {
    stdio: "inherit",
    env: { ...process.env, TINYLLM_PREFIX: kernel.prefixOf(root) },
  });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  return new Promise((accept) => {
    child.on("exit", (code) => accept(code ?? 1));
  });
}

/**
 * Runs a command of package.json.
 * @param {string[]} line `setup`, `library`, `doctor` or a tool's path below
 *   lib such as `tools/check/size`; then its arguments
 * @returns {Promise<number>} the exit code
 */
async function command([name = "setup", ...args]) {
  if (name === "doctor") return require("./doctor.cjs").doctor();
  const root = courseFolder();
  const parts =
    (args.includes("--nbgrader") ? undefined : NEEDS[name]) ?? EVERYTHING;
  if (!(await setUp(root, parts, (line) => console.log(line)))) return 1;
  if (ONLY_SETUP.includes(name)) return 0;
  const tool = join(root, "lib", "dist", `${name}.js`);
  if (existsSync(tool)) return runTool(root, tool, args);
  console.error(`There is no tool named ${name} (${tool}).`);
  return 1;
}

module.exports = { EVERYTHING, setUp, command };
