import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";

import { COURSE } from "../exercises/course";
import { asAssignment, gradeChapters, releaseChapters } from "./classroom";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  parseNotebook,
} from "./notebook-format";
import { courseFolder } from "./places.cjs";
import { findNotebooks } from "./publish";

// Inside the project, because a cell looks for `tinyllm` in the folders above.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/classroom-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A learner's notebook: texts of the handed-out one replaced by others. */
function written(given: string, changes: readonly [string, string][]): string {
  const notebook = parseNotebook(given, "release");
  for (const [from, to] of changes) {
    const cell = notebook.cells.find(({ source }) =>
      joinLines(source).includes(from),
    );
    assert.ok(cell, `no cell has ${from}`);
    cell.source = joinLines(cell.source).replace(from, () => to);
  }
  return formatNotebook(notebook);
}

const right: [string, string][] = [
  ["return yourTurn();", "return weight - learningRate * gradient;"],
  ["const gradient = 2 * (weight - 3);", ""],
  [
    "update(weight, gradient, learningRate)",
    "weight - learningRate * 2 * (weight - 3)",
  ],
];

test("every exercise of every chapter becomes a locked cell worth its points", () => {
  for (const path of findNotebooks()) {
    const notebook = parseNotebook(readFileSync(path, "utf8"), path);
    const graded = asAssignment(notebook).cells.flatMap(
      ({ metadata, source }) =>
        metadata.nbgrader
          ? [{ ...metadata.nbgrader, source: joinLines(source) }]
          : [],
    ) as { points: number; source: string }[];
    const number = basename(path).slice(0, 2);
    const chapter = COURSE.find((one) => one.number === number);
    const here = chapter?.exercises ?? [];
    assert.deepEqual(
      graded.map(({ points, source }) => [
        points,
        /grade\("(.*?)"/.exec(source)?.[1],
      ]),
      here.map(({ points, id }) => [points, id]),
      path,
    );
  }
});

test("nbgrader gives full points, some and none, as answers deserve", () => {
  const [{ name, release }] = releaseChapters(folder, ["01"]);
  const given = readFileSync(release, "utf8");
  const handIn = (learner: string, text: string): void => {
    const to = join(folder, "submitted", learner, name);
    mkdirSync(to, { recursive: true });
    writeFileSync(join(to, `${name}.ipynb`), text);
  };
  const steps: [string, string] = [
    "stepsNeeded: number | undefined = undefined",
    "stepsNeeded = 28",
  ];
  const limit: [string, string] = [
    "limit: number | undefined = undefined",
    "limit = 1 / 3",
  ];
  handIn("ada", written(given, [...right, steps, limit]));
  handIn("bob", given);
  const cheat: [string, string] = ['grade("01.1", myUpdate);', "3;"];
  handIn(
    "cyd",
    written(given, [
      ["return yourTurn();", "return weight / 0;"],
      cheat,
      limit,
    ]),
  );
  handIn(
    "dan",
    written(given, [["return yourTurn();", "return weight -;"], steps]),
  );
  const grades = readFileSync(gradeChapters(folder, ["01"]), "utf8");
  const [header, ...rows] = grades
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const column = (name: string): number => header.indexOf(name);
  const found = rows.map((row) =>
    ["student_id", "score", "max_score"].map((name) => row[column(name)]),
  );
  assert.deepEqual(found.sort(), [
    ["ada", "12.0", "12.0"],
    ["bob", "0.0", "12.0"],
    ["cyd", "3.0", "12.0"],
    ["dan", "3.0", "12.0"],
  ]);
  const graded: Notebook = parseNotebook(
    readFileSync(join(folder, "autograded/cyd", name, `${name}.ipynb`), "utf8"),
    "autograded",
  );
  const cell = graded.cells.find(({ id }) => id === "grade-01-1");
  const texts = (cell?.outputs ?? []).map(
    ({ data, evalue }) => joinLines(data?.["text/plain"]) + (evalue ?? ""),
  );
  assert.match(
    texts.join("\n"),
    /✗ Not yet: 01\.1[^]*exercise 01\.1 The update rule/,
  );
});

test("when nbgrader refuses, its own words come through", () => {
  writeFileSync(
    join(folder, "nbgrader_config.py"),
    "raise SystemExit('no class today')",
  );
  assert.throws(
    () => releaseChapters(folder, ["01"]),
    /nbgrader generate_assignment 01-one-weight[^]*no class today/,
  );
});
