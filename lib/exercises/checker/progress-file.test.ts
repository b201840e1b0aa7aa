import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import * as fc from "fast-check";

import { temporaryFolder } from "../../testing/temporary-folder";
import { emptyRecord, readProgress, updateProgress } from "./progress-file";
import { formerPath, progressPath } from "./progress-path";

const ALL = process.env.TINYLLM_PROOFS === "all";

/** Sets variables of the environment for one test. */
function setEnvironment(
  t: TestContext,
  variables: Record<string, string | undefined>,
): void {
  const before = { ...process.env };
  t.after(() => Object.assign(process.env, before));
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
    const old = before[name];
    if (old === undefined) t.after(() => delete process.env[name]);
  }
}

/** Counts wrong answers in a process of its own, one update after another. */
function startCounting(path: string, times: number) {
  const module = JSON.stringify(join(__dirname, "progress-file.js"));
  const code = `
    const { emptyRecord, updateProgress } = require(${module});
    const [path, times] = process.argv.slice(1);
    for (let i = 0; i < Number(times); i++) {
      const { problem } = updateProgress((records) => {
        (records["01.1"] ??= emptyRecord()).failures += 1;
      }, path);
      console.log(problem ?? "kept");
    }`;
  const args = ["-e", code, path, String(times)];
  const child = spawn(process.execPath, args);
  const lines: string[] = [];
  child.stdout.on("data", (text: Buffer) => {
    lines.push(...text.toString().trim().split("\n"));
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  return { child, lines, ended };
}

for (const processes of [2, 4])
  test(`${processes} kernels at the same time lose no update`, async (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, "progress.json");
    const each = (ALL ? 400 : 80) / processes;
    const kernels = Array.from({ length: processes }, () =>
      startCounting(path, each),
    );
    await Promise.all(kernels.map(({ ended }) => ended));
    const said = kernels.flatMap(({ lines }) => lines);
    assert.deepEqual([...new Set(said)], ["kept"]);
    assert.equal(readProgress(path).records["01.1"].failures, said.length);
    assert.equal(said.length, each * processes);
    assert.deepEqual(fs.readdirSync(folder), ["progress.json"]);
    t.diagnostic(`${said.length} of ${each * processes} updates kept`);
  });

test("kernels that are killed keep what they said, and hold up no other", async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "progress.json");
  const kills = ALL ? 100 : 4;
  let said = 0;
  let left = 0;
  for (let kill = 0; kill < kills; kill++) {
    const [one, other] = [1e9, 1e9].map((times) => startCounting(path, times));
    await new Promise((begun) => one.child.stdout.once("data", begun));
    await new Promise((wait) => setTimeout(wait, (kill * 13) % 50));
    one.child.kill("SIGKILL");
    other.child.kill("SIGKILL");
    await Promise.all([one.ended, other.ended]);
    const lines = [...one.lines, ...other.lines];
    assert.deepEqual([...new Set(lines)], ["kept"]);
    said += lines.length;
    left += fs.readdirSync(folder).length > 1 ? 1 : 0;
    const { problem, records } = updateProgress((all) => {
      all["01.1"].hints += 1;
    }, path);
    assert.equal(problem, undefined);
    assert.equal(records["01.1"].hints, kill + 1);
    // of each killed kernel, one update may be kept that it could not say
    const { failures } = records["01.1"];
    assert.ok(failures >= said && failures <= said + 2 * (kill + 1));
  }
  const kept = fs.readdirSync(folder).filter((name) => !/\.part$/.test(name));
  assert.deepEqual(kept, ["progress.json"]);
  t.diagnostic(
    `${2 * kills} kernels killed, ${left} times in the middle: ` +
      `all ${said} updates kept`,
  );
});

test("a holder on another computer is waited for, but not for ever", (t) => {
  const folder = temporaryFolder(t, {
    "progress.json.lock/elsewhere,1,abc,1": "",
  });
  const path = join(folder, "progress.json");
  const { problem } = updateProgress((records) => {
    records["01.1"] = { failures: 3, hints: 0 };
  }, path);
  assert.equal(problem, undefined);
  assert.equal(readProgress(path).records["01.1"].failures, 3);
  assert.deepEqual(fs.readdirSync(folder), ["progress.json"]);
});

test("an update whose lock was taken away is not written, and says so", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "progress.json");
  const { problem } = updateProgress((records) => {
    records["01.1"] = emptyRecord();
    fs.rmSync(`${path}.lock`, { recursive: true });
  }, path);
  assert.match(problem ?? "", /could not be kept.*Run the cell again/);
  assert.deepEqual(fs.readdirSync(folder), []);
});

/** JSON as text, with numbers and keys that are not as harmless as they look. */
const anyText = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({
      version: fc.oneof(
        { weight: 9, arbitrary: fc.constant(1) },
        fc.anything(),
      ),
      exercises: fc.oneof(
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom("01.1", "98.7", "__proto__", "constructor", "x", ""),
          fc.oneof(
            fc.jsonValue(),
            fc.record(
              {
                failures: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
                hints: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
                passedAt: fc.oneof(fc.string(), fc.date(), fc.jsonValue()),
                solutionSeen: fc.oneof(fc.boolean(), fc.jsonValue()),
              },
              { requiredKeys: [] },
            ),
          ),
        ),
      ),
    })
    .map((content) =>
      JSON.stringify(content, (_, v: unknown) =>
        typeof v === "bigint" ? Number(v) : v,
      ).replace('"failures":7', '"failures":1e999'),
    ),
);

test("a file of any content is progress, or damaged and put aside", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "progress.json");
  let damaged = 0;
  const numRuns = ALL ? 5000 : 300;
  fc.assert(
    fc.property(anyText, (text) => {
      for (const name of fs.readdirSync(folder)) fs.rmSync(join(folder, name));
      fs.writeFileSync(path, text);
      const { records, problem, isDamaged } = readProgress(path);
      if (isDamaged) damaged++;
      assert.equal(isDamaged ?? false, problem !== undefined);
      for (const [id, record] of Object.entries(records)) {
        assert.match(id, /^\d\d\.\d+$/);
        const { failures, hints, passedAt, solutionSeen, ...rest } = record;
        assert.ok(Number.isSafeInteger(failures) && failures >= 0);
        assert.ok(Number.isSafeInteger(hints) && hints >= 0);
        assert.ok(!passedAt || !Number.isNaN(new Date(passedAt).getTime()));
        assert.ok(solutionSeen === undefined || solutionSeen);
        assert.deepEqual(rest, {});
      }
      const updated = updateProgress((all) => {
        all["02.1"] = { failures: 1, hints: 2 };
      }, path);
      const now = { ...records, "02.1": { failures: 1, hints: 2 } };
      assert.deepEqual(updated.records, now);
      assert.deepEqual(readProgress(path), { records: now });
      const names = fs.readdirSync(folder);
      assert.equal(names.length, isDamaged ? 2 : 1);
      if (!isDamaged) return;
      const aside = join(folder, "progress.json.damaged");
      assert.ok(fs.readFileSync(aside).equals(Buffer.from(text)));
      assert.match(
        updated.problem ?? "",
        /now progress.json.damaged, and a new/,
      );
    }),
    { numRuns, seed: 10 },
  );
  t.diagnostic(`${numRuns} files, ${damaged} of them damaged: no exception`);
});

test("values that cannot be are forgotten, one by one", (t) => {
  const text = `{ "version": 1, "exercises": {
    "01.1": { "failures": -3, "hints": 1e999, "passedAt": "not yet" },
    "01.2": { "failures": "4", "hints": 2.5, "passedAt": 1e12 },
    "01.3": { "failures": 4, "hints": 2, "passedAt": "2030-01-02T03:04:05.000Z", "more": [] },
    "01.4": null, "01.5": [], "__proto__": { "failures": 1 }, "toString": {} } }`;
  const path = join(
    temporaryFolder(t, { "progress.json": text }),
    "progress.json",
  );
  assert.deepEqual(readProgress(path), {
    records: {
      "01.1": { failures: 0, hints: 0 },
      "01.2": { failures: 0, hints: 0 },
      "01.3": { failures: 4, hints: 2, passedAt: "2030-01-02T03:04:05.000Z" },
    },
  });
});

test("a damaged file never takes the place of an earlier one", (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, "progress.json");
  const wrong: [string, RegExp][] = [
    ["[]", /holds no exercises/],
    ['{"exercises":[]}', /holds no exercises/],
    ['{"version":2,"exercises":{}}', /its version must be 1/],
    [`{"exercises":{}}${" ".repeat(2e6)}`, /larger than/],
  ];
  for (const [text, reason] of wrong) {
    fs.writeFileSync(path, text);
    const { problem = "" } = updateProgress(() => undefined, path);
    assert.match(problem, reason);
    assert.match(problem, /It is now progress\.json\.damaged/);
  }
  const names = ["", ".damaged", ".damaged-2", ".damaged-3", ".damaged-4"];
  assert.deepEqual(
    fs.readdirSync(folder).sort(),
    names.map((end) => `progress.json${end}`),
  );
});

test("what is not a file stays where it is, and the learner hears of it", (t) => {
  const folder = temporaryFolder(t, { "progress.json/a.txt": "mine" });
  const path = join(folder, "progress.json");
  assert.match(
    readProgress(path).problem ?? "",
    /could not be read: it is not/,
  );
  const { problem, records } = updateProgress((all) => {
    all["01.1"] = emptyRecord();
  }, path);
  assert.match(problem ?? "", /^Your progress could not be kept/);
  assert.deepEqual(records, { "01.1": emptyRecord() });
  assert.deepEqual(fs.readdirSync(folder), ["progress.json"]);
});

test("progress belongs to one learner, also in a folder that is shared", (t) => {
  if (!process.getuid) return t.skip("Windows does not say whose a file is");
  const course = temporaryFolder(t);
  const state = temporaryFolder(t);
  const beside = join(course, ".progress.json");
  const homeBefore = process.env.HOME;
  const none = { TINYLLM_PROGRESS: undefined, JUPYTERHUB_USER: undefined };
  setEnvironment(t, { ...none, XDG_STATE_HOME: state });
  const own = join(state, "tinyllm", "progress.json");
  // the learner's own folder
  assert.equal(progressPath(course), beside);
  process.env.TINYLLM_PROGRESS = "elsewhere.json";
  assert.equal(progressPath(course), "elsewhere.json");
  delete process.env.TINYLLM_PROGRESS;
  // one account for all learners of a hub, who share the folder or have their own
  process.env.JUPYTERHUB_USER = "ada/1";
  const name = "progress-ada%2F1.json";
  assert.equal(progressPath(course), join(state, "tinyllm", name));
  const shared = join(course, `.${name}`);
  fs.writeFileSync(shared, "{}"); // where earlier versions kept it
  assert.equal(formerPath(course), shared);
  fs.rmSync(shared);
  fs.writeFileSync(beside, "{}");
  assert.equal(formerPath(course), undefined, "it may be another learner's");
  setEnvironment(t, { HOME: course });
  assert.equal(progressPath(course), shared);
  assert.equal(formerPath(course), beside);
  setEnvironment(t, { HOME: homeBefore });
  delete process.env.JUPYTERHUB_USER;
  assert.equal(progressPath(course), beside);
  // two accounts on one machine
  if (process.getuid() !== 0) return t.skip("only root can give files away");
  fs.chownSync(beside, 65534, 65534);
  assert.equal(progressPath(course), own);
  assert.equal(formerPath(course), undefined);
  const { getuid } = process;
  process.getuid = () => 65533;
  try {
    fs.rmSync(beside);
    assert.equal(progressPath(course), own);
    process.env.XDG_STATE_HOME = "not/absolute";
    const usual = join(homedir(), ".local", "state", "tinyllm");
    assert.equal(progressPath(course), join(usual, "progress.json"));
    fs.chownSync(course, 65533, 65533);
    assert.equal(progressPath(course), beside);
  } finally {
    process.getuid = getuid;
  }
});
