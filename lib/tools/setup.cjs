"use strict";
// Sets up what a command needs, then runs it.
const { spawn } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");
const kernel = require("./kernel.cjs");
const library = require("./library.cjs");
const packages = require("./packages.cjs");
const { courseFolder } = require("./places.cjs");
const python = require("./python.cjs");
const { describeTrouble } = require("./trouble.cjs");

/** @typedef {import("./trouble.cjs").Part} Part */

/** @type {Part[]} */
const EVERYTHING = [packages, library, python, kernel];

/** What commands need that do not need everything. @type {Record<string, Part[]>} */
const NEEDS = {
  library: [library],
  size: [packages, library],
  bench: [packages, library],
  mutants: [packages, library],
  check: [packages, library],
};

/** Commands that are the set-up, and nothing after it. */
const ONLY_SETUP = ["setup", "library"];

/**
 * Makes the parts that are not ready, one line a part.
 * @param {string} root the folder of the course
 * @param {Part[]} parts in the order in which they need each other
 * @param {(text: string) => void} print where the lines go
 * @returns {boolean} whether all of them are ready now
 */
function setUp(root, parts, print) {
  for (const part of parts) {
    if (!part.look(root)) continue;
    print(`${part.making} ... `);
    const start = Date.now();
    const trouble = part.make(root);
    const seconds = ((Date.now() - start) / 1000).toFixed(1);
    if (trouble) {
      print(`failed after ${seconds} s\n`);
      print(describeTrouble(part.title, trouble) + "\n");
      return false;
    }
    print(`${seconds} s\n`);
  }
  return true;
}

/**
 * Runs a tool of lib/dist/tools as a program of its own, which gets the
 * terminal and decides what Ctrl+C means.
 * @param {string} file the tool
 * @param {string[]} args its arguments
 * @returns {Promise<number>} its exit code
 */
function runTool(file, args) {
  const child = spawn(process.execPath, [file, ...args], { stdio: "inherit" });
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  process.on("SIGHUP", () => child.kill("SIGHUP"));
  return new Promise((accept) => {
    child.on("exit", (code) => accept(code ?? 1));
  });
}

/**
 * Runs a command of package.json.
 * @param {string[]} line its name and its arguments
 * @returns {Promise<number>} the exit code
 */
async function command([name = "setup", ...args]) {
  if (name === "doctor") return require("./doctor.cjs").doctor();
  const root = courseFolder();
  const parts = NEEDS[name] ?? EVERYTHING;
  if (!setUp(root, parts, (text) => process.stdout.write(text))) return 1;
  if (ONLY_SETUP.includes(name)) return 0;
  const tool = join(root, "lib", "dist", "tools", `${name}.js`);
  if (existsSync(tool)) return runTool(tool, args);
  console.error(`There is no tool named ${name} (${tool}).`);
  return 1;
}

module.exports = { EVERYTHING, setUp, command };
