import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";

import { folderInCourse, runTool, unpack } from "../../testing/hand-outs";
import { temporaryFolder } from "../../testing/temporary-folder";
import { writeKits } from "../grader/kits";
import { executeNotebook } from "../notebooks/execute";
import {
  formatNotebook,
  joinLines,
  type Notebook,
  readNotebook,
} from "../notebooks/format";
import { asAssignment } from "./assignment";
import { classExercises } from "./class-exercises";
import { listZip } from "./zip";

const folder = folderInCourse("class-exercises");
after(() => rmSync(folder, { recursive: true, force: true }));

const NAME = "05-linear-layer";
const REFERENCE = "row.reduce((sum, x) => sum + x, 0) / row.length";

const WRITE = `import { args, draw, exercise, matrix, mistake, whole } from "tinyllm/dist/exercises/author";

function rowMeans(rows: number[][]): number[] {
  return rows.map((row) => ${REFERENCE});
}

export default exercise(rowMeans, {
  title: "The mean of each row",
  task: "Return the mean of each row.",
  effort: { minutes: 5, difficulty: 1, points: 3 },
  hints: ["Begin with one row.", "Then divide by the length of that row."],
  firstCase: args([[1, 2, 3], [4, 5, 9]]),
  randomCases: draw(6, (random) => args(matrix(random, 2, whole(random, 2, 5)))),
  mistakes: [
    mistake("the sum is not divided", "A mean is a sum through a count.", (rows) =>
      rows.map((row) => row.reduce((sum, x) => sum + x, 0)),
    ),
  ],
  alsoRight: (rows) =>
    rows.map((row) => row.reduce((sum, x) => sum + x / row.length, 0)),
});
`;

const PREDICT = `import { mistake, prediction } from "tinyllm/dist/exercises/author";

export default prediction(73125, {
  title: "Predict: how many products?",
  task: "W is (325, 225). How many products does one forward pass take?",
  effort: { minutes: 2, difficulty: 1, points: 2 },
  hints: ["One for each weight."],
  unit: "products",
  tolerance: 0,
  mistakes: [mistake("the sizes are added", "Multiply them.", 550)],
  explanation: "325 times 225.",
});
`;

const REPAIR = `import { args, draw, exercise, vector } from "tinyllm/dist/exercises/author";

const largest = (numbers: number[]): number => Math.max(...numbers);

function tooSmall(numbers: number[]) {
  let best = 0;
  for (const one of numbers) if (one > best) best = one;
  return best;
}

export default exercise(largest, {
  title: "Find the bug: the largest",
  task: "It is wrong for negative numbers.",
  effort: { minutes: 3, difficulty: 2, points: 4 },
  hints: ["Where does it begin?"],
  firstCase: args([-3, -2]),
  randomCases: draw(8, (random) => args(vector(random, 2))),
  mistakes: [],
  given: tooSmall,
  alsoRight: (numbers) => [...numbers].sort((a, b) => b - a)[0],
});
`;

const FILES = {
  "exercises/05.90-row-means.ts": WRITE,
  "exercises/05.91-how-many.ts": PREDICT,
  "exercises/05.92-largest.ts": REPAIR,
  "exercises/06.90-largest.ts": REPAIR,
};
for (const [name, text] of Object.entries(FILES)) {
  mkdirSync(join(folder, "exercises"), { recursive: true });
  writeFileSync(join(folder, name), text);
}

runTool("classroom/release", "05", "--sealed", "--to", folder);
const ZIP = join(folder, "sealed", `${NAME}.zip`);
const HANDED_OUT = unpack(ZIP, folder);
const OPEN = readNotebook(join(folder, NAME, `${NAME}.ipynb`));

function texts({ cells }: Notebook): string[] {
  return cells.map(({ source }) => joinLines(source));
}

/** The hand-out with answers, or what else is in their place. */
function answered(changes: readonly [string, string][]): Notebook {
  const notebook = structuredClone(OPEN);
  for (const [from, to] of changes) {
    const cell = notebook.cells.findLast(({ source }) =>
      joinLines(source).includes(from),
    );
    assert.ok(cell, from);
    cell.source = joinLines(cell.source).replace(from, () => to);
  }
  return notebook;
}

const RIGHT: [string, string][] = [
  [
    'return yourTurn();\n}\n\ncheck("05.90"',
    `return rows.map((row) => ${REFERENCE});\n}\n\ncheck("05.90"`,
  ],
  [
    'howMany: number | undefined = undefined;\n\ncheck("05.91"',
    'howMany: number | undefined = 73125;\n\ncheck("05.91"',
  ],
  ["let best = 0;", "let best = -Infinity;"],
];

const WRONG: [string, string][] = [
  [RIGHT[0][0], RIGHT[0][1].replace(" / row.length", "")],
  [RIGHT[1][0], RIGHT[1][1].replace("73125", "550")],
];

test("the cells of a class stand at the end, in order, and can be graded", () => {
  assert.deepEqual(
    texts(OPEN)
      .slice(-9)
      .filter((_, i) => i % 3 !== 1),
    [
      "### Exercise 05.90 · The mean of each row\n\n" +
        "*Write* · difficulty 1 of 5 · 5 minutes · 3 points\n\n" +
        "Return the mean of each row.",
      "function myRowMeans(rows: number[][]): number[] {\n" +
        '  return yourTurn();\n}\n\ncheck("05.90", myRowMeans);',
      "### Exercise 05.91 · Predict: how many products?\n\n" +
        "*Predict* · difficulty 1 of 5 · 2 minutes · 2 points\n\n" +
        "W is (325, 225). How many products does one forward pass take?",
      'const howMany: number | undefined = undefined;\n\ncheck("05.91", howMany);',
      "### Exercise 05.92 · Find the bug: the largest\n\n" +
        "*Find the bug* · difficulty 2 of 5 · 3 minutes · 4 points\n\n" +
        "It is wrong for negative numbers.",
      "function myLargest(numbers: number[]) {\n  let best = 0;\n" +
        "  for (const one of numbers) if (one > best) best = one;\n" +
        '  return best;\n}\n\ncheck("05.92", myLargest);',
    ],
  );
  classExercises(folder, "05");
  const graded = asAssignment(OPEN).cells.flatMap(({ metadata }) => {
    const { grade_id, points } = (metadata.nbgrader ?? {}) as {
      grade_id?: string;
      points?: number;
    };
    return grade_id?.startsWith("grade-05-9") ? [[grade_id, points]] : [];
  });
  assert.deepEqual(graded, [
    ["grade-05-90", 3],
    ["grade-05-91", 2],
    ["grade-05-92", 4],
  ]);
});

test("no file of the hand-out holds the teacher's answers", () => {
  const plain = (text: string): string => text.replace(/\s+/g, "");
  const secrets = [
    REFERENCE,
    "Math.max(...numbers)",
    "73125",
    "Then divide by the length of that row.",
    "the sum is not divided",
    "A mean is a sum through a count.",
    "the sizes are added",
  ].map(plain);
  const teacher = plain(Object.values(FILES).join(""));
  for (const secret of secrets) assert.ok(teacher.includes(secret), secret);
  const cells = texts(OPEN).slice(-9).join("");
  for (const secret of secrets) assert.ok(!plain(cells).includes(secret));
  for (const { path, content } of HANDED_OUT) {
    if (!/\.(js|ts|json|ipynb)$/.test(path)) continue;
    const text = plain(content.toString());
    // a short text may occur in a chapter by chance
    for (const secret of secrets.filter(({ length }) => length > 18))
      assert.ok(!text.includes(secret), `${path}: ${secret}`);
  }
});

test(
  "check works in the kernel without the teacher's answers",
  { timeout: 600_000 },
  async () => {
    const help = ["90", "91"].map(
      (n) => `hint("05.${n}"); solution("05.${n}");`,
    );
    const cells = [
      ...OPEN.cells.slice(-9),
      ...answered(WRONG).cells.slice(-9),
      ...answered(RIGHT).cells.slice(-9),
      ...[`import { hint, solution } from "tinyllm";`, ...help].map(
        (source, i) => ({
          ...{ cell_type: "code" as const, id: `help-${i}`, metadata: {} },
          ...{ source, outputs: [], execution_count: null },
        }),
      ),
    ].map((cell, i) => ({ ...cell, id: `cell-${i}` }));
    const path = join(folder, NAME, "some.ipynb");
    writeFileSync(path, formatNotebook({ ...OPEN, cells }));
    const { cells: done } = await executeNotebook(path);
    const said = done.map(({ outputs = [] }) =>
      outputs.map(({ output_type, data = {}, ename }) =>
        output_type === "display_data"
          ? joinLines(data["text/plain"])
          : `${output_type} ${ename}`,
      ),
    );
    const cards = [0, 9, 18].map((from) =>
      [2, 5, 8].flatMap((at) => said[from + at]),
    );
    const wanted = [
      [/^○ Open: 05\.90/, /^○ Open: 05\.91/, /-2; yours is 0/],
      [/should be 6; yours is 18/, /550 is not the one/, /-2; yours is 0/],
      [/^✓ Passed: 05\.90/, /^✓ Passed: 05\.91/, /^✓ Passed: 05\.92/],
    ];
    for (const [i, texts] of wanted.entries()) {
      assert.equal(cards[i].length, 3);
      for (const [j, text] of texts.entries()) assert.match(cards[i][j], text);
    }
    assert.doesNotMatch(cards.join(), /not divided|sizes are|own answer/);
    const teacher =
      "The teacher who gave you this notebook keeps the solutions.";
    assert.deepEqual(said.slice(-2), [
      [
        "? Hint: 05.90 The mean of each row\n1 of 1: Begin with one row.",
        teacher,
      ],
      [
        "? Hint: 05.91 Predict: how many products?\n1 of 1: One for each weight.",
        teacher,
      ],
    ]);
  },
);

test("hand-ins are graded with other cases, and mistakes are named", () => {
  const known = /"cases":(\[.*\])\}\);/.exec(texts(OPEN).at(-8) ?? "")?.[1];
  assert.ok(known);
  const table =
    `const known = ${known} as [unknown, number[]][];\n  return known.find(` +
    `([given]) => JSON.stringify(given) === JSON.stringify([rows]))?.[1] ?? [];`;
  const handIns: Record<string, Notebook> = {
    right: answered(RIGHT),
    open: OPEN,
    wrong: answered(WRONG),
    // right in all cases that the learner knows
    table: answered([
      [RIGHT[0][0], RIGHT[0][0].replace("return yourTurn();", () => table)],
    ]),
    // brings an exercise with a case of the learner's own
    cheat: answered([
      [RIGHT[0][0], RIGHT[0][0].replace("return yourTurn();", "return [7];")],
      [
        "classExercise(",
        'classExercise({ id: "05.90", cases: [[[[[1]]], [7]]] } as any);\nvoid (',
      ],
    ]),
  };
  for (const [learner, notebook] of Object.entries(handIns)) {
    const place = join(folder, "submitted", learner, NAME);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, `${NAME}.ipynb`), formatNotebook(notebook));
  }
  runTool("grader/grade", "05", "--in", folder, "--seed", "77");
  const records = Object.keys(handIns).map((learner) => {
    const path = join(folder, "graded", learner, `${NAME}.json`);
    return JSON.parse(readFileSync(path, "utf8")) as {
      exercises: Record<
        string,
        { points: number; of: number; state: string; mistake?: string }
      >;
    };
  });
  const ids = ["05.90", "05.91", "05.92"];
  assert.deepEqual(
    records.map(({ exercises }) => ids.map((id) => exercises[id].points)),
    [
      [3, 2, 4],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
  );
  const [right, open, wrong, byTable] = records.map(
    ({ exercises }) => exercises,
  );
  assert.deepEqual(
    ids.map((id) => right[id].of),
    [3, 2, 4],
  );
  assert.deepEqual(
    ids.map((id) => open[id].state),
    ["open", "open", "open"],
  );
  assert.equal(wrong["05.90"].mistake, "the sum is not divided");
  assert.equal(wrong["05.91"].mistake, "the sizes are added");
  assert.equal(byTable["05.90"].state, "failed");
});

test("a file that is not a fair exercise says what to change", (t) => {
  const cases: [string, string, RegExp][] = [
    ["05.7-more.ts", WRITE, /must begin with the number of a chapter and 90/],
    ["44.90-more.ts", WRITE, /must begin with the number of a chapter/],
    ["05.90-a.ts", WRITE.replace("export default", "void"), /must end with/],
    [
      "05.90-b.ts",
      WRITE.replace("x / row.length, 0", "x, 0"),
      /alsoRight must pass/,
    ],
    [
      "05.90-c.ts",
      WRITE.replace("sum + x, 0)),", "sum + x, 0) / row.length),"),
      /"the sum is not divided" must fail; it passes/,
    ],
    [
      "05.90-d.ts",
      WRITE.replace(/hints: .*/, "hints: [],"),
      /must have a hint/,
    ],
    [
      "05.90-e.ts",
      WRITE.replace(REFERENCE, "NaN").replace(
        /row.reduce.*row.length, 0\)/,
        "NaN",
      ),
      /case 1 has something/,
    ],
    [
      "05.90-f.ts",
      WRITE.replace(/function (.*)\{\n([^]*?)\n\}\n/, "const $1=> {$2};")
        .replace("rowMeans(", "rowMeans = (")
        .replace(": number[] =>", " =>"),
      /there is no rowMeans/,
    ],
    [
      "05.90-g.ts",
      WRITE.replace("dist/exercises/author", "x"),
      /Cannot find module/,
    ],
  ];
  for (const [name, text, message] of cases) {
    const place = temporaryFolder(t, { [`exercises/${name}`]: text });
    assert.throws(
      () => classExercises(place, "05"),
      (error: Error) => {
        assert.match(error.message, message);
        assert.ok(error.message.includes(name));
        return true;
      },
    );
  }
  const place = temporaryFolder(t, {
    "exercises/.DS_Store": "",
    "exercises/notes.md": "",
  });
  assert.deepEqual(classExercises(place, "05"), []);
  writeFileSync(join(place, "exercises", "05.90-a.ts"), WRITE);
  assert.equal(classExercises(place, "05").length, 1);
  writeFileSync(join(place, "exercises", "05.90-b.ts"), WRITE);
  assert.throws(
    () => classExercises(place, "05"),
    /05\.90-a\.ts: another file has the number 05\.90/,
  );
});

test("Gradescope gets the exercises of the class", () => {
  const [zip] = writeKits("gradescope", folder, ["05"]);
  const names = listZip(readFileSync(zip), zip).map(({ path }) => path);
  assert.ok(names.includes("class/exercises/05.90-row-means.ts"));
});
