"use strict";
// The npm packages are ready if node_modules has all of package-lock.json's.
const { existsSync, statSync } = require("node:fs");
const { join } = require("node:path");
const { readJson } = require("./course-files.cjs");
const { AGAIN } = require("./failures.cjs");
const { runLogged } = require("./run-logged.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */
/** @typedef {{version?: string, optional?: boolean, os?: string[]}} Entry */
/** @typedef {Record<string, Entry>} Locked */

const RECORD = join("node_modules", ".package-lock.json");

/**
 * Says whether npm has not run since package-lock.json was written.
 * @param {string} root the folder of the course
 */
function isOutdated(root) {
  const written = (/** @type {string} */ file) =>
    statSync(join(root, file)).mtimeMs;
  return written(RECORD) < written("package-lock.json");
}

/**
 * Compares npm's own record of what it installed with package-lock.json. npm
 * writes that record last, so a half-done installation has none.
 * @param {string} root the folder of the course
 * @returns {Trouble | undefined} why the packages are not ready
 */
function look(root) {
  const modules = join(root, "node_modules");
  if (!existsSync(modules)) {
    return { cause: "node_modules is missing.", cure: AGAIN };
  }
  /** @type {Locked | undefined} */
  const installed = readJson(join(root, RECORD))?.packages;
  if (!installed) {
    return { cause: "an installation stopped halfway.", cure: AGAIN };
  }
  /** @type {Locked} */
  const wanted = readJson(join(root, "package-lock.json"))?.packages ?? {};
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === "") continue;
    const found = installed[path];
    // npm skips an optional package if the registry refuses it, or if it is
    // for another system
    if (!found && entry.optional && (entry.os || !isOutdated(root))) continue;
    if (found?.version !== entry.version) {
      const cause = `${path} is ${found?.version ?? "not installed"}; package-lock.json requires ${entry.version}.`;
      return { cause, cure: AGAIN };
    }
    if (!existsSync(join(root, path, "package.json"))) {
      return { cause: `${path} has been deleted.`, cure: AGAIN };
    }
  }
  return undefined;
}

/**
 * Installs the packages, without their install scripts: the packages contain
 * everything that the course needs.
 * @param {string} root the folder of the course
 * @returns {Promise<Trouble | undefined>} what went wrong
 */
async function make(root) {
  const flags =
    "--ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=warn " +
    "--fetch-retries=2 --fetch-retry-mintimeout=1000 " +
    "--fetch-retry-maxtimeout=5000";
  const options = ["ci", ...flags.split(" ")];
  const npm = process.env.npm_execpath ?? "";
  if (/npm-cli\.c?js$/.test(npm)) {
    return runLogged(root, "npm", [process.execPath, npm, ...options]);
  }
  const windows = process.platform === "win32";
  return runLogged(
    root,
    "npm",
    [windows ? "npm.cmd" : "npm", ...options],
    windows,
  );
}

module.exports = {
  title: "npm packages",
  making: "Installing the npm packages",
  needs: [],
  look,
  make,
};
