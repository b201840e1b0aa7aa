import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { solveNotebook } from "../../testing/chapters/solve";
import { chapterNotebook } from "../../testing/hand-ins";
import { temporaryFolder } from "../../testing/temporary-folder";
import { listZip, zipOf } from "../classroom/zip";
import { formatNotebook, joinLines, type Notebook } from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { gradeClass } from "./grade-class";
import { writeKits } from "./kits";
import { markdownReader } from "./page";

const NAME = "01-one-weight";
const OPEN = chapterNotebook("01");
const SOLVED = solveNotebook(OPEN).solved;
/** One exercise has a classic mistake, and HTML in its cell. */
const WRONG = changed(SOLVED, "learningRate * gradient", "gradient // <b>&");

function changed(notebook: Notebook, from: string, to: string): Notebook {
  const copy = structuredClone(notebook);
  const cell = copy.cells.find(({ source }) =>
    joinLines(source).includes(from),
  );
  assert.ok(cell, from);
  cell.source = joinLines(cell.source).replace(from, () => to);
  return copy;
}

function bytes(notebook: Notebook): Buffer {
  return Buffer.from(formatNotebook(notebook));
}

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function handIn(folder: string, learner: string, notebook: Notebook): string {
  const path = join(folder, "submitted", learner, NAME, `${NAME}.ipynb`);
  return write(path, bytes(notebook));
}

const quiet = { seed: 77, say: (): void => undefined };

test(
  "Canvas and Moodle get a file with the points of those that came from there",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const rules = { due: { "01": "2000-01-01" }, penaltyPerDay: 0.25 };
    write(join(folder, "class.json"), JSON.stringify(rules));
    const paths = [
      write(
        join(folder, "in", "canvas.zip"),
        zipOf({
          [`lovelaceada_77_88_${NAME}.ipynb`]: bytes(WRONG),
          [`hopperg_LATE_78_89_${NAME}-1.ipynb`]: bytes(SOLVED),
          [`nobody_79_90_${NAME}.ipynb`]: Buffer.from("{"),
        }),
      ),
      write(
        join(folder, "in", "moodle.zip"),
        zipOf({
          [`=Eve_12_assignsubmission_file_/${NAME}.ipynb`]: bytes(SOLVED),
        }),
      ),
    ];
    await gradeClass(folder, ["01"], { ...quiet, paths });
    const canvas = readFileSync(join(folder, `canvas-${NAME}.csv`), "utf8");
    assert.deepEqual(canvas.trim().split("\n"), [
      `Student,ID,SIS Login ID,Section,${NAME}`,
      "hopperg,78,,,9",
      "lovelaceada,77,,,9",
      "nobody,79,,,",
    ]);
    const moodle = readFileSync(join(folder, `moodle-${NAME}.csv`), "utf8");
    assert.deepEqual(moodle.trim().split("\n"), [
      "Identifier,Full name,Grade,Maximum grade,Last modified (grade)",
      // the zip is from 1980
      "Participant 12,'=Eve,12,12,",
    ]);
  },
);

test(
  "a learner gets a page with formulas, and the class a picture",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    handIn(folder, "ada", SOLVED);
    handIn(folder, "<i>bob", WRONG);
    write(join(folder, "submitted", "cyd", NAME, `${NAME}.ipynb`), '{ "<u>');
    await gradeClass(folder, ["01"], quiet);
    const page = (...path: string[]): string =>
      readFileSync(join(folder, "graded", ...path), "utf8");
    const ada = page("ada", `${NAME}.html`);
    assert.match(ada, /12 of 12 points/);
    assert.equal(ada.match(/✓ Passed/g)?.length, 4);
    assert.match(ada, /<h2>01\.1 The update rule <span class="points">3 of 3/);
    const bob = page("%3ci%3ebob", `${NAME}.html`);
    assert.match(bob, /9 of 12 points/);
    assert.match(bob, /gradient \/\/ &lt;b&gt;&amp;/);
    assert.match(bob, /✗ Not right yet.*The mistake: .*learning rate/s);
    assert.match(page("cyd", `${NAME}.html`), /Not graded: .*must be JSON/);
    const all = page(`${NAME}.html`);
    assert.match(all, /01\.1 The update rule.*1 passed.*1 failed.*1 × /s);
    assert.match(all, /href="%253ci%253ebob\/01-one-weight\.html"/);
    for (const text of [ada, bob, all, page("cyd", `${NAME}.html`)])
      assert.doesNotMatch(text, /<[ibu]>|https?:(?!\/\/www\.w3\.org)|<script/);
  },
);

test("formulas become MathML, and code between dollars does not", async () => {
  const read = await markdownReader();
  const html = read("For $w_1$ and `$x$`:\n\n$$\\frac{1}{n} \\sum_i x_i$$");
  assert.equal(html.match(/<math/g)?.length, 2);
  assert.match(html, /<math display="block"[^]*<mfrac>[^]*<mo[^>]*>∑<\/mo>/);
  assert.match(html, /<code>\$x\$<\/code>/);
});

test(
  "Gradescope gets each exercise, and no score for what was not graded",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const gradescope = join(folder, "results.json");
    const rules = { due: { "01": "2000-01-01" }, penaltyPerDay: 1 };
    write(join(folder, "class.json"), JSON.stringify(rules));
    const results = async (content: string | Buffer): Promise<unknown> => {
      const paths = [write(join(folder, "in", `${NAME}.ipynb`), content)];
      await gradeClass(folder, ["01"], { ...quiet, paths, gradescope });
      return JSON.parse(readFileSync(gradescope, "utf8"));
    };
    const { score, tests } = (await results(bytes(WRONG))) as {
      score: number;
      tests: Record<string, unknown>[];
    };
    assert.equal(score, 9, "Gradescope itself knows what is late");
    assert.deepEqual(
      tests.map((one) => [one.score, one.max_score, one.status]),
      [[0, 3, "failed"], ...Array.from({ length: 3 }, () => [3, 3, "passed"])],
    );
    assert.match(String(tests[0].output), /learning rate/);
    const broken = (await results("{")) as object;
    assert.deepEqual(Object.keys(broken), ["output"]);
  },
);

test(
  "a hand-in is as old as its file, timestamp.txt or zip says",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const old = new Date("2026-11-01T10:00:00Z");
    utimesSync(handIn(folder, "ada", OPEN), old, old);
    const bob = dirname(handIn(folder, "bob", OPEN));
    writeFileSync(
      join(bob, "timestamp.txt"),
      "2026-11-02 10:00:00.123456 UTC\n",
    );
    await gradeClass(folder, ["01"], quiet);
    const rows = readFileSync(join(folder, "grades.csv"), "utf8").split("\n");
    assert.match(rows[1], /^ada,.*,2026-11-01T10:00:00\.000Z,0,$/);
    assert.match(rows[2], /^bob,.*,2026-11-02T10:00:00\.123Z,0,$/);
    // This zip has the first day that a zip can have.
    const [{ time }] = listZip(zipOf({ a: Buffer.from("a") }), "zip");
    assert.deepEqual(time, new Date(1980, 0, 1));
  },
);

const PROOFS = process.env.TINYLLM_PROOFS === "all";
const ON_LINUX = process.platform === "linux";

test("a kit must be one of those that there are", (t) => {
  assert.throws(
    () => writeKits("moodle", temporaryFolder(t), ["01"]),
    /gradescope or github; got "moodle"/,
  );
});

test(
  "Gradescope's kit installs itself and grades",
  {
    timeout: 600_000,
    skip:
      !(PROOFS && ON_LINUX) && "it installs the course (TINYLLM_PROOFS=all)",
  },
  (t) => {
    const folder = temporaryFolder(t);
    const [zip] = writeKits("gradescope", folder, ["01"]);
    const home = join(folder, "autograder");
    for (const { path, read } of listZip(readFileSync(zip), zip))
      write(join(home, "source", path), Buffer.from(read()));
    write(join(home, "submission", "my work.ipynb"), bytes(WRONG));
    mkdirSync(join(home, "results"));
    const env = { ...process.env, AUTOGRADER: home };
    for (const file of ["setup.sh", "run_autograder"])
      execFileSync("bash", [join(home, "source", file)], { env });
    const results = readFileSync(join(home, "results", "results.json"), "utf8");
    assert.equal((JSON.parse(results) as { score: number }).score, 9);
  },
);

test(
  "GitHub's kit grades with the steps of its workflow",
  { timeout: 300_000, skip: !ON_LINUX && "its steps are for Linux" },
  (t) => {
    const folder = temporaryFolder(t);
    const [kit] = writeKits("github", folder, ["01"]);
    const path = join(kit, ".github", "workflows", "grade.yml");
    const workflow = readFileSync(path, "utf8");
    symlinkSync(courseFolder(), join(folder, "course"));
    write(join(folder, "hand-in", `${NAME}.ipynb`), bytes(WRONG));
    const [, grade, points] = workflow.split(/run: [>|]\n/);
    const folded = grade.split("- name")[0].replace(/\n */g, " ");
    const run = (code: string, place: string): string =>
      execFileSync("bash", ["-c", code], {
        cwd: join(folder, place),
        env: { ...process.env, GITHUB_WORKSPACE: folder },
        encoding: "utf8",
      });
    run(folded, "course");
    assert.match(run(points, "."), /::notice title=Points::9 of 12/);
  },
);
