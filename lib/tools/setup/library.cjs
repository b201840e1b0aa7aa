"use strict";
// The library `tinyllm`: lib/dist, compiled from the current sources.
const { createHash } = require("node:crypto");
const fs = require("node:fs");
const { join, relative, sep } = require("node:path");
const { filesBelow } = require("./course-files.cjs");
const { AGAIN } = require("./failures.cjs");
const packages = require("./packages.cjs");
const { runLogged } = require("./run-logged.cjs");

/** @typedef {import("./failures.cjs").Trouble} Trouble */

/** The fast kernels, compiled twice: with and without fused multiply-add. */
const KERNELS = {
  "kernels.wasm": "simd,threads",
  "kernels-fused.wasm": "simd,threads,relaxed-simd",
};

/**
 * Names the arguments of the AssemblyScript compiler, which makes the kernels.
 * @param {string} file @param {string} features
 */
function ascArguments(file, features) {
  return [
    "lib/fast/kernels/index.ts",
    ...["--outFile", `lib/dist/fast/${file}`],
    ...["-O3", "--runtime", "stub", "--enable", features],
    ...["--importMemory", "--sharedMemory"],
    ...["--initialMemory", "1", "--maximumMemory", "65536"],
  ];
}

/** @param {string} root */
function sources(root) {
  const dist = join(root, "lib", "dist");
  const files = filesBelow(join(root, "lib"), (path) => path !== dist);
  const code = files.filter((path) => /\.(ts|cjs)$/.test(path));
  return [join(root, "tsconfig.json"), join(root, "lib/package.json"), ...code];
}

/**
 * Computes a hash of the sources and their paths.
 * @param {string} root the folder of the course
 * @returns {string} a hash
 */
function sourceHash(root) {
  const hash = createHash("sha256");
  for (const path of sources(root)) {
    hash.update(relative(root, path).split(sep).join("/"));
    hash.update(fs.readFileSync(path));
  }
  return hash.digest("hex");
}

/** @param {string} root */
function stampOf(root) {
  return join(root, "lib", "dist", ".compiled");
}

/** @param {string} root */
function output(root) {
  const files = filesBelow(join(root, "lib", "dist"), () => true);
  return files.filter((path) => /\.(js|cjs|d\.ts|d\.cts)$/.test(path));
}

/**
 * Checks whether lib/dist was compiled from the current sources.
 * @param {string} root the folder of the course
 * @returns {Trouble | undefined} why it is not ready
 */
function look(root) {
  const stamp = stampOf(root);
  const kernels = Object.keys(KERNELS).map((file) =>
    join(root, "lib", "dist", "fast", file),
  );
  if (![stamp, ...kernels].every((file) => fs.existsSync(file))) {
    return { cause: "lib/dist is missing or incomplete.", cure: AGAIN };
  }
  const written = fs.statSync(stamp).mtimeMs;
  const touched = output(root).some((f) => fs.statSync(f).mtimeMs > written);
  if (touched || fs.readFileSync(stamp, "utf8") !== sourceHash(root)) {
    return { cause: "lib has changed since it was compiled.", cure: AGAIN };
  }
  return undefined;
}

/** @param {string} root */
function removeOrphans(root) {
  const dist = join(root, "lib", "dist");
  for (const path of output(root)) {
    const name = relative(dist, path).replace(/(\.d)?\.(c?)[jt]s$/, ".$2");
    const base = join(root, "lib", name);
    if (!fs.existsSync(base + "ts") && !fs.existsSync(base + "js")) {
      fs.rmSync(path);
    }
  }
}

/**
 * Compiles the library and deletes output that no longer has a source.
 * @param {string} root the folder of the course
 * @returns {Promise<Trouble | undefined>} what went wrong
 */
async function make(root) {
  const hash = sourceHash(root);
  /** @param {string} program @param {string[]} args */
  const node = (program, args) => [
    process.execPath,
    join(root, "node_modules", program),
    ...args,
  ];
  const troubles = await Promise.all([
    runLogged(root, "TypeScript", node("typescript/bin/tsc", ["-p", root])),
    ...Object.entries(KERNELS).map(([file, features]) => {
      const args = ascArguments(file, features);
      const line = node("assemblyscript/bin/asc.js", args);
      return runLogged(root, "AssemblyScript", line);
    }),
  ]);
  const trouble = troubles.find((one) => one !== undefined);
  if (trouble) return trouble;
  removeOrphans(root);
  fs.writeFileSync(stampOf(root), hash);
  return undefined;
}

module.exports = {
  title: "library (lib/dist)",
  making: "Compiling the library",
  needs: [packages],
  look,
  make,
};
