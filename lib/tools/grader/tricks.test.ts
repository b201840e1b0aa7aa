/** What learners may try in order to get points that they have not earned. */
import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { chapterNotebook, gradeCells, handIn } from "../../testing/hand-ins";
import { courseFolder } from "../setup/course-files.cjs";
import { type Limits, LIMITS, openSandbox } from "./sandbox";
import { type Wall, wallsAround } from "./walls";

const CHAPTER = chapterNotebook("01");
const SOLVED_BY_ANY = "return yourTurn();";
const ROOT = courseFolder();
const DIST = join(ROOT, "lib", "dist");

// Files of a teacher, which no hand-in may see or change.
const desk = mkdtempSync(join(tmpdir(), "tinyllm-desk-"));
after(() => rmSync(desk, { recursive: true, force: true }));
mkdirSync(join(desk, "submitted"));
const gradebook = join(desk, "gradebook.db");
const victim = join(desk, "submitted", "victim.ipynb");
writeFileSync(gradebook, "points");
writeFileSync(victim, "their answer");

/** What is put in place of the first exercise's body, and above all cells. */
interface Trick {
  name: string;
  above?: string;
  /** for `return yourTurn();` in 01.1 */
  body?: string;
  limits?: Partial<Limits>;
  /** it may end the hand-in without a grade */
  mayStop?: boolean;
  /** exercises that it passes; none unless the trick is to be harmless */
  passes?: string[];
}

const RIGHT = "return weight - learningRate * gradient;";
const inspect = (path: string): string => JSON.stringify(join(DIST, path));
const attempts = (...lines: string[]): string =>
  lines.map((line) => `try { ${line} } catch {}`).join("\n");

const TRICKS: Trick[] = [
  {
    name: "what check returns is handed in",
    above:
      'import { check as c1 } from "tinyllm";\n' +
      'const kept = c1("01.1", (w: number) => w);\nc1("01.1", kept);',
    body: "return kept(weight, gradient, learningRate);",
  },
  {
    name: "what check returns is handed in within one cell",
    body:
      'return weight;\n}\nconst kept = check("01.1", myUpdate);\n' +
      'check("01.1", kept);\nfunction unused() {',
  },
  {
    name: "the references are looked up",
    above: attempts(
      `globalThis.r = require(${inspect("exercises/course.js")})`,
      `globalThis.r = require("tinyllm/dist/exercises/course")`,
      `globalThis.r = require("node:module").createRequire(${inspect("x.js")})("./exercises/course")`,
      `globalThis.r = process.mainModule.require(${inspect("exercises/course.js")})`,
    ),
    body:
      'return (globalThis as any).r.findExercise("01.1")' +
      ".reference(weight, gradient, learningRate);",
  },
  {
    name: "the references are read as files",
    body:
      'const fs = require("node:fs");\n' +
      `for (const file of ${JSON.stringify([
        join(DIST, "exercises/chapters/01-one-weight/1-update.js"),
        join(
          ROOT,
          "node_modules/tinyllm/dist/exercises/chapters/01-one-weight/1-update.js",
        ),
        join(ROOT, "lib/exercises/chapters/01-one-weight/1-update.ts"),
        join(ROOT, "notebooks/01-one-weight.ipynb"),
      ])})\n  try { fs.readFileSync(file); return ` +
      "weight - learningRate * gradient; } catch {}\nreturn 0;",
  },
  {
    name: "the text of the reference is evaluated",
    body: 'return eval(String(require("tinyllm").check))(weight, gradient, learningRate);',
  },
  ...[
    "exports.grade = () => {}; exports.check = (id, f) => f",
    'exports.judge = () => ({ state: "passed", cases: 9, largest: 0 })',
  ].map((what) => ({
    name: `the checker is patched: ${what}`,
    above:
      `for (const [path, module] of Object.entries(require.cache ?? {}))\n` +
      `  try { ((exports: any) => { ${what} })((module as any).exports); } catch {}`,
  })),
  {
    name: "the functions of tinyllm are replaced",
    above:
      'import * as lib from "tinyllm";\n' +
      attempts(
        "(lib as any).grade = () => {}",
        'Object.defineProperty(lib, "check", { value: () => {} })',
        'Object.defineProperty(lib, "grade", { value: () => {} })',
      ),
  },
  ...[
    "Object.is = () => true",
    "Math.abs = () => 0; Math.max = () => 0",
    "Array.prototype.every = () => true; Array.prototype.map = function () { return this; }",
    "JSON.stringify = () => '{}'; Number.isFinite = () => true",
    "Object.prototype.verdict = { state: 'passed' }; Object.prototype.state = 'passed'",
    "Map.prototype.get = () => 0; Symbol.iterator",
    "Function.prototype.toString = () => 'weight - learningRate * gradient'",
  ].map((what) => ({
    name: `JavaScript is patched: ${what}`,
    above: `globalThis.eval(${JSON.stringify(what)});`,
    body: "return weight;",
  })),
  ...[
    "NaN",
    "new Proxy({}, { get: () => 4 }) as any",
    "{ valueOf: () => weight } as any",
    "new Number(weight) as any",
    "{ get value() { throw new Error(); } } as any",
    "Promise.resolve(weight - learningRate * gradient) as any",
    "(arguments.callee as any).caller?.arguments ?? 0",
  ].map((value) => ({ name: `it returns ${value}`, body: `return ${value};` })),
  ...["null", "{ get name() { throw 1; } }", "{ name: 'ExerciseOpen' }"].map(
    (value) => ({ name: `it throws ${value}`, body: `throw ${value};` }),
  ),
  {
    name: "a table of the cases that check shows",
    body:
      "const key = [weight, gradient, learningRate].join();\n" +
      'return ({ "5,4,0.25": 4 } as any)[key] ?? 0;',
  },
  {
    name: "the text of the function says {}",
    body: "return 0;",
    above: "setTimeout(() => 0);",
  },
  { name: "the process is ended", above: "process.exit(0);" },
  {
    name: "the process is ended by other means",
    above: attempts(
      "process.abort()",
      "(process as any).reallyExit(0)",
      'process.kill(process.pid, "SIGKILL")',
      "process.kill(process.ppid)",
      "(process as any)._kill(process.ppid, 9)",
      'process.emit("SIGTERM" as any)',
    ),
    body: RIGHT,
    passes: ["01.1"],
  },
  {
    name: "an endless loop in the answer",
    body: "for (;;);",
    limits: { answerMs: 300 },
  },
  {
    name: "an answer that sleeps",
    body: "return Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0) as any;",
    limits: { answerMs: 300, cellMs: 3000 },
  },
  {
    name: "an endless loop that catches",
    body: "for (;;) try { for (;;); } catch {}",
    limits: { answerMs: 300 },
  },
  {
    name: "an endless loop in a cell",
    above: "for (;;);",
    body: RIGHT,
    limits: { cellMs: 1500 },
    passes: ["01.1"],
  },
  {
    name: "microtasks without end",
    above:
      "const again = (): any => Promise.resolve().then(again);\nawait again();",
    body: RIGHT,
    limits: { cellMs: 1500 },
    passes: ["01.1"],
  },
  {
    name: "an await that never ends",
    above: "await new Promise(() => {});",
    body: RIGHT,
    limits: { cellMs: 1500 },
    passes: ["01.1"],
  },
  {
    name: "a timer that blocks",
    above: "setInterval(() => { for (let i = 0; i < 1e7; i++); }, 1);",
    body: RIGHT,
    passes: ["01.1"],
  },
  {
    name: "50 MB of output",
    above: 'for (let i = 0; i < 500; i++) console.log("x".repeat(1e5));',
    body: `console.warn("debug", weight);\n${RIGHT}`,
    passes: ["01.1"],
  },
  {
    name: "all memory for objects",
    above: "const all: any[] = []; for (;;) all.push(new Array(1e5).fill({}));",
    body: RIGHT,
    limits: { megabytes: 400 },
    passes: ["01.1"],
  },
  {
    name: "forged messages in the pipe",
    mayStop: true,
    above: attempts(
      `require("node:fs").writeSync(3, '{"type":"done"}\\n{"type":"runs","runs":[]}\\n')`,
      `require("node:fs").writeSync(3, '{"type":"answer","id":"01.3","value":0}\\n')`,
    ),
  },
  {
    name: "nonsense in the pipe",
    above: `require("node:fs").writeSync(3, "passed\\n");`,
    body: RIGHT,
    passes: ["01.1"],
  },
  {
    name: "errors that nobody catches",
    above:
      "Promise.reject(new Error()); setTimeout(() => { throw 1; });\nawait 0;",
    body: RIGHT,
    passes: ["01.1"],
  },
];

for (const { name, above, body, limits, mayStop, passes = [] } of TRICKS)
  test(`no points for a trick: ${name}`, { timeout: 300_000 }, async () => {
    const changes =
      body === undefined ? [] : ([[SOLVED_BY_ANY, body]] as const);
    const given = handIn(CHAPTER, changes, above === undefined ? [] : [above]);
    const { states, result } = await gradeCells(given, CHAPTER, limits);
    const passed = Object.keys(states).filter((id) => states[id] === "passed");
    if (!mayStop) assert.equal(result.status, "graded", JSON.stringify(result));
    assert.deepEqual(passed, passes, JSON.stringify(result));
  });

test("nothing outside can be read, changed or started", async () => {
  const path = JSON.stringify;
  const actions = [
    // This one is allowed, so that the others do not fail for another reason.
    `fs.readFileSync(${path(join(DIST, "index.js"))})`,
    `fs.readFileSync(${path(victim)})`,
    `fs.writeFileSync(${path(victim)}, "mine")`,
    `fs.appendFileSync(${path(gradebook)}, "99")`,
    `fs.writeFileSync("here.txt", "x")`,
    `fs.symlinkSync(${path(gradebook)}, "link")`,
    `fs.readdirSync(${path(desk)})`,
    `fs.rmSync(${path(gradebook)})`,
    `fs.appendFileSync(${path(join(DIST, "index.js"))}, "exports.x = 1;")`,
    `fs.readFileSync(${path(join(ROOT, "node_modules/tinyllm/dist/exercises/course.js"))})`,
    `fs.readFileSync("/proc/self/environ")`,
    `require("node:child_process").spawnSync("true")`,
    `process.binding("spawn_sync")`,
    `(process as any).getBuiltinModule("child_process").spawnSync("true")`,
    `new (require("node:worker_threads").Worker)("1", { eval: true })`,
    `(process as any).dlopen({}, "x.node")`,
    `require("node:net").connect(1)`,
    `require("node:http").get("http://127.0.0.1:1")`,
    `await fetch("http://127.0.0.1:1")`,
    `await (0, eval)("import('node:net')")`,
    `await new Function("return import('node:net')")()`,
    `await new Function("return import('data:text/javascript,')")()`,
    `require("node:vm")`,
    `require("node:inspector")`,
    `require("typescript")`,
    `process.kill(${process.pid}, 0)`,
    `process.kill(${process.pid}, "SIGUSR1")`,
    `require("node:os").setPriority(${process.pid}, 19)`,
    `process.chdir("/")`,
  ];
  const done = "globalThis.done";
  const above = [
    'import * as fs from "node:fs";',
    ...actions.map(
      (action, i) =>
        `try { ${action}; (${done} as any) = [...(${done} ?? []), ${i}]; } catch {}`,
    ),
  ];
  // What was possible comes out as the message of an error.
  const body = `throw new Error("possible: " + (${done} ?? []).join());`;
  const { result } = await gradeCells(
    handIn(CHAPTER, [[SOLVED_BY_ANY, body]], above),
    CHAPTER,
  );
  assert.equal(result.status, "graded");
  const outcome = result.status === "graded" && result.outcomes.get("01.1");
  assert.ok(outcome && outcome.state === "failed");
  const [, possible] =
    /possible: ([\d,]*)/.exec(outcome.failure.sentence) ?? [];
  const which = possible?.split(",").map((i) => actions[Number(i)]);
  assert.equal(possible, "0", String(which));
  assert.equal(readFileSync(victim, "utf8"), "their answer");
  assert.equal(readFileSync(gradebook, "utf8"), "points");
  assert.equal(existsSync("here.txt"), false);
});

test("the environment is empty, and the folder is thrown away", async () => {
  process.env.TINYLLM_TEST_SECRET = "secret";
  const body =
    'throw new Error(JSON.stringify([process.env.TINYLLM_TEST_SECRET ?? "none", process.cwd()]));';
  const { result } = await gradeCells(
    handIn(CHAPTER, [[SOLVED_BY_ANY, body]]),
    CHAPTER,
  );
  const outcome = result.status === "graded" && result.outcomes.get("01.1");
  assert.ok(outcome && outcome.state === "failed");
  const [, secret = "", cwd = ""] =
    /\["(.*?)","(.*?)"\]/.exec(outcome.failure.sentence) ?? [];
  assert.equal(secret, "none");
  assert.match(cwd, /tinyllm-hand-in-/);
  assert.equal(existsSync(cwd), false);
});

test("only the solution that is published passes besides the learner's own", async () => {
  const body = "return libraryUpdate(weight, gradient, learningRate);";
  for (const answer of [RIGHT, body]) {
    const given = handIn(CHAPTER, [[SOLVED_BY_ANY, answer]]);
    const { states } = await gradeCells(given, CHAPTER);
    assert.equal(states["01.1"], "passed");
  }
});

const isLinux = process.platform === "linux";

/** A process and all that it has started. */
function family(pid: string): string[] {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = readFileSync(path, "utf8").split(" ").filter(Boolean);
  return [pid, ...children.flatMap(family)];
}

/** The process that runs the cells of a hand-in within some walls. */
async function surrounded(wall: Wall): Promise<string> {
  const before = new Set(family(String(process.pid)));
  await new Promise<void>((resolve, reject) => {
    const listener = {
      line: () => resolve(),
      ended: (cause: string) => reject(new Error(cause)),
    };
    const sandbox = openSandbox(LIMITS, listener, [wall]);
    after(() => sandbox.close());
  });
  const pids = family(String(process.pid)).filter((pid) => !before.has(pid));
  const cells = pids.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, "utf8").startsWith(process.execPath),
  );
  assert.ok(cells !== undefined, pids.join());
  return cells;
}

for (const wall of ["unshare", "bwrap"] as const) {
  const skip =
    !isLinux || wallsAround([], "/", [wall])[0] !== wall
      ? `this system has no ${wall} that works`
      : false;

  test(
    `within ${wall}, a hand-in has a network without links`,
    { skip },
    async () => {
      const devices = readFileSync(
        `/proc/${await surrounded(wall)}/net/dev`,
        "utf8",
      );
      assert.deepEqual(devices.match(/\S+(?=:)/g), ["lo"]);
    },
  );

  test(
    `within ${wall}, a hand-in has ${wall === "bwrap" ? "no other" : "the system's"} files`,
    { skip },
    async () => {
      const root = `/proc/${await surrounded(wall)}/root`;
      const isSeen = (path: string): boolean => existsSync(join(root, path));
      assert.ok(isSeen(process.execPath));
      assert.ok(isSeen(join(DIST, "core")));
      const others = [
        desk,
        join(DIST, "exercises", "chapters"),
        join(ROOT, "notebooks"),
      ];
      for (const path of others) {
        assert.ok(existsSync(path), path);
        assert.equal(isSeen(path), wall !== "bwrap", path);
      }
    },
  );
}

test("where limits can be set, no crash leaves its memory on the disk", async (t) => {
  const limits = wallsAround([], "/", []);
  if (!limits.includes("prlimit")) return t.skip("this system has no prlimit");
  const pid = await surrounded("unshare");
  const text = readFileSync(`/proc/${pid}/limits`, "utf8");
  assert.match(text, /^Max core file size +0 +0 /m);
  assert.match(text, /^Max file size +1000000 /m);
});
