import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import * as nodeModule from "node:module";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../testing/temporary-folder";

/**
 * Starts the kernel with `folder` as the folder for temporary files. It loads
 * all its modules, then ends because it has no connection file.
 */
function startKernel(folder: string): void {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ TMPDIR: folder, TMP: folder, TEMP: folder },
  };
  delete env.NODE_COMPILE_CACHE;
  delete env.NODE_DISABLE_COMPILE_CACHE;
  const kernel = join(__dirname, "kernel.js");
  const run = spawnSync(process.execPath, [kernel], { encoding: "utf8", env });
  assert.match(run.stderr, /^Error: kernel: --config-path must name/);
}

test("from Node 22.1 on, compiled code is cached for the next kernel", (t) => {
  const folder = temporaryFolder(t);
  startKernel(folder);
  const isKept = "enableCompileCache" in nodeModule;
  assert.equal(readdirSync(folder).length > 0, isKept);
});

test("the kernel starts without a folder for the compile cache", (t) => {
  startKernel(join(temporaryFolder(t, { file: "" }), "file"));
});
