import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { runInThisContext } from "node:vm";

import * as ts from "typescript";

import { createRandom } from "../../core/base/random";
import type { Exercise } from "../../exercises/checker/exercise";
import { folderInCourse, runTool, unpack } from "../../testing/hand-outs";
import { judge } from "../../testing/patient-judge";
import { edited, withBug } from "../../exercises/checker/open";
import { COURSE } from "../../exercises/course";
import { temporaryFolder } from "../../testing/temporary-folder";
import { CHECK_OF_NAME, exerciseOf } from "../notebooks/exercise-cells";
import { executeNotebook } from "../notebooks/execute";
import { findNotebooks } from "../notebooks/find";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  readNotebook,
} from "../notebooks/format";
import { courseFolder } from "../setup/course-files.cjs";
import { asAssignment } from "./assignment";
import { keepVariant, VARIANTS_FILE, withVariants } from "./variants";

const EXERCISES = COURSE.flatMap(({ exercises }) => exercises);
const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);

test("each variant has one right answer, which no mistake gives", () => {
  let varied = 0;
  for (const exercise of EXERCISES) {
    if (exercise.kind !== "predict" || !exercise.variant) continue;
    const { variant, id, title, points } = exercise;
    const answers = new Set<number>();
    for (const seed of SEEDS) {
      const other = variant(createRandom(seed));
      assert.deepEqual(variant(createRandom(seed)).task, other.task);
      const passes = (answer: number): boolean =>
        judge(other, answer).state === "passed";
      assert.ok(passes(other.reference), id);
      assert.ok(!passes(exercise.reference), `${id}: ${other.task}`);
      for (const { name, answer } of other.mistakes)
        assert.ok(!passes(answer), `${id} ${name}: ${other.task}`);
      const texts = [other.title, other.task, other.explanation, other.unit];
      for (const { name, hint } of other.mistakes) texts.push(name, hint);
      texts.push(...other.hints);
      // no number without an end, and nothing that is not there
      assert.doesNotMatch(texts.join(" "), /undefined|NaN|\d\.\d{7}/, id);
      assert.deepEqual([other.id, other.points], [id, points], title);
      answers.add(other.reference);
    }
    assert.ok(answers.size > 1, `${id} has one variant only`);
    varied += 1;
  }
  assert.equal(varied, 24);
});

/** The function of an exercise's cell, which it checks, as a cell compiles it. */
function functionIn(source: string): unknown {
  const name = CHECK_OF_NAME.exec(source)?.[1];
  const code = source.slice(0, source.search(/^(const \w+ = )?check\(/m));
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  return runInThisContext(`(() => { ${outputText}; return ${name}; })()`);
}

test("each other bug is one, and in its class it counts as not changed", () => {
  let bugs = 0;
  for (const { number, exercises } of COURSE) {
    const { cells } = readNotebook(findNotebooks([number])[0]);
    for (const exercise of exercises) {
      if (exercise.kind === "predict" || !exercise.otherBugs) continue;
      const { id, otherBugs } = exercise;
      const cell = cells.find((one) => exerciseOf(one) === id);
      assert.ok(cell);
      for (const [bug, edits] of otherBugs.entries()) {
        const code = functionIn(edited(joinLines(cell.source), edits));
        assert.equal(judge(withBug(exercise, bug), code).state, "open", id);
        const asAnswer = { ...exercise, given: undefined } as Exercise;
        assert.equal(judge(asAnswer, code).state, "failed", id);
        bugs += 1;
      }
    }
  }
  assert.equal(bugs, 15);
});

test("an edit must fit the function once", () => {
  assert.equal(edited("a b c", [["b", "$&"]]), "a $& c");
  for (const text of ["a c", "b b"])
    assert.throws(() => edited(text, [["b", "x"]]), /must occur once/);
});

const text = ({ cells }: Notebook): string =>
  cells.map(({ source }) => joinLines(source)).join("\n");

test("a seed decides, per chapter, until the chapter is released without", (t) => {
  const folder = temporaryFolder(t);
  const [path] = findNotebooks(["05"]);
  const chapter = readNotebook(path);
  const made = (): Notebook => withVariants(folder, "05", chapter);
  assert.deepEqual(made(), chapter);
  keepVariant(folder, "05", "7");
  keepVariant(folder, "06", "8");
  const seven = made();
  assert.deepEqual(made(), seven);
  assert.notEqual(text(seven), text(chapter));
  assert.doesNotMatch(text(seven), /takes 3 numbers and gives 4\./);
  const tasks = SEEDS.slice(0, 20).map((seed) => {
    keepVariant(folder, "05", String(seed));
    return text(made());
  });
  assert.ok(new Set(tasks).size > 5);
  // what is graded by nbgrader stands behind what it needs
  const cells = text(asAssignment(seven));
  const order = ["classExercise(", 'check("05.2"', 'grade("05.2"'];
  const places = order.map((part) => cells.indexOf(part));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
  keepVariant(folder, "05", undefined);
  assert.deepEqual(made(), chapter);
  assert.deepEqual(
    JSON.parse(readFileSync(join(folder, VARIANTS_FILE), "utf8")),
    { "06": 8 },
  );
  for (const seed of ["", "x", "1.5", "-1", "1e99"])
    assert.throws(
      () => keepVariant(folder, "05", seed),
      /--seed must be an int/,
    );
  writeFileSync(join(folder, VARIANTS_FILE), '{"05": "seven"}');
  assert.throws(made, /must hold the seeds of variants/);
});

const folder = folderInCourse("variants");
after(() => rmSync(folder, { recursive: true, force: true }));
const NAME = "05-linear-layer";

/** The answer to the question that the hand-out asks, from its own text. */
function answerTo(notebook: Notebook): number {
  const [, inputs, outputs] =
    /takes (\d+) numbers and gives (\d+)\./.exec(text(notebook)) ?? [];
  return (Number(inputs) + 1) * Number(outputs);
}

/** A hand-out with texts of its cells replaced. */
function changed(notebook: Notebook, changes: [string, string][]): Notebook {
  const cells = notebook.cells.map((cell) => {
    const source = changes.reduce(
      (before, [from, to]) => before.replace(from, () => to),
      joinLines(cell.source),
    );
    return { ...cell, source };
  });
  return { ...notebook, cells };
}

test(
  "a class gets its own numbers, sealed or not, and is graded with them",
  { timeout: 600_000 },
  async () => {
    runTool(
      "classroom/release",
      "05",
      "--sealed",
      "--seed",
      "3",
      "--to",
      folder,
    );
    const zip = join(folder, "sealed", `${NAME}.zip`);
    unpack(zip, folder);
    const open = readNotebook(join(folder, NAME, `${NAME}.ipynb`));
    const right = answerTo(open);
    assert.notEqual(right, 16);
    const answered = (answer: number): Notebook =>
      changed(open, [
        [
          "howMany: number | undefined = undefined",
          `howMany: number | undefined = ${answer}`,
        ],
        ["gradW[i][j] = delta", "gradW[i][j] += delta"],
        ["gradB[i] = delta", "gradB[i] += delta"],
      ]);
    const wanted = ["05.2", "05.4"];
    const cards = async (notebook: Notebook): Promise<string[]> => {
      const cells = notebook.cells.filter((cell) => {
        const source = joinLines(cell.source);
        return (
          source.includes('from "tinyllm"') ||
          wanted.includes(exerciseOf(cell) ?? "")
        );
      });
      const path = join(folder, NAME, "some.ipynb");
      writeFileSync(path, formatNotebook({ ...notebook, cells }));
      const { cells: done } = await executeNotebook(path);
      return done
        .filter((cell) => exerciseOf(cell) !== undefined)
        .map(({ outputs = [] }) =>
          outputs.map(({ data = {} }) => joinLines(data["text/plain"])).join(),
        );
    };
    const [number, bug] = await cards(answered(right));
    assert.match(number, /^✓ Passed: 05\.2/);
    assert.match(bug, /^✓ Passed: 05\.4/);
    const [others] = await cards(answered(16));
    assert.match(others, /16 is not the one/);
    for (const [learner, notebook] of [
      ["ada", answered(right)],
      ["ben", answered(16)],
      ["eve", open],
    ] as const) {
      const place = join(folder, "submitted", learner, NAME);
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, `${NAME}.ipynb`), formatNotebook(notebook));
    }
    const said = runTool("grader/grade", "05", "--in", folder, "--seed", "77");
    assert.match(said, /ada/);
    const points = ["ada", "ben", "eve"].map((learner) => {
      const path = join(folder, "graded", learner, `${NAME}.json`);
      const { exercises } = JSON.parse(readFileSync(path, "utf8")) as {
        exercises: Record<string, { points: number; state: string }>;
      };
      return wanted.map(
        (id) => `${exercises[id].points} ${exercises[id].state}`,
      );
    });
    assert.deepEqual(points, [
      ["2 passed", "4 passed"],
      ["0 failed", "4 passed"],
      ["0 open", "0 open"],
    ]);
    const page = readFileSync(
      join(folder, "graded", "ada", `${NAME}.html`),
      "utf8",
    );
    assert.ok(
      page.includes(text(open).match(/A layer with a bias takes .*/)![0]),
    );
    const program = join(courseFolder(), "lib", "dist", "tools", "classroom");
    const { status, stderr } = spawnSync(process.execPath, [
      join(program, "release.js"),
      ...["05", "--sealed", "--seed", "seven", "--to", folder],
    ]);
    assert.notEqual(status, 0);
    assert.match(String(stderr), /--seed must be an integer/);
  },
);
