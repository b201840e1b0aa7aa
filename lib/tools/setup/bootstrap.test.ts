import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { courseFolder } from "./course-files.cjs";

const tools = join(courseFolder(), "lib", "tools", "setup");

/** Runs the entry point as if Node had another version, with a fake set-up. */
function bootstrap(version: string): ReturnType<typeof spawnSync> {
  const pretend = `
    const versions = { ...process.versions, node: "${version}" };
    Object.defineProperty(process, "versions", { value: versions });
    const setup = require.resolve(${JSON.stringify(join(tools, "setup.cjs"))});
    const command = () => Promise.resolve(console.log("started") ?? 7);
    require.cache[setup] = { exports: { command } };
    require(${JSON.stringify(join(tools, "bootstrap.cjs"))});`;
  return spawnSync(process.execPath, ["-e", pretend], { encoding: "utf8" });
}

test("an old Node is rejected with its version and the cure", () => {
  for (const version of ["12.22.12", "18.20.8", "20.18.1"]) {
    const { status, stderr, stdout } = bootstrap(version);
    assert.equal(status, 1);
    assert.equal(stdout, "");
    assert.match(
      String(stderr),
      /needs Node 20\.19 or newer; this is Node (12|18|20)\.[\s\S]*cure: {2}install Node 24/,
    );
  }
});

test("a Node that is new enough runs the command and passes its exit code on", () => {
  for (const version of ["20.19.0", "22.13.0", "24.1.0", "26.10.0"]) {
    const { status, stdout } = bootstrap(version);
    assert.equal(stdout, "started\n");
    assert.equal(status, 7);
  }
});
