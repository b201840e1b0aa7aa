import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Results } from "../../corpus";
import { temporaryFolder } from "../../testing/temporary-folder";

function runResults(...args: string[]) {
  const file = join(__dirname, "results.js");
  const options = { encoding: "utf8", timeout: 120_000 } as const;
  return spawnSync(process.execPath, [file, ...args], options);
}

test("without a name, the experiments are listed with their time", () => {
  const { status, stdout } = runResults();
  assert.equal(status, 0);
  assert.match(stdout, /smoke +< 1 min {2}A model of one block/);
});

test("an unknown experiment is rejected, with the known ones", () => {
  const { status, stderr } = runResults("smok");
  assert.equal(status, 1);
  assert.match(stderr, /NAME must be one of smoke.*; got "smok"/);
});

test("an experiment prints its progress and writes the same losses again", (t) => {
  const folder = temporaryFolder(t);
  const written = ["1", "2"].map((threads) => {
    const args = ["--quick", "--folder", folder, "--threads", threads];
    const { status, stdout, stderr } = runResults("smoke", ...args);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /one block: step 4 of 200, train \d\.\d+, valid/);
    const text = readFileSync(join(folder, "smoke.json"), "utf8");
    return JSON.parse(text) as Results;
  });
  const [{ command, machine, runs }, again] = written;
  assert.equal(command, "npm run results -- smoke");
  assert.deepEqual([machine.threads, machine.node], [1, process.version]);
  assert.equal(runs[0].settings.maxLearningRate, 5e-3);
  assert.equal(runs[0].settings.parameters, 400 * 32 + 12_576 + 64);
  assert.deepEqual(runs[0].curve, again.runs[0].curve);
});
