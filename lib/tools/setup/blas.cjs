"use strict";
// Whether there is a BLAS library for `fastBackend({ backend: "blas" })`.
const { join } = require("node:path");
const { prefixOf } = require("./kernel.cjs");

/** @typedef {import("./doctor.cjs").Finding} Finding */

/**
 * Looks for a BLAS library, as the compiled library does.
 * @param {string} root the folder of the course
 * @returns {Finding} its file, or a note that says why there is none
 */
function lookForBlas(root) {
  process.env.TINYLLM_PREFIX = prefixOf(root);
  try {
    const { findBlas } = require(join(root, "lib/dist/fast/blas.js"));
    return { title: `BLAS (${findBlas()})` };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const cure = `none needed, unless you want backend "blas".`;
    return { title: "BLAS", trouble: { cause, cure }, harmless: true };
  }
}

module.exports = { lookForBlas };
