import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { solveNotebook } from "../../testing/chapters/solve";
import { chapterNotebook } from "../../testing/hand-ins";
import { releaseChapters } from "../classroom/classroom";
import { nbgrader } from "../classroom/nbgrader";
import { formatNotebook, joinLines } from "../notebooks/format";
import { courseFolder, coursePython } from "../setup/course-files.cjs";
import { gradeClass } from "./grade-class";

const NAME = "01-one-weight";

// Inside the project, because a class must be.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/gradebook-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const OPEN = chapterNotebook("01");
const SOLVED = formatNotebook(solveNotebook(OPEN).solved);
const HALF = solveNotebook(OPEN).solved;
for (const cell of HALF.cells) {
  const source = joinLines(cell.source);
  cell.source = source
    .replace("learningRate * gradient", "gradient")
    .replace("undefined = 28", "undefined = 3");
}

function handIn(learner: string, text: string, at = "submitted"): string {
  const place = join(folder, at, learner, NAME);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, `${NAME}.ipynb`), text);
  return place;
}

/** What nbgrader's gradebook says of each learner: the points of each cell. */
function gradebook(): Record<string, (number | null)[]> {
  const code = `
import json, sys
from nbgrader.api import Gradebook
with Gradebook("sqlite:///" + sys.argv[1]) as gradebook:
    print(json.dumps({
        one.student.id: [
            grade.auto_score
            for notebook in one.notebooks
            for grade in sorted(notebook.grades, key=lambda grade: grade.name)
        ]
        for one in gradebook.assignment_submissions("${NAME}")
    }))`;
  return ask(code, join(folder, "gradebook.db")) as ReturnType<
    typeof gradebook
  >;
}

/** What formgrader shows: the learners whose hand-ins are graded, with points. */
function formgrader(): unknown {
  const code = `
import json, sys
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config
config = Config()
config.CourseDirectory.root = sys.argv[1]
api = NbGraderAPI(config=config)
with api.gradebook as gradebook:
    late = {
        one.student.id: one.late_submission_penalty
        for one in gradebook.assignment_submissions("${NAME}")
    }
print(json.dumps([
    [one["student"], one["score"] - late[one["student"]]]
    if one["autograded"] else one["student"]
    for one in api.get_submissions("${NAME}")
]))`;
  return ask(code, folder);
}

function ask(code: string, path: string): unknown {
  const args = ["-c", code, path];
  return JSON.parse(execFileSync(coursePython(), args, { encoding: "utf8" }));
}

/** The points in `grades.csv`. */
function table(): Record<string, (number | null)[]> {
  const text = readFileSync(join(folder, "grades.csv"), "utf8").trim();
  const rows = text.split("\n").map((line) => line.split(","));
  return Object.fromEntries(
    rows
      .slice(1)
      .map(([learner, , , , , ...cells]) => [
        learner,
        cells.slice(0, 4).map((one) => (one === "" ? null : Number(one))),
      ]),
  );
}

async function grade(...paths: string[]): Promise<string[]> {
  const said: string[] = [];
  const say = (line: string): unknown => said.push(line);
  await gradeClass(folder, ["01"], { seed: 77, paths, say });
  return said.filter((line) => /nbgrader's gradebook|timestamp/.test(line));
}

const DONE = "nbgrader's gradebook has these points.";

test("nbgrader's gradebook gets the points of grades.csv", async () => {
  handIn("ada", SOLVED);
  const bob = handIn("José B.ob", formatNotebook(HALF));
  writeFileSync(join(bob, "timestamp.txt"), "2026-01-31 12:00:00 UTC");
  const bad = handIn("cyd", SOLVED);
  writeFileSync(join(bad, "timestamp.txt"), "yesterday");
  assert.deepEqual(await grade(), []); // no gradebook yet
  await releaseChapters(folder, ["01"]);

  // The grades do not depend on Python.
  const before = process.env.TINYLLM_PYTHON;
  process.env.TINYLLM_PYTHON = process.execPath;
  try {
    const said = await grade();
    assert.match(said.join(), /Not in nbgrader's gradebook: .*setup\.log\.$/);
  } finally {
    if (before === undefined) delete process.env.TINYLLM_PYTHON;
    else process.env.TINYLLM_PYTHON = before;
  }
  const [wrong, done] = await grade();
  assert.match(wrong, /^cyd: timestamp\.txt must hold a date/);
  assert.equal(done, DONE);
  rmSync(join(bad, "timestamp.txt"));
  assert.deepEqual(await grade(), [DONE]);
  const points = gradebook();
  assert.deepEqual(points, {
    ada: [3, 3, 3, 3],
    "José B.ob": [0, 0, 0, 3],
    cyd: [3, 3, 3, 3],
  });
  assert.deepEqual(points, table());

  // A hand-in that can no longer be graded loses its points.
  handIn("ada", "{");
  assert.deepEqual(await grade(), [DONE]);
  assert.deepEqual(gradebook().ada, [null, null, null, null]);
  assert.deepEqual(table(), gradebook());
  const graded = join(folder, "autograded", "ada", NAME);
  assert.equal(existsSync(graded), false);

  handIn("a[d]a", SOLVED, "downloads");
  handIn("dan", SOLVED, "downloads");
  assert.deepEqual(await grade(join(folder, "downloads")), [
    "Not in nbgrader's gradebook: a[d]a. It cannot use such names.",
  ]);
  assert.deepEqual(gradebook().dan, [3, 3, 3, 3]);
  assert.deepEqual(formgrader(), [
    ["José B.ob", 3],
    "ada",
    ...[
      ["cyd", 12],
      ["dan", 12],
    ],
  ]);
});

test("the rules of the class hold in the gradebook, too", async () => {
  const rules = {
    ...{ due: { "01": "2026-01-30T12:00Z" }, penaltyPerDay: 0.1 },
    ...{ weights: { "01.4": 2 }, extra: { cyd: { "01": 30 } } },
  };
  const path = join(folder, "class.json");
  writeFileSync(path, JSON.stringify(rules));
  assert.deepEqual(await grade(), [DONE]);
  const { cyd, "José B.ob": bob } = gradebook();
  assert.deepEqual([cyd, bob], [table().cyd, table()["José B.ob"]]);
  assert.deepEqual(cyd, [3, 3, 3, 6]);
  // late by one day, and by too many, with points on top
  const shown = formgrader() as [string, number][];
  assert.deepEqual(
    shown.filter(([name]) => name !== "dan"),
    [["José B.ob", 5.4], "ada", ["cyd", 30]],
  );
  rmSync(path);
  assert.deepEqual(await grade(), [DONE]);
  assert.deepEqual(gradebook().cyd, [3, 3, 3, 3]);
});

test("feedback shows the points, and what was wrong, but no cases", async () => {
  await nbgrader(folder, "generate_feedback", NAME);
  const said = (learner: string): string[] => {
    const place = join(folder, "feedback", learner, NAME, `${NAME}.html`);
    const text = readFileSync(place, "utf8").replace(/<[^>]*>/g, "");
    return text.match(/\(Score: .* 12\.0\)|Passed\.|Not yet: .*/g) ?? [];
  };
  const right = "Passed.";
  assert.deepEqual(said("dan"), [
    "(Score: 12.0 / 12.0)",
    ...[right, right, right, right],
  ]);
  const [score, first, ...rest] = said("José B.ob");
  assert.equal(score, "(Score: 3.0 / 12.0)");
  assert.match(first, /^Not yet: the answer is wrong: [\w ]+\.$/);
  assert.match(rest.join(), /^Not yet: .*,Not yet: .*,Passed\./);
  const exported = join(folder, "nbgrader.csv");
  await nbgrader(
    folder,
    ...["export", "--exporter=grades.Grades", `--to=${exported}`],
  );
  const text = readFileSync(exported, "utf8");
  const rows = text.split("\n").filter((row) => /José|,ada,/.test(row));
  assert.match(
    rows.join("\n"),
    /2026-01-31 12:00:00,José B\.ob,.*,3\.0,12\.0,graded$/m,
  );
  assert.match(rows.join("\n"), /,ada,,,,,,,12\.0,not graded$/m);
});

test("partial credit reaches the gradebook", async () => {
  const part = solveNotebook(OPEN).solved;
  for (const cell of part.cells)
    cell.source = joinLines(cell.source).replace(
      "return weight - learningRate * gradient;",
      "return weight - (gradient > 0 ? learningRate : 0.3) * gradient;",
    );
  handIn("eve", formatNotebook(part));
  assert.deepEqual(await grade(), [DONE]);
  assert.equal(gradebook().eve[0], 0);
  const path = join(folder, "class.json");
  writeFileSync(path, JSON.stringify({ partialCredit: true }));
  assert.deepEqual(await grade(), [DONE]);
  const [points] = gradebook().eve;
  assert.ok(points && points > 0 && points < 3, String(points));
  assert.deepEqual(gradebook().eve, table().eve);
});
