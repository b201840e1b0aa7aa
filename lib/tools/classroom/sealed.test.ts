import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { inflateRawSync } from "node:zlib";

import type { Exercise } from "../../exercises/checker/exercise";
import { functionText } from "../../exercises/checker/source-text";
import { COURSE, findExercise } from "../../exercises/course";
import { folderInCourse, unpack } from "../../testing/hand-outs";
import { solveNotebook } from "../../testing/chapters/solve";
import { gradeClass } from "../grader/grade-class";
import { executeNotebook } from "../notebooks/execute";
import { findNotebooks } from "../notebooks/find";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  readNotebook,
} from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { bodyOf, sealedNotebook, sealedRelease } from "./sealed";

const folder = folderInCourse("sealed");
after(() => rmSync(folder, { recursive: true, force: true }));

// A class in the folder of the compiled library must not get into the zip.
const BESIDE = mkdtempSync(join(courseFolder(), "lib", "dist", "sealed-test-"));
after(() => rmSync(BESIDE, { recursive: true, force: true }));
const [UPHILL] = findExercise("01.1").mistakes;
writeFileSync(join(BESIDE, "01.json"), JSON.stringify(UPHILL));

const [ZIP] = sealedRelease(folder, ["05"]);
const FILES = unpack(ZIP, folder);
const HAND_OUT = join(folder, "05-linear-layer");

const EXERCISES = COURSE.flatMap(({ exercises }) => exercises);
const ALL = EXERCISES.flatMap((exercise) => secretsOf(exercise));

/** What a sealed hand-out must not hold, without white space. */
function secretsOf(exercise: Exercise): [what: string, text: string][] {
  const { id, hints, mistakes } = exercise;
  const texts = [
    ...hints.slice(1),
    ...mistakes.map(({ hint }) => hint),
    ...(exercise.kind === "predict" ? [exercise.explanation] : []),
  ];
  const code =
    exercise.kind === "predict"
      ? []
      : [bodyOf(functionText(exercise.source).code)];
  return [...texts.map(escaped), ...code]
    .map((text) => text.replace(/\s+/g, ""))
    .filter((text) => text.length > 40)
    .map((text) => [id, text]);
}

// A hint may be a line of the reference, whose code is there once it is unpacked.
const CODE = ALL.map(([, text]) => text).filter((text) => text.startsWith("{"));
const WORDS = ALL.filter(([, text]) => !CODE.some((one) => one.includes(text)));

/** A text as it stands between the quotes of compiled code. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
}

function plain(text: string): string {
  return text.replaceAll('\\"', '"').replace(/\s+/g, "");
}

function leaks(text: string, secrets = ALL): string[] {
  const found = plain(text);
  return secrets.filter(([, one]) => found.includes(one)).map(([id]) => id);
}

test("no file of a sealed hand-out shows an answer, a mistake or a later hint", () => {
  for (const { path, content } of FILES) {
    // A learner's notebook has the broken functions that are to be repaired.
    if (/\.(wasm|csv|gz)$/.test(path)) continue;
    const text = content.toString();
    assert.deepEqual(leaks(text), [], path);
  }
});

test("the test above finds them in the course itself", () => {
  const dist = join(courseFolder(), "lib", "dist", "exercises", "chapters");
  const file = join(dist, "05-linear-layer", "1-forward.js");
  assert.ok(leaks(readFileSync(file, "utf8")).includes("05.1"));
  const scalar = join(courseFolder(), "lib", "dist", "core", "by-hand");
  const text = readFileSync(join(scalar, "scalar.js"), "utf8");
  const body = bodyOf(text.slice(text.indexOf("function sgdUpdateScalar")));
  assert.ok(body.length > 20);
});

test("even unpacked, exercises have no mistakes, later hints and numbers", () => {
  let exercises = 0;
  let predictions = 0;
  for (const { path, content } of FILES) {
    if (!/exercises\/chapters\/[^/]*\/\d-[^/]*\.js$/.test(path)) continue;
    exercises += 1;
    const [, packed] = /open\("([^"]*)"/.exec(content.toString()) ?? [];
    const code = inflateRawSync(Buffer.from(packed, "base64")).toString();
    assert.deepEqual(leaks(code, WORDS), [], path);
    assert.doesNotMatch(code, /prediction\)?\((?!NaN)/, path);
    // no code either, from which a number could be worked out
    if (/prediction\)?\(/.test(code)) {
      assert.doesNotMatch(code, /=>|varied/, path);
      predictions += 1;
    }
  }
  assert.equal(exercises, EXERCISES.length);
  const numbers = EXERCISES.filter(({ kind }) => kind === "predict");
  assert.equal(predictions, numbers.length);
});

/** Solutions of a chapter that stand in cells of its notebook. */
function shown(notebook: Notebook, exercises: readonly Exercise[]): string[] {
  return exercises.flatMap((exercise) => {
    if (exercise.kind === "predict") return [];
    const body = bodyOf(functionText(exercise.source).code);
    const isShown = notebook.cells.some((cell) =>
      plain(bodyOf(joinLines(cell.source))).includes(body),
    );
    return isShown ? [exercise.id] : [];
  });
}

test("no notebook shows the solution of one of its exercises", () => {
  let before = 0;
  for (const { number, exercises } of COURSE) {
    const chapter = readNotebook(findNotebooks([number])[0]);
    before += shown(chapter, exercises).length;
    assert.deepEqual(shown(sealedNotebook(chapter), exercises), [], number);
  }
  assert.ok(before > 5, `only ${before}: does the comparison still work?`);
});

test("checks work, and functions keep their text to themselves", () => {
  const program = `
    const t = require("tinyllm");
    const right = (W, x, b) =>
      W.map((r, i) => r.reduce((s, w, j) => s + w * x[j], b[i]));
    const kept = t.check("05.1", right);
    const given = t.check("05.1", () => [0]);
    t.check("05.2", 16);
    t.check("05.2", 15);
    t.solution("05.1");
    t.hint("05.1");
    const all = [given, t.linearVector, t.Tensor, t.Tensor.prototype.toString,
      t.TinyLLM, t.TinyLLM.prototype.forward, t.ops.linearForward];
    console.log(kept === right, given([[2]], [3], [1])[0],
      all.every((one) => /\\[native code\\]/.test(String(one))),
      t.zeros64([2]) instanceof t.Tensor);`;
  const said = execFileSync(process.execPath, ["-e", program], {
    cwd: HAND_OUT,
    env: { ...process.env, TINYLLM_PROGRESS: join(folder, "progress.json") },
    encoding: "utf8",
  });
  assert.match(said, /✓ Passed: 05\.1/);
  assert.match(said, /✗ Not yet: 05\.1/);
  assert.match(said, /✓ Passed: 05\.2/);
  assert.match(said, /15 is not the one/);
  assert.match(said, /keeps the solutions/);
  assert.match(said, /1 of 1: One output is one row/);
  assert.match(said, /true 7 true true/);
});

test(
  "a sealed notebook runs in JupyterLab's kernel, and is graded like any other",
  { timeout: 600_000 },
  async () => {
    const name = "05-linear-layer";
    const path = join(HAND_OUT, `${name}.ipynb`);
    const open = readNotebook(path);
    const { solved } = solveNotebook(open);
    writeFileSync(path, formatNotebook(solved));
    const run = await executeNotebook(path);
    const said = JSON.stringify(run);
    assert.equal(said.match(/✓ Passed/g)?.length, 5);
    const errors = run.cells.filter(
      ({ outputs = [], metadata }) =>
        outputs.some((one) => one.output_type === "error") &&
        !JSON.stringify(metadata).includes("raises-exception"),
    );
    assert.deepEqual(errors, []);
    const submitted = join(folder, "class", "submitted");
    for (const [learner, notebook] of Object.entries({ ada: run, bob: open })) {
      const place = join(submitted, learner, name);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, `${name}.ipynb`), formatNotebook(notebook));
    }
    const { grades } = await gradeClass(join(folder, "class"), ["05"], {
      seed: 77,
      say: () => undefined,
    });
    const table = readFileSync(grades, "utf8");
    assert.match(table, /^ada,05-linear-layer,graded,18,18,/m);
    assert.match(table, /^bob,05-linear-layer,graded,0,18,/m);
  },
);
