import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Results } from "../../corpus";
import { storedResults } from "../../corpus/results";
import { courseFolder } from "../setup/course-files.cjs";
import { resultsTable } from "./table";
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

test("a character model reads a text of yours", (t) => {
  const letters = "abcdefgh \n";
  const text = Array.from({ length: 2000 }, (_, i) => letters[(i * i) % 10]);
  const folder = temporaryFolder(t, { "mine.txt": text.join("") });
  const file = join(folder, "mine.txt");
  const options = ["--text", file, "--quick", "--folder", folder];
  const { status, stderr } = runResults("--char", ...options);
  assert.equal(status, 0, stderr);
  const path = join(folder, "char.json");
  const { command, runs } = JSON.parse(readFileSync(path, "utf8")) as Results;
  assert.equal(command, "npm run results -- char --text FILE");
  const [{ settings, samples }] = runs;
  const different = new Set(text).size;
  assert.deepEqual(
    [settings.vocabSize, settings.characters],
    [different, 2000],
  );
  assert.equal(settings.positions, "learned");
  assert.match(samples[0].text, /^[abcdefgh \n]{500}$/);
});

test("a text that is needed or too short is an error that says so", (t) => {
  const folder = temporaryFolder(t, { "mine.txt": "short" });
  const none = runResults("char").stderr;
  assert.match(none, /char needs a text; add --text FILE/);
  const { stderr } = runResults("char", "--text", join(folder, "mine.txt"));
  assert.match(stderr, /must have at least 1280 characters.*has 5/);
});

test("TinyLLM reads speeches and a novel, and is compared with counting", (t) => {
  const folder = temporaryFolder(t);
  const { status, stderr } = runResults("text", "--quick", "--folder", folder);
  assert.equal(status, 0, stderr);
  const path = join(folder, "text.json");
  const again = runResults("text", "--quick", "--folder", folder, "--go-on");
  assert.equal(again.status, 0, again.stderr);
  assert.doesNotMatch(again.stdout, /step 4 of/);
  const { runs } = JSON.parse(readFileSync(path, "utf8")) as Results;
  assert.equal(runs.length, 4);
  for (const { final } of runs) {
    assert.ok(Math.abs(final["TinyLLM test"] - Math.log(5000)) < 0.2);
    assert.ok(final["trigram test"] < final["bigram test"]);
  }
});

test("the README shows the stored results", () => {
  const readme = readFileSync(join(courseFolder(), "README.md"), "utf8");
  const table = resultsTable(storedResults());
  assert.ok(
    readme.includes(table),
    `Put this table into README.md:\n\n${table}`,
  );
});
