import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { fastBackend, type FastBackendOptions, type Numbers } from ".";
import { loadKernels } from "./load-kernels";

const { isFused } = loadKernels("fastest");
const skip = !isFused && "this Node or processor has no fused multiply-add";

/** The name of a backend with these settings. */
function nameWith(options: FastBackendOptions): string {
  const backend = fastBackend({ threads: 1, memoryMB: 16, ...options });
  backend.close();
  return backend.name;
}

test("a backend's name tells which kernels compute", () => {
  const fused = isFused ? "fused SIMD kernels" : "SIMD kernels";
  assert.equal(nameWith({}), "SIMD kernels");
  assert.equal(nameWith({ numbers: "same everywhere" }), "SIMD kernels");
  assert.equal(nameWith({ numbers: "fastest" }), fused);
});

test("Node has fused kernels from version 22 on, if the processor has", () => {
  const version = Number.parseInt(process.versions.node);
  if (version < 22) assert.equal(isFused, false);
  // Without the instruction, the fused kernels would round twice.
  const file = join(__dirname, "load-kernels.js");
  const code = `console.log(require(${JSON.stringify(file)}).loadKernels("fastest").isFused)`;
  if (process.arch !== "x64") return;
  const flags = ["--no-enable-fma3", "-e", code];
  const { stdout } = spawnSync(process.execPath, flags, { encoding: "utf8" });
  assert.equal(stdout.trim(), "false");
});

test("unknown numbers are rejected, and contradictory settings", () => {
  assert.throws(() => fastBackend({ numbers: "best" as Numbers }), {
    name: "RangeError",
    message:
      'fastBackend: numbers must be "same everywhere" or "fastest"; got "best".',
  });
  assert.throws(
    () => fastBackend({ backend: "blas", numbers: "same everywhere" }),
    /numbers cannot be "same everywhere" with backend "blas".*Omit one/s,
  );
});

test("the fused kernels pass the tests of the others", { skip }, () => {
  const files = ["ops", "model"].map((name) =>
    join(__dirname, `${name}.test.js`),
  );
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    TINYLLM_NUMBERS: "fastest",
  };
  delete env.NODE_TEST_CONTEXT; // so that the child reports by itself
  const run = ["--test", ...files];
  const { status, stdout } = spawnSync(process.execPath, run, {
    env,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout.slice(-4000));
});
