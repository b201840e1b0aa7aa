import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";

import { COURSE } from "../../exercises/course";
import { asAssignment } from "./assignment";
import { releaseChapters } from "./classroom";
import { gradeChapters } from "./grading";
import {
  cellTags,
  formatNotebook,
  joinLines,
  parseNotebook,
  readNotebook,
} from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { findNotebooks } from "../notebooks/find";

// Inside the project, because a cell looks for `tinyllm` in the folders above.
const folder = mkdtempSync(join(courseFolder(), "lib/dist/classroom-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A learner's notebook: the released one, with some texts replaced. */
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
    const notebook = readNotebook(path);
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

test("nbgrader gives full, partial and no points, depending on the answers", async () => {
  const [{ name, release }] = await releaseChapters(folder, ["01"]);
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
  const chapter = join(courseFolder(), "notebooks", `${name}.ipynb`);
  handIn("eve", written(readFileSync(chapter, "utf8"), [...right, steps]));
  handIn("fay", "{");
  // Copies of the locked cells, and text that cannot be saved.
  const copied = parseNotebook(written(given, right), "gus");
  const locked = copied.cells.filter(({ metadata }) => metadata.nbgrader);
  copied.cells.push(...locked);
  copied.cells[0].source = "\ud83d";
  const doubled = formatNotebook(copied);
  handIn("gus", doubled);
  const graded = join(folder, "autograded");
  mkdirSync(join(graded, "hal", name), { recursive: true });
  writeFileSync(join(graded, "hal", name, `${name}.ipynb`), "of before");
  handIn("hal", written(given, [["return yourTurn();", "process.exit(0);"]]));
  const said: string[] = [];
  const { grades, problems } = await gradeChapters(folder, ["01"], {
    say: (line) => said.push(line.replace(/^\d of 8 {2}/, "")),
  });
  assert.equal(problems, 2);
  const [ada, bob, cyd, dan, eve, fay, gus, hal] = said.sort();
  assert.deepEqual(
    [ada, bob, cyd, dan],
    ["ada", "bob", "cyd", "dan"].map((learner) => `${learner}/${name}`),
  );
  assert.match(eve, /^eve.*missing locked cells were put back \(4\)$/);
  assert.match(fay, /^fay.*NOT GRADED.*must be JSON/);
  assert.match(gus, /^gus.*: copies of locked cells were removed \(4\)$/);
  assert.match(
    hal,
    /^hal.*NOT GRADED, the kernel ended .*hal.01-one-weight\.txt\.$/,
  );
  const handedIn = join(folder, "submitted", "gus", name, `${name}.ipynb`);
  assert.equal(readFileSync(handedIn, "utf8"), doubled, "it is not changed");
  assert.deepEqual(
    readdirSync(folder).filter((file) => file.startsWith(".grading")),
    [],
  );
  const [header, ...rows] = readFileSync(grades, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const column = (name: string): number => header.indexOf(name);
  const found = rows.map((row) =>
    ["student_id", "score", "max_score", "status"].map(
      (name) => row[column(name)],
    ),
  );
  assert.deepEqual(found.sort(), [
    ["ada", "12.0", "12.0", "graded"],
    ["bob", "0.0", "12.0", "graded"],
    ["cyd", "3.0", "12.0", "graded"],
    ["dan", "3.0", "12.0", "graded"],
    ["eve", "9.0", "12.0", "graded"],
    ["fay", "", "12.0", "not graded"],
    ["gus", "6.0", "12.0", "graded"],
    ["hal", "", "12.0", "not graded"],
  ]);
  const place = join(graded, "cyd", name);
  const { cells } = readNotebook(join(place, `${name}.ipynb`));
  const cell = cells.find(({ id }) => id === "grade-01-1");
  const texts = (cell?.outputs ?? []).map(
    ({ data, evalue }) => joinLines(data?.["text/plain"]) + (evalue ?? ""),
  );
  assert.match(
    texts.join("\n"),
    /✗ Not yet: 01\.1[^]*exercise 01\.1 The update rule/,
  );
});

test("an open exercise does not stop Run All Cells", () => {
  const [path] = findNotebooks(["01"]);
  assert.ok(path);
  const notebook = readNotebook(path);
  const cell = asAssignment(notebook).cells.find(
    ({ id }) => id === "grade-01-1",
  );
  assert.ok(cell);
  assert.deepEqual(cellTags(cell), ["raises-exception"]);
});

test("a class outside the course is rejected, because its notebooks could not run", async () => {
  const outside = join(courseFolder(), "..", "class");
  await assert.rejects(releaseChapters(outside, ["01"]), /got .*class\. Name/);
  assert.equal(existsSync(outside), false);
});

test("what is missing is reported, with the command or the path it needs", async () => {
  const grade = (): Promise<unknown> =>
    gradeChapters(folder, ["02"], { learner: "ada", say: assert.fail });
  await assert.rejects(grade(), /npm run release -- 02-partial-derivatives/);
  mkdirSync(join(folder, "release", "02-partial-derivatives"));
  await assert.rejects(grade(), /submitted\/ada\/02-partial-derivatives/);
});

test("an error of nbgrader is passed on verbatim", async () => {
  writeFileSync(
    join(folder, "nbgrader_config.py"),
    "raise SystemExit('no class today')",
  );
  await assert.rejects(
    releaseChapters(folder, ["01"]),
    /nbgrader generate_assignment 01-one-weight[^]*no class today/,
  );
});
