import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { solveNotebook } from "../../testing/chapters/solve";
import { releaseChapters } from "../classroom/classroom";
import { gradeChapters } from "../classroom/grading";
import { exerciseOf } from "../notebooks/exercise-cells";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  readNotebook,
} from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { gradeClass } from "./grade-class";

/** nbgrader judges by the cases that learners see. */
const SEED_OF_CHECK = 20;
const NAME = "05-linear-layer";
const HOW_MANY = process.env.TINYLLM_PROOFS === "all" ? 60 : 4;

const folder = mkdtempSync(join(courseFolder(), "lib/dist/both-graders-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What may be exchanged in an answer, and for what. */
const CHANGES: readonly [RegExp, string][] = [
  [/ - /g, " + "],
  [/ \* /g, " / "],
  [/ < /g, " <= "],
  [/ [-+*]= /g, " = "],
  [/\b[0-9]\b(?!")/g, "4"],
  [/\[[a-z]\]/g, "[0]"],
  [/return /g, "void "],
  [/;$/gm, "; console.warn(1);"],
];

/** Copies of a solved chapter, each with one thing changed in one exercise. */
function* changed(solved: Notebook): Generator<Notebook> {
  for (const [place, cell] of solved.cells.entries()) {
    if (exerciseOf(cell) === undefined) continue;
    const source = joinLines(cell.source);
    const [answer] = source.split(/^.*\bcheck\(/m);
    for (const [from, to] of CHANGES)
      for (const { index, 0: found } of answer.matchAll(from)) {
        const copy = structuredClone(solved);
        copy.cells[place].source =
          source.slice(0, index) + to + source.slice(index + found.length);
        yield copy;
      }
  }
}

/** The rows of a table, by a column. */
function rowsOf(
  path: string,
  key: string,
): Map<string, Record<string, string>> {
  const [header, ...rows] = readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  return new Map(
    rows.map((row) => {
      const named = header.map((name, i) => [name, row[i]] as const);
      const record = Object.fromEntries(named);
      return [record[key], record];
    }),
  );
}

test(
  `nbgrader and the grader in Node give ${HOW_MANY} hand-ins the same points`,
  { timeout: 1_800_000 },
  async () => {
    const [{ release }] = await releaseChapters(folder, ["05"]);
    const all = [...changed(solveNotebook(readNotebook(release)).solved)];
    const step = Math.max(1, Math.floor(all.length / HOW_MANY));
    const chosen = all.filter((_, i) => i % step === 0).slice(0, HOW_MANY);
    assert.equal(chosen.length, HOW_MANY);
    for (const [i, notebook] of chosen.entries()) {
      const place = join(folder, "submitted", `learner${i}`, NAME);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, `${NAME}.ipynb`), formatNotebook(notebook));
    }
    const say = (): void => undefined;
    const theirs = await gradeChapters(folder, ["05"], { say });
    const ours = await gradeClass(folder, ["05"], { seed: SEED_OF_CHECK, say });
    const [one, other] = [
      rowsOf(ours.grades, "learner"),
      rowsOf(theirs.grades, "student_id"),
    ];
    const points = new Set<number>();
    for (const [learner, { status, total }] of one) {
      const { status: said, score } = other.get(learner) ?? {};
      assert.deepEqual([status, Number(total)], [said, Number(score)], learner);
      points.add(Number(total));
    }
    assert.equal(one.size, HOW_MANY);
    assert.ok(points.size > 1, "wrong answers must cost points");
  },
);
