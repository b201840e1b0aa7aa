import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { verdictCard } from "./cards";
import { check, grade } from "./check";
import { findExercise } from "../course";
import { sgdUpdateScalar } from "../../core/by-hand/scalar";
import { hint, solution } from "./help";
import { judge } from "./judge";
import { yourTurn } from "./open";
import { progress, resetProgress } from "./progress";
import { readProgress, updateProgress } from "./progress-file";

let folder: string;
let path: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "progress-"));
  path = join(folder, ".progress.json");
  process.env.TINYLLM_PROGRESS = path;
});

after(() => {
  delete process.env.TINYLLM_PROGRESS;
  rmSync(folder, { recursive: true });
});

/** What a call prints; outside a notebook that is the card's text. */
function printed(call: () => unknown): string {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string): void => void lines.push(line);
  try {
    call();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}

const right = (w: number, g: number, rate: number): number => w - g * rate;
const wrong = (w: number, g: number, rate: number): number => w + g * rate;

test("a right answer is given back, any other is replaced by the reference", () => {
  let update;
  assert.match(
    printed(() => (update = check("01.1", right))),
    /✓ Passed: 01\.1 The update rule\n3 points\. All 12 cases agree/,
  );
  assert.equal(update, right);
  assert.match(
    printed(() => (update = check("01.1", wrong))),
    /✗ Not yet.*\nresult should be 1; yours is 3\.\nThe mistake: uphill, with the sign.*\n.*input weight +2\n/,
  );
  assert.equal(update, sgdUpdateScalar);
  assert.match(
    printed(() => (update = check("01.1", yourTurn))),
    /○ Open.*\nThe function is not written yet\. Return the weight after[^]*\nUntil you pass, the notebook uses the course's own answer\./,
  );
  assert.equal(update, sgdUpdateScalar);
  printed(() => assert.equal(check("01.3", 28), undefined));
});

test("a classic mistake is named when it comes rounded, too", () => {
  assert.match(printed(() => check("04.3", 3.43)), /one over the mean probability/); // prettier-ignore
  assert.doesNotMatch(printed(() => check("04.3", 3.5)), /mean probability/); // prettier-ignore
});

test("a mistake is named in bold, with a capital letter where it is a word", () => {
  const html = (id: string, start: string): string => {
    const exercise = findExercise(id);
    assert.ok(exercise.kind !== "predict");
    const found = exercise.mistakes.find(({ name }) => name.startsWith(start));
    const verdict = judge(exercise, found?.answer);
    return String(verdictCard(exercise, verdict, "")["text/html"]);
  };
  assert.match(html("01.1", "uphill"), /<strong>Uphill, with the sign flipped\.<\/strong> The/); // prettier-ignore
  assert.match(html("03.2", "w and x"), /<strong>w and x get/);
  assert.match(html("10.5", "dScores"), /<strong>dScores pass/);
});

test("one wrong number stands beside the right one, without their difference", () => {
  const update = (): unknown => check("01.1", wrong);
  assert.match(printed(update), /expected +1\n +yours +3\n`hint/);
  const path = (start: number): unknown =>
    check("01.2", () => [start, 1, 1, 1]);
  assert.match(
    printed(() => path(5)),
    /largest difference/,
  );
});

test("an answer of the wrong type does not compile", () => {
  const text = (w: string): string => w;
  printed(() => {
    // @ts-expect-error a function of numbers is wanted
    check("01.1", text);
    // @ts-expect-error a number is wanted
    check("01.4", "1/3");
    // @ts-expect-error there is no chapter 99
    assert.throws(() => check("99.1", 1), /got 99\.1.*The ids are 00\.1, /);
  });
});

test("a grade throws for an answer that fails or is open, and keeps nothing", () => {
  rmSync(path, { force: true });
  const text = printed(() => {
    grade("01.1", right);
    assert.throws(() => grade("01.1", wrong), /exercise 01\.1 The update rule: result should be 1/); // prettier-ignore
    assert.throws(() => grade("01.1", yourTurn), /not written yet/);
    assert.throws(() => grade("01.4", undefined), /no answer yet/);
  });
  assert.equal(
    text.match(/^[✓✗○] /gm)?.length,
    2,
    "what is not open shows its card",
  );
  assert.doesNotMatch(text, /Until you pass/);
  assert.equal(existsSync(path), false);
});

test("a right answer that warns is graded without a warning, which nbgrader fails", (t) => {
  const warn = t.mock.method(console, "warn", () => undefined);
  const log = t.mock.method(console, "log", () => undefined);
  grade("01.1", (weight, gradient, learningRate) => {
    console.warn("debug");
    return weight - learningRate * gradient;
  });
  assert.equal(warn.mock.callCount(), 0);
  assert.ok(log.mock.callCount() > 0);
  console.warn("after it");
  assert.equal(warn.mock.callCount(), 1);
});

test("a grade waits longer than a check, for a grader's machine may be busy", () => {
  const slow = (w: number, g: number, rate: number): number => {
    for (const end = Date.now() + 200; Date.now() < end;);
    return right(w, g, rate); // twelve cases: 2.4 s
  };
  assert.match(printed(() => check("01.1", slow)), /did not end within 0\.6 s/); // prettier-ignore
  assert.match(printed(() => grade("01.1", slow)), /✓ Passed/); // prettier-ignore
});

test("passes, failures, hints and solutions are kept, and reset by chapter", () => {
  rmSync(path, { force: true });
  printed(() => {
    check("01.1", wrong);
    check("01.1", wrong);
    check("01.1", right);
    check("01.1", wrong);
    check("06.5", 3.3);
    check("00.1", yourTurn);
    solution("01.2");
  });
  const { records } = readProgress();
  assert.deepEqual(Object.keys(records).sort(), ["01.1", "01.2", "06.5"]);
  assert.equal(records["01.1"].failures, 3);
  assert.ok(Date.parse(records["01.1"].passedAt ?? "") > 0);
  assert.equal(records["01.2"].solutionSeen, true);
  const table = printed(progress);
  assert.match(table, /Your progress: 5 of \d+ points/);
  assert.match(table, /01\.1 The update rule +✓ passed +3 +5 +●○○○○ +0/);
  assert.match(table, /00\.1 The mean of a list +open/);
  const chapter = printed(() => progress("00"));
  assert.match(chapter, /Your progress in chapter 00: 0 of 4 points/);
  assert.doesNotMatch(chapter, /01\.1/);
  assert.throws(() => progress("0"), /one of "00", "01".*got 0.*quotes/);
  assert.match(printed(() => resetProgress("01")), /open again/); // prettier-ignore
  assert.deepEqual(Object.keys(readProgress().records), ["06.5"]);
  assert.throws(() => resetProgress("1"), /one of "00", "01".*got 1.*quotes/);
});

test("hints come one at a time, then the solution is offered", () => {
  rmSync(path, { force: true });
  const first = printed(() => hint("01.1"));
  assert.match(first, /1 of 3: The gradient says/);
  assert.doesNotMatch(first, /2 of 3/);
  assert.match(printed(() => hint("01.1")), /1 of 3[^]*2 of 3: Go against/); // prettier-ignore
  assert.match(printed(() => hint("01.1")), /3 of 3[^]*solution\("01\.1"\)/); // prettier-ignore
  assert.match(printed(() => hint("01.1")), /3 of 3/); // prettier-ignore
  assert.equal(readProgress().records["01.1"].hints, 3);
});

test("a solution shows the chapter's version, a prediction its reasons", () => {
  assert.match(
    printed(() => solution("01.1")),
    /function myUpdate\(\n[^;]*\{\n {2}return weight - learningRate \* gradient;\n\}/,
  );
  assert.match(printed(() => solution("06.5")), /−ln\(1\/27\) = ln 27/); // prettier-ignore
});

test("a damaged progress file is put aside and said so, and a new one begins", () => {
  writeFileSync(path, "{ not json");
  const text = printed(() => check("01.1", right));
  assert.match(text, /could not be read.*now \.progress\.json\.damaged/);
  assert.equal(readFileSync(`${path}.damaged`, "utf8"), "{ not json");
  assert.ok(readProgress().records["01.1"].passedAt);
});

test("where nothing can be written the card still comes, with a note", () => {
  const file = join(folder, "file");
  writeFileSync(file, "in the way");
  process.env.TINYLLM_PROGRESS = join(file, ".progress.json");
  try {
    const text = printed(() => check("01.1", right));
    assert.match(
      text,
      /✓ Passed[^]*could not be kept[^]*folders is a file[^]*Set TINYLLM_PROGRESS/,
    );
    assert.match(printed(() => hint("01.1")), /3 of 3/); // prettier-ignore
    assert.match(
      printed(() => solution("01.1")),
      /could not be kept/,
    );
  } finally {
    process.env.TINYLLM_PROGRESS = path;
  }
});

test("the file is replaced in one go and unknown exercises survive", () => {
  const later = { failures: 1, hints: 2, passedAt: "2030-01-01T00:00:00.000Z" };
  const content = { version: 1, exercises: { "98.7": later, "01.1": {} } };
  writeFileSync(path, JSON.stringify(content));
  updateProgress((records) => {
    records["01.1"].hints = 1;
  });
  assert.deepEqual(readProgress().records, {
    "98.7": later,
    "01.1": { failures: 0, hints: 1 },
  });
  assert.deepEqual(
    readdirSync(folder).filter((name) => /tmp|part|lock/.test(name)),
    [],
  );
});
