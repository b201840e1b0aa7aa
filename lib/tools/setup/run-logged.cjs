"use strict";
// Runs programs for the set-up; what they print goes to its log.
const { spawn } = require("node:child_process");
const { appendFileSync, mkdirSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { explain } = require("./failures.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */

/**
 * Writes to the log of the set-up.
 * @param {string} root the folder of the course
 * @param {string} text what to add
 * @returns {string} where the log is
 */
function writeLog(root, text) {
  const folder = join(root, ".artifacts");
  try {
    mkdirSync(folder, { recursive: true });
    appendFileSync(join(folder, "setup.log"), text);
    return join(folder, "setup.log");
  } catch {
    appendFileSync(join(tmpdir(), "tinyllm-setup.log"), text);
    return join(tmpdir(), "tinyllm-setup.log");
  }
}

/** The environment without variables that point Python to other packages. */
function cleanEnvironment() {
  const environment = { ...process.env };
  delete environment.PYTHONHOME;
  delete environment.PYTHONPATH;
  return environment;
}

/**
 * Runs a program to its end; its output goes to the log.
 * @param {string} root the folder of the course, where it runs
 * @param {string} program its name in messages
 * @param {string[]} line the executable and its arguments
 * @param {boolean} [shell] whether it is a script that needs the shell
 * @returns {Promise<Trouble | undefined>} what went wrong
 */
function runLogged(root, program, line, shell = false) {
  const [file, ...args] = line;
  const child = spawn(file, args, {
    cwd: root,
    shell,
    env: cleanEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (text) => (output += text));
  }
  return new Promise((accept) => {
    child.on("error", (error) => (output += error.message));
    child.on("close", (code) => {
      // in one piece, because several programs may run at the same time
      const log = writeLog(root, `\n$ ${line.join(" ")}\n${output}`);
      accept(code === 0 ? undefined : explain(output, program, log));
    });
  });
}

module.exports = { cleanEnvironment, runLogged, writeLog };
