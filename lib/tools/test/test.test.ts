import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { parseTestOptions, testFiles } from "./test";
import { createQueue } from "./order";
import { createReport, durationText } from "./report";

test("every compiled test is found, or only the named ones", (t) => {
  const root = temporaryFolder(t, {
    "lib/dist/core/a.test.js": "",
    "lib/dist/core/a.js": "",
    "lib/dist/core/layers/b.test.js": "",
    "lib/dist/tools/c.test.js": "",
    "lib/dist/tools/c.test.d.ts": "",
    "lib/dist/chapters-test-a1b2c3/d.test.js": "",
  });
  assert.deepEqual(testFiles(root), ["core/a", "core/layers/b", "tools/c"]);
  assert.deepEqual(testFiles(root, ["layers"]), ["core/layers/b"]);
  assert.deepEqual(testFiles(root, ["nothing"]), []);
});

test("words choose files; options choose titles and the order", () => {
  assert.deepEqual(parseTestOptions(["core/", "lib.test.ts"]), {
    words: ["core/", "lib"],
  });
  assert.deepEqual(parseTestOptions(["--seed", "7"]), { words: [], seed: 7 });
  assert.ok(Number.isInteger(parseTestOptions(["--shuffle"]).seed));
  const named = parseTestOptions(["--test-name-pattern=Adam", "core"]);
  assert.deepEqual(named, { words: ["core"], pattern: "Adam" });
  assert.throws(() => parseTestOptions(["--seed", "x"]), /an integer; got x/);
  assert.throws(() => parseTestOptions(["--fast"]), /--fast/);
});

/** The order in which two workers get the files. */
function handedOut(names: string[], seed?: number): string[] {
  const queue = createQueue(names, seed);
  return names.map((_, i) => queue.next(i % 2) ?? "");
}

test("one worker begins with the shortest file, the others with the longest", () => {
  const names = [
    "tools/classroom/classroom",
    "core/b",
    "tools/bench/bench",
    "core/a",
  ];
  assert.deepEqual(handedOut(names), [
    "core/a",
    "tools/classroom/classroom",
    "core/b",
    "tools/bench/bench",
  ]);
});

test("a seed gives one order of all files, another seed another", () => {
  const names = Array.from({ length: 20 }, (_, i) => `core/${i}`);
  const first = handedOut(names, 1);
  assert.deepEqual(handedOut([...names].reverse(), 1), first);
  assert.notDeepEqual(handedOut(names, 2), first);
  assert.deepEqual([...first].sort(), [...names].sort());
});

test("the report counts tests, estimates the time left, and says what was not run and why", () => {
  const lines: string[] = [];
  let now = 0;
  const report = createReport({
    names: ["core/a", "core/b"],
    workers: 2,
    print: (line) => lines.push(line),
    now: () => now,
  });
  const event = (name: string, more: object = {}): never =>
    ({ name, nesting: 0, details: { duration_ms: 1 }, ...more }) as never;
  const a = report.begin("core/a");
  a.note("test:pass", event("it adds"));
  a.note("test:pass", event("it draws", { skip: "There is no screen." }));
  now = 30_000;
  a.end();
  const b = report.begin("core/b");
  b.note("test:stdout", event("", { message: "a clue\n" }));
  const error = new Error("failed", { cause: "1 is not 2" });
  const details = { duration_ms: 1, error };
  b.note("test:fail", event("it counts", { details }));
  now = 95_000;
  b.end();
  assert.equal(report.finish(), 1);
  assert.deepEqual(lines, [
    "    1/2  ok      core/a (1 passed, 30.0 s)  about 10 s left",
    "    2/2  FAILED  core/b (0 passed, 65.0 s)",
    "         a clue",
    "         it counts\n         1 is not 2",
    "",
    "1 passed, 1 failed, 1 not run, in 1 min 35 s.",
    'Not run: "it draws". There is no screen.',
    "FAILED  core/b: it counts",
  ]);
});

test("durations are printed in minutes and seconds", () => {
  assert.equal(durationText(48.2), "48 s");
  assert.equal(durationText(185), "3 min 5 s");
});

/** Runs the tests of a folder with the real tool. */
function runTests(
  root: string,
  options: object,
): { code: number | null; out: string } {
  const script = join(root, "run.js");
  const args = [options, root].map((value) => JSON.stringify(value)).join(", ");
  writeFileSync(
    script,
    `require(${JSON.stringify(join(__dirname, "test.js"))})
      .test(${args}).then((code) => process.exit(code));`,
  );
  const env = { ...process.env };
  // Node's runner sets it, and refuses to run inside itself.
  delete env.NODE_TEST_CONTEXT;
  const run = spawnSync(process.execPath, [script], { encoding: "utf8", env });
  return { code: run.status, out: run.stdout + run.stderr };
}

test("a test that fails, or a file that breaks, gives 1; the others go on", (t) => {
  const begin = 'const { test } = require("node:test");\n';
  const root = temporaryFolder(t, {
    "lib/dist/good.test.js": begin + 'test("sums", () => {});',
    "lib/dist/bad.test.js":
      begin + 'test("fails", () => { throw new Error("six is not nine"); });',
    "lib/dist/broken.test.js": 'throw new Error("it does not even load");',
  });
  const all = runTests(root, { words: [] });
  assert.equal(all.code, 1);
  assert.match(all.out, /ok {6}good \(1 passed/);
  assert.match(all.out, /FAILED {2}bad[^]*Error: six is not nine/);
  assert.match(all.out, /FAILED {2}broken[^]*it does not even load/);
  assert.match(all.out, /1 passed, 2 failed, 0 not run/);
  assert.equal(runTests(root, { words: ["good"] }).code, 0);
  const named = runTests(root, { words: [], pattern: "sums" });
  assert.match(named.out, /FAILED {2}broken/); // it has no titles to choose by
  assert.doesNotMatch(named.out, /six is not nine/);
});
