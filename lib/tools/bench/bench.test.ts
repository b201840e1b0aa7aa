import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { kernelTable } from "./kernel";
import { stepFlops } from "./step";
import { median, spread, table } from "./table";
import { temporaryFolder } from "../../testing/temporary-folder";

test("a table has one line per row, and aligned columns", () => {
  const text = table(
    ["what", "n"],
    [
      ["a", "1"],
      ["longer", "1,000"],
    ],
  );
  assert.equal(
    text,
    [
      "| what   |     n |",
      "| ------ | ----: |",
      "| a      |     1 |",
      "| longer | 1,000 |",
    ].join("\n"),
  );
});

test("median and spread of measurements", () => {
  assert.equal(median([5, 1, 9]), 5);
  assert.equal(spread([1500.4, 900, 1200]), "900 to 1,500");
});

test("the course's step takes 36.7 billion operations", () => {
  const config = { vocabSize: 5000 };
  const plan = { config, batchSize: 32, length: 128, rounds: 1, steps: 1 };
  // 4 blocks of 196,608 weights, 640,000 in the output; 6 per weight and token
  const weights = 6 * 4096 * (4 * 196_608 + 640_000);
  // six products of (T, HS) by (HS, T), of which only the causal half counts
  const attention = (6 * 2 * 32 * 4 * 4 * 32 * (128 * 129)) / 2;
  assert.equal(stepFlops(plan), weights + attention);
});

test("an unknown option is rejected with a list of the known ones", () => {
  const refused = (...args: string[]): string => {
    const file = join(__dirname, "bench.js");
    const run = spawnSync(process.execPath, [file, ...args], {
      encoding: "utf8",
    });
    assert.equal(run.status, 1);
    return run.stderr;
  };
  assert.match(
    refused("--only", "kernels"),
    /one of products, step,.*"kernels"/,
  );
  assert.match(refused("--threads", "two"), /--threads must be a whole number/);
  assert.match(refused("--fast"), /'--fast'/);
});

test("without the course's Python the kernel is not measured, and a line says how to install it", async (t) => {
  const line = await kernelTable(1, temporaryFolder(t));
  assert.match(line, /^The kernel is not measured: .*`npm run setup`\.$/);
});

test("the quick bench measures everything and agrees on the gradients", () => {
  const file = join(__dirname, "bench.js");
  const run = spawnSync(process.execPath, [file, "--quick"], {
    encoding: "utf8",
    timeout: 120_000,
  });
  assert.equal(run.status, 0, run.stderr);
  for (const words of [
    /GFLOP\/s, 1 thread; peak \d+\.\d/,
    /\| reference TypeScript +\| +[\d,]+ \|/,
    /\| kernels, 1 thread +\| +[\d,]+ \|/,
    /\| kernels, 1 thread, topK 40 +\| +[\d,]+ \|/,
    /\| BPETokenizer +\|/,
    /\| 8 layers +\| +[\d,]+ \|/,
    /\| start until ready +\| +[\d,]+ \| +[\d,]+ \|/,
  ]) {
    assert.match(run.stdout, words);
  }
});
