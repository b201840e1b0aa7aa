import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { measureKernel } from "./kernel";
import { describeMachine, machineText } from "./machine";
import type { BenchRecord } from "./record";
import {
  isSteady,
  median,
  repeat,
  type Series,
  spreadOf,
  spreadText,
} from "./series";
import { stepFlops } from "./step";
import { range, table } from "./table";
import { temporaryFolder } from "../../testing/temporary-folder";

const LIMITS = { least: 3, most: 8, seconds: 100 };

const series = (): Series => ({ part: "p", name: "n", unit: "u", samples: [] });

function runBench(...args: string[]) {
  const file = join(__dirname, "bench.js");
  const options = { encoding: "utf8", timeout: 120_000 } as const;
  return spawnSync(process.execPath, [file, ...args], options);
}

/** Runs `bench --quick` and reads the record that it wrote. */
function quickBench(t: TestContext, ...args: string[]) {
  const file = join(temporaryFolder(t), "new", "record.json");
  const run = runBench("--quick", "--json", file, ...args);
  assert.equal(run.status, 0, run.stderr);
  assert.ok(run.stdout.trimEnd().endsWith(file));
  const record = JSON.parse(readFileSync(file, "utf8")) as BenchRecord;
  const parts = new Set(record.measurements.map(({ part }) => part));
  return { stdout: run.stdout, record, parts: [...parts] };
}

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

test("median, range and spread of measurements", () => {
  assert.equal(median([5, 1, 9]), 5);
  assert.equal(median([1, 2]), 1.5);
  assert.equal(range([1500.4, 900, 1200]), "900 to 1,500");
  // quartiles 1.5 and 4.5 around 3, whatever the largest number is
  assert.equal(spreadOf([1, 2, 3, 4, 5]), 2 / 3);
  assert.equal(spreadOf([1, 2, 3, 4, 5e9]), 2 / 3);
  assert.equal(spreadOf([1, 1]), undefined);
});

test("a spread of 5 % or more is too noisy, and two samples are too few to say", () => {
  assert.equal(spreadText([100, 104, 96]), "4.0 %");
  assert.equal(spreadText([100, 105, 95]), "5.0 %: too noisy");
  assert.equal(spreadText([100, 104, 96], [1, 1, 1.2]), "10.0 %: too noisy");
  assert.equal(spreadText([1]), "1 sample");
  assert.equal(spreadText([1, 1, 1], [1, 1]), "2 samples");
  assert.deepEqual(
    [
      [1, 1],
      [1, 1, 1],
    ].map(isSteady),
    [false, true],
  );
});

test("turns end when all series are steady, and the first turn does not count", async () => {
  const [calm, late] = [series(), series()];
  await repeat([calm, late], { ...LIMITS, most: 20 }, (turn) => {
    calm.samples.push(turn === 0 ? 999 : 100);
    late.samples.push(turn < 3 ? 10 * turn : 50);
  });
  // with nine samples, two low ones are below the lower quartile
  assert.deepEqual(late.samples, [10, 20, ...Array<number>(7).fill(50)]);
  assert.deepEqual(calm.samples, Array(9).fill(100));
});

test("turns end at their limits if a series stays noisy", async () => {
  const counts = [LIMITS, { ...LIMITS, seconds: 0 }].map(async (limits) => {
    const noisy = series();
    await repeat([noisy], limits, (turn) => void noisy.samples.push(2 ** turn));
    return noisy.samples.length;
  });
  assert.deepEqual(await Promise.all(counts), [8, 3]);
});

test("the machine is described in plain words", (t) => {
  const cache = "sys/devices/system/cpu/cpu0/cache";
  const root = temporaryFolder(t, {
    "proc/cpuinfo": [
      "processor\t: 0",
      "vendor_id\t: AuthenticAMD",
      "cpu family\t: 25",
      "model\t\t: 1",
      "model name\t: AMD EPYC",
      "stepping\t: 1",
      "flags\t\t: fpu sse2 avx avx2 fma",
    ].join("\n"),
    [`${cache}/index0/level`]: "1\n",
    [`${cache}/index0/type`]: "Data\n",
    [`${cache}/index0/size`]: "32K\n",
    [`${cache}/index1/level`]: "1\n",
    [`${cache}/index1/type`]: "Instruction\n",
    [`${cache}/index1/size`]: "64K\n",
  });
  const machine = describeMachine(root);
  assert.equal(machine.design, "Zen 3 or 4");
  assert.deepEqual([machine.vectorBits, machine.vectors], [256, "AVX2"]);
  assert.deepEqual(machine.caches, ["L1 32K"]);
  assert.match(
    machineText(machine),
    /^AMD EPYC \(family 25, model 1, stepping 1: Zen 3 or 4\), vectors of up to 256 bits \(AVX2\)\n\d+ usable/,
  );
});

test("what the system does not say about the machine stays open", (t) => {
  const machine = describeMachine(temporaryFolder(t));
  assert.equal(machine.family, undefined);
  assert.match(machineText(machine), /width of vectors unknown\n.*: unknown;/);
});

test("the course's step takes 36.7 billion operations", () => {
  const config = { vocabSize: 5000 };
  const plan = { config, batchSize: 32, length: 128 };
  // 4 blocks of 196,608 weights, 640,000 in the output; 6 per weight and token
  const weights = 6 * 4096 * (4 * 196_608 + 640_000);
  // six products of (T, HS) by (HS, T), of which only the causal half counts
  const attention = (6 * 2 * 32 * 4 * 4 * 32 * (128 * 129)) / 2;
  assert.equal(stepFlops(plan), weights + attention);
});

test("an unknown option is rejected with a list of the known ones", () => {
  const refused = (...args: string[]): string => {
    const run = runBench(...args);
    assert.equal(run.status, 1);
    return run.stderr;
  };
  assert.match(
    refused("--only", "kernels"),
    /one of peak, products,.*"kernels"/,
  );
  assert.match(refused("--threads", "two"), /--threads must be a whole number/);
  assert.match(refused("--fast"), /'--fast'/);
});

test("without the course's Python the kernel is not measured, and a line says how to install it", async (t) => {
  const { text } = await measureKernel(LIMITS, temporaryFolder(t));
  assert.match(text, /^The kernel is not measured: .*`npm run setup`\.$/);
});

test("only the part that is asked for runs, and the peak if it needs it", (t) => {
  const step = quickBench(t, "--only", "step");
  assert.deepEqual(step.parts, ["peak", "step"]);
  assert.doesNotMatch(step.stdout, /rows x in x out/);
  const tokenizer = quickBench(t, "--only", "tokenizer");
  assert.deepEqual(tokenizer.parts, ["tokenizer"]);
  assert.doesNotMatch(tokenizer.stdout, /peak/);
});

test("the quick bench measures everything and agrees on the gradients", (t) => {
  const { stdout, record, parts } = quickBench(t);
  for (const words of [
    /usable processor\(s\).*\n.*Node v.*, V8 \d.*\n.* UTC, load /,
    /\| multiply, then add +\| +[\d.]+ \|/,
    /GFLOP\/s, kernels, 1 thread; peak \d+\.\d/,
    /\| reference TypeScript +\| +[\d,]+ \|/,
    /\| kernels, 1 thread +\| +[\d,]+ \|/,
    /\| small model .* s for 2000 steps \(from the median\) \|/,
    /\| kernels, 1 thread, topK 40 +\| +[\d,]+ \|/,
    /reads 0\.1 MB of weights\..* GB\/s on 1 thread/,
    /\| BPETokenizer +\|/,
    /\| 8 layers +\| +[\d,]+ \|/,
    /\| start until ready +\| +[\d,]+ \| +[\d,]+ \|/,
  ]) {
    assert.match(stdout, words);
  }
  assert.deepEqual(parts, [
    "peak",
    "products",
    "step",
    "small",
    "generation",
    "tokenizer",
    "scaling",
    "kernel",
  ]);
  const names = record.measurements.map(({ part, name }) => `${part}: ${name}`);
  assert.equal(new Set(names).size, names.length, "each name appears once");
  for (const { name, samples, median: middle, spread } of record.measurements) {
    assert.ok(samples.length > 0 && middle > 0, name);
    assert.equal(spread, spreadOf(samples) ?? null, name);
  }
  assert.deepEqual(Object.keys(record.busy), ["start", ...parts]);
  assert.equal(record.machine.node, process.version);
  assert.ok(record.versions.includes(`Node ${process.version}`));
});
