import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { solveNotebook } from "../../testing/chapters/solve";
import { chapterNotebook } from "../../testing/hand-ins";
import { temporaryFolder } from "../../testing/temporary-folder";
import { zipOf } from "../classroom/zip";
import { asAssignment } from "../classroom/assignment";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  type NotebookCell,
} from "../notebooks/format";
import { gradeClass } from "./grade-class";
import type { HandInRecord } from "./records";
import { classSeed, seedProblems } from "./seed";

const NAME = "01-one-weight";
const OPEN = asAssignment(chapterNotebook("01"));
const SOLVED = asAssignment(solveNotebook(chapterNotebook("01")).solved);
const ALL = [3, 3, 3, 3];

function changed(change: (notebook: Notebook) => unknown): string {
  const notebook = structuredClone(SOLVED);
  change(notebook);
  return JSON.stringify(notebook);
}

function cellWith({ cells }: Notebook, text: string): NotebookCell {
  const cell = cells.find(({ source }) => joinLines(source).includes(text));
  assert.ok(cell, text);
  return cell;
}

function replaced(notebook: Notebook, from: string, to: string): void {
  const cell = cellWith(notebook, from);
  cell.source = joinLines(cell.source).replace(from, () => to);
}

const FIRST = 'check("01.1", ';

/** Odd hand-ins, and the points of each exercise or why there are none. */
const HAND_INS: Record<string, [string | Buffer, number[] | RegExp]> = {
  "all solved": [formatNotebook(SOLVED), ALL],
  "José Müller": [formatNotebook(SOLVED), ALL],
  "ada@uni.edu": [formatNotebook(SOLVED), ALL],
  "nothing written": [formatNotebook(OPEN), [0, 0, 0, 0]],
  "all wrong": [
    changed((n) => {
      replaced(n, "learningRate * gradient", "gradient");
      replaced(n, "2 * (weight - 3)", "(weight - 3)");
      replaced(n, "undefined = 28", "undefined = 3");
      replaced(n, "undefined = 0.3", "undefined = 7.3");
    }),
    [0, 0, 0, 0],
  ],
  "a byte order mark": [`\ufeff${formatNotebook(SOLVED)}`, ALL],
  "lines end as on Windows": [
    changed(({ cells }) => {
      for (const cell of cells)
        cell.source = joinLines(cell.source).replaceAll("\n", "\r\n");
    }),
    ALL,
  ],
  "20 MB of output": [
    changed((n) => {
      n.cells[1].outputs = [
        { output_type: "stream", name: "stdout", text: "x".repeat(2e7) },
      ];
    }),
    ALL,
  ],
  "saved by Colab": [
    changed((n) => {
      n.metadata = {
        colab: { provenance: [] },
        kernelspec: { name: "python3" },
      };
      for (const cell of n.cells) {
        delete cell.id;
        cell.metadata = { id: "xyz", colab_type: "code" };
      }
    }),
    ALL,
  ],
  "saved by VS Code": [
    changed(({ cells }) => {
      for (const cell of cells)
        cell.metadata = { vscode: { languageId: "typescript" } };
    }),
    ALL,
  ],
  "graded cells deleted": [
    changed((n) => {
      n.cells = n.cells.filter(({ metadata }) => !metadata.nbgrader);
    }),
    ALL,
  ],
  "graded cells copied": [
    changed(({ cells }) =>
      cells.push(...cells.filter(({ metadata }) => metadata.nbgrader)),
    ),
    ALL,
  ],
  "an exercise copied, the copy below is open": [
    changed((n) => {
      const { cells } = n;
      cells.push(structuredClone(cellWith(OPEN, FIRST)));
    }),
    ALL,
  ],
  "all cells copied": [changed(({ cells }) => cells.push(...cells)), ALL],
  "own nbgrader cells, tags and changed metadata": [
    changed(({ cells }) => {
      const nbgrader = { grade_id: "mine", grade: true, points: 1000 };
      for (const cell of cells)
        cell.metadata = { nbgrader, tags: ["skip-execution"] };
    }),
    ALL,
  ],
  "an empty notebook with skip-execution": [
    JSON.stringify({
      ...OPEN,
      cells: OPEN.cells.map((cell) => ({
        ...cell,
        metadata: { ...cell.metadata, tags: ["skip-execution"] },
      })),
    }),
    [0, 0, 0, 0],
  ],
  "an exercise became text": [
    changed((n) => {
      cellWith(n, FIRST).cell_type = "markdown";
    }),
    ALL,
  ],
  "an exercise deleted": [
    changed((n) => {
      n.cells = n.cells.filter(
        (cell) => !joinLines(cell.source).includes(FIRST),
      );
    }),
    [0, 3, 3, 3],
  ],
  "imports deleted": [
    changed((n) => {
      n.cells = n.cells.filter(
        (cell) =>
          !joinLines(cell.source).includes('from "tinyllm";\n') ||
          cell.metadata.nbgrader,
      );
    }),
    ALL,
  ],
  "an exercise moved to the end": [
    changed((n) => {
      const cell = cellWith(n, FIRST);
      n.cells = [...n.cells.filter((one) => one !== cell), cell];
    }),
    // 01.2 calls what 01.1 makes, which is below it.
    ALL,
  ],
  "split into two cells": [
    changed((n) => {
      const cell = cellWith(n, FIRST);
      const [code = "", rest = ""] = joinLines(cell.source).split(
        "\nconst update",
      );
      const at = n.cells.indexOf(cell);
      n.cells.splice(
        at,
        1,
        { ...cell, source: code },
        {
          ...cell,
          source: `const update${rest}`,
        },
      );
    }),
    ALL,
  ],
  "another name": [
    changed((n) => {
      const cell = cellWith(n, FIRST);
      cell.source = joinLines(cell.source).replaceAll("myUpdate", "mine");
    }),
    ALL,
  ],
  "an answer without a name": [
    changed((n) => {
      cellWith(n, FIRST).source =
        'const update = check("01.1", (w: number, g: number, r: number) => w - r * g);';
    }),
    ALL,
  ],
  "a syntax error in 01.1": [
    changed((n) => replaced(n, "learningRate * gradient", "learningRate *")),
    [0, 3, 3, 3],
  ],
  "01.1 left open": [
    changed((n) =>
      replaced(
        n,
        "return weight - learningRate * gradient;",
        "return yourTurn();",
      ),
    ),
    [0, 3, 3, 3],
  ],
  "console.warn in a right answer": [
    changed((n) =>
      replaced(
        n,
        "return weight - learningRate * gradient;",
        'console.warn("x");\n  return weight - learningRate * gradient;',
      ),
    ),
    ALL,
  ],
  "process.exit in a cell": [
    changed(({ cells }) =>
      cells.push({
        cell_type: "code",
        metadata: {},
        source: "process.exit(0);",
      }),
    ),
    ALL,
  ],
  "no JSON": ["{", /must be JSON/],
  "nothing in it": ["", /must be JSON/],
  "a web page": ["<html></html>", /must be JSON/],
  "no UTF-8": [Buffer.from("M\xfcller", "latin1"), /must be UTF-8/],
  "nbformat 3": ['{"nbformat": 3, "worksheets": []}', /got nbformat 3/],
  "another chapter": [
    formatNotebook(chapterNotebook("02")),
    /no cell checks an exercise of the chapter \(01\.1, .*another chapter/,
  ],
  "a cell without type": [
    changed(({ cells }) => Reflect.set(cells[3], "cell_type", "x")),
    /cell 4 must have the type/,
  ],
};

function read(folder: string, learner: string): HandInRecord {
  const path = join(folder, "graded", learner, `${NAME}.json`);
  return JSON.parse(readFileSync(path, "utf8")) as HandInRecord;
}

function write(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

test(
  "every odd hand-in is graded, or refused with the cause",
  { timeout: 600_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const place = (learner: string, file = NAME): string =>
      join(folder, "submitted", learner, NAME, `${file}.ipynb`);
    for (const [learner, [content]] of Object.entries(HAND_INS))
      write(place(learner), content);
    write(place("a browser's name", `${NAME} (1)`), formatNotebook(SOLVED));
    write(join(folder, "teacher.ipynb"), formatNotebook(SOLVED));
    mkdirSync(dirname(place("a link")), { recursive: true });
    symlinkSync(join(folder, "teacher.ipynb"), place("a link"));
    write(place("two files", "one"), "{}");
    write(place("two files", "two"), "{}");
    write(
      join(folder, "submitted", "in the wrong place", `${NAME}.ipynb`),
      "{}",
    );
    // An older grade must not stay.
    for (const learner of ["no JSON", "gone"]) {
      const old = { learner, chapter: NAME, status: "graded", exercises: {} };
      const path = join(folder, "graded", learner, `${NAME}.json`);
      write(path, JSON.stringify({ ...old, notes: [], mark: "" }));
    }
    const said: string[] = [];
    const { grades, problems } = await gradeClass(folder, ["01"], {
      seed: 77,
      say: (line) => said.push(line),
    });
    const expected: [string, number[] | RegExp][] = [
      ...Object.entries(HAND_INS).map(
        ([learner, [, want]]) => [learner, want] as [string, number[] | RegExp],
      ),
      ["a browser's name", ALL],
      ["a link", /must be a file; it is a symbolic link/],
      ["two files", /must be named .*; got one.ipynb, two.ipynb/],
      ["in the wrong place", /must be a folder; it is missing/],
    ];
    for (const [learner, want] of expected) {
      const { status, cause = "", exercises } = read(folder, learner);
      const points = Object.values(exercises).map((one) => one.points);
      if (Array.isArray(want)) {
        assert.equal(status, "graded", `${learner}: ${cause}`);
        assert.deepEqual(
          points,
          want,
          `${learner}: ${JSON.stringify(exercises)}`,
        );
      } else {
        assert.equal(status, "not graded", learner);
        assert.match(cause, want, learner);
      }
      const [content] = HAND_INS[learner] ?? [];
      if (content !== undefined)
        assert.deepEqual(readFileSync(place(learner)), Buffer.from(content));
    }
    assert.equal(
      problems,
      expected.filter(([, want]) => !Array.isArray(want)).length,
    );
    const rows = readFileSync(grades, "utf8").trim().split("\n");
    assert.equal(
      rows[0],
      "learner,chapter,status,total,of,01.1,01.2,01.3,01.4,handed in,days late,cause",
    );
    assert.equal(rows.length, 1 + expected.length, "one line each");
    const solved = new RegExp(
      `^all solved,${NAME},graded,12,12,3,3,3,3,20[-\\d]+T[:.\\d]+Z,0,$`,
    );
    assert.ok(rows.some((row) => solved.test(row)));
    assert.ok(
      rows.some((row) => row.startsWith(`no JSON,${NAME},not graded,,12,,,,,`)),
    );
    const { exercises } = read(folder, "all wrong");
    assert.match(exercises["01.1"].mistake ?? "", /learning rate/);
    assert.match(said.join("\n"), /01\.1 The update rule: \d+ of \d+ passed/);
    assert.match(said.join("\n"), /Not graded: \d+\n(.*\n)* {2}no JSON: /);
    assert.equal(
      existsSync(join(folder, "graded", "gone", `${NAME}.json`)),
      false,
    );
  },
);

test(
  "hand-ins may be files, folders and zips of Moodle or Canvas",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const solved = Buffer.from(formatNotebook(SOLVED));
    const open = Buffer.from(formatNotebook(OPEN));
    const paths = [
      write(join(folder, "in", "file", "bob.ipynb"), solved),
      dirname(
        dirname(
          write(
            join(folder, "in", "class", "cyd", NAME, `${NAME}.ipynb`),
            open,
          ),
        ),
      ),
      write(
        join(folder, "in", "moodle.zip"),
        zipOf({
          [`Ada Lovelace_12345_assignsubmission_file_/${NAME}.ipynb`]: solved,
          "Eve_12_assignsubmission_file_/essay.docx": open,
          "../../evil.ipynb": open,
        }),
      ),
      write(
        join(folder, "in", "canvas.zip"),
        zipOf({
          [`hopperg_LATE_77_88_${NAME}-2.ipynb`]: solved,
          [`__MACOSX/._x.ipynb`]: open,
        }),
      ),
    ];
    const say = (): void => undefined;
    const { grades } = await gradeClass(join(folder, "class"), ["01"], {
      seed: 77,
      paths,
      say,
    });
    const rows = readFileSync(grades, "utf8").trim().split("\n").slice(1);
    assert.deepEqual(
      rows.map((row) =>
        row
          .split(",")
          .filter((_, i) => [0, 2, 3].includes(i))
          .join(),
      ),
      [
        "Ada Lovelace,graded,12",
        "Eve,not graded,",
        "bob,graded,12",
        "cyd,graded,0",
        "evil,graded,0",
        "hopperg,graded,12",
      ].sort(),
    );
    const bad = write(join(folder, "in", "bad.zip"), "PK no zip");
    await assert.rejects(
      gradeClass(join(folder, "class"), ["01"], {
        seed: 77,
        paths: [bad],
        say,
      }),
      /bad\.zip: a zip must hold files.*Unpack it/,
    );
  },
);

test(
  "only what is new or changed is graded again",
  { timeout: 300_000 },
  async (t) => {
    const folder = temporaryFolder(t);
    const path = (learner: string): string =>
      join(folder, "submitted", learner, NAME, `${NAME}.ipynb`);
    write(path("ada"), formatNotebook(OPEN));
    write(path("bob"), formatNotebook(OPEN));
    const run = async (options: {
      all?: boolean;
      seed?: number;
      learner?: string;
    }): Promise<number> => {
      const said: string[] = [];
      const say = (line: string): number => said.push(line);
      await gradeClass(folder, ["01"], { seed: 77, say, ...options });
      return said.filter((line) => /^\d of \d {2}/.test(line)).length;
    };
    assert.equal(await run({}), 2);
    assert.equal(await run({}), 0);
    write(path("ada"), formatNotebook(SOLVED));
    assert.equal(await run({}), 1);
    assert.equal(await run({ learner: "ada", all: true }), 1);
    assert.equal(await run({ all: true }), 2);
    assert.equal(await run({ seed: 78 }), 2);
    rmSync(join(folder, "submitted", "bob"), { recursive: true });
    await run({});
    const grades = readFileSync(join(folder, "grades.csv"), "utf8");
    assert.ok(grades.includes("\nada,") && !grades.includes("\nbob,"));
  },
);

test("a class keeps its seed, and a seed must fit the exercises", (t) => {
  const folder = temporaryFolder(t);
  const seed = classSeed(folder);
  assert.deepEqual(seedProblems(seed), []);
  assert.equal(classSeed(folder), seed);
  assert.equal(classSeed(folder, "77"), 77);
  assert.equal(classSeed(folder), 77);
  for (const wrong of ["x", "", "-1", "1.5"])
    assert.throws(() => classSeed(folder, wrong), /must be an integer/);
});
