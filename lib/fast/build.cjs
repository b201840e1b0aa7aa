"use strict";
// Compiles the kernels (AssemblyScript) into lib/dist/fast/kernels.wasm.
const { spawnSync } = require("node:child_process");
const { mkdirSync } = require("node:fs");
const { dirname, join } = require("node:path");

const folder = __dirname;
const output = join(folder, "..", "dist", "fast", "kernels.wasm");
mkdirSync(dirname(output), { recursive: true });
const compiler = join(
  dirname(require.resolve("assemblyscript/package.json", { paths: [folder] })),
  "bin",
  "asc.js",
);
const memory = ["--importMemory", "--sharedMemory"].concat(
  ["--initialMemory", "1"],
  ["--maximumMemory", "65536"],
);
const run = spawnSync(
  process.execPath,
  [
    compiler,
    join(folder, "kernels", "index.ts"),
    ...["--outFile", output],
    ...["-O3", "--runtime", "stub", "--enable", "simd,threads"],
    ...memory,
  ],
  { stdio: "inherit" },
);
process.exitCode = run.status ?? 1;
