"use strict";
// Which versions of Node the course is tested on.

/** @typedef {import("./doctor.cjs").Finding} Finding */

/** The tested lines of Node, and the first minor version of each. */
const TESTED = [
  [22, 13],
  [24, 0],
  [26, 0],
];

/**
 * Checks the version of Node.
 * @param {string} [version] such as "22.13.0"
 * @returns {Finding} a note if the version is not maintained or not tested
 */
function lookAtNode(version = process.versions.node) {
  const title = `Node ${version} (${process.execPath})`;
  const [major, minor] = version.split(".").map(Number);
  if (TESTED.some(([line, from]) => major === line && minor >= from)) {
    return { title };
  }
  const cause =
    major === 20
      ? "Node 20 has had no security fixes since April 2026; the course still runs on it."
      : "the course is tested on Node 22.13 or newer, 24 and 26, not on this one.";
  const cure = "install Node 24 when it suits you, then run `npm run setup`.";
  return { title, trouble: { cause, cure }, harmless: true };
}

module.exports = { lookAtNode };
