import assert from "node:assert/strict";
import { test } from "node:test";

import { code, notebook, printed, text } from "../notebook-builder";
import { joinLines, type NotebookOutput } from "../../tools/notebooks/format";
import { compareNumbers, solveNotebook } from "./solve";

test("An answer is put in as a number or as the code that solution shows", () => {
  const open = notebook(
    code(`interface Kept {}

function myUpdate(w: number) {
  return yourTurn();
}

const f = check("01.1", myUpdate);`),
    text("Words."),
    code('const n: number | undefined = undefined;\ncheck("01.3", n);'),
  );
  const { solved, numbers, texts } = solveNotebook(open);
  assert.deepEqual({ numbers, texts }, { numbers: 1, texts: 1 });
  const [first, , second] = solved.cells;
  assert.equal(
    joinLines(first?.source),
    "interface Kept {}\n\nfunction myUpdate(\n  weight: number,\n" +
      "  gradient: number,\n  learningRate: number,\n): number {\n" +
      "  return weight - learningRate * gradient;\n}\n\n" +
      'const f = check("01.1", myUpdate);',
  );
  assert.match(joinLines(second?.source), /undefined = \d+;/);
});

test("A cell without a place for its answer is an error", () => {
  const open = notebook(code('check("01.1", (w) => w);'));
  assert.throws(() => solveNotebook(open), /01\.1 could not/);
});

/** How many cells differ between two runs of one cell. */
function differing(
  source: string,
  a: NotebookOutput,
  b: NotebookOutput,
): number {
  const [left, right] = [a, b].map((output) =>
    notebook(code(source, [output])),
  );
  return compareNumbers(left, right).differences.length;
}

test("A printed number that differs or is missing is found", () => {
  const differ = (a: string, b: string): number =>
    differing("x;", printed(a), printed(b));
  assert.equal(differ("loss 0.25", "loss 0.25"), 0);
  assert.equal(differ("loss 0.25", "loss 0.2500001"), 1);
  assert.equal(differ("loss 0.25", "loss"), 1);
  assert.equal(differ("loss", "loss 0.25"), 1);
});

test("What is measured in seconds may differ, what stands beside it may not", () => {
  const differ = (a: string, b: string): number =>
    differing("x;", printed(a), printed(b));
  const words = (steps: number, time: string, speed: string): string =>
    `Finished: ${steps} steps, ${time}\nloss 2.1, tokens per second ${speed}`;
  assert.equal(
    differ(words(60, "9.5 s", "8,227"), words(60, "1 min 2 s", "95")),
    0,
  );
  assert.equal(differ(words(60, "9.5 s", "1"), words(61, "9.5 s", "1")), 1);
  const table = (heading: string, ms: number): string =>
    `Products\nrung    ${heading}\nmathjs  ${ms}`;
  assert.equal(differ(table("milliseconds", 3), table("milliseconds", 4)), 0);
  assert.equal(differ(table("loss (nats)", 3), table("loss (nats)", 4)), 1);
});

test("The points of a figure are compared, but not those drawn over seconds", () => {
  const figure = (y: unknown, title: string): NotebookOutput => ({
    output_type: "display_data",
    data: {
      "application/vnd.plotly.v1+json": {
        data: [{ name: "line", x: [1, 2], y }],
        layout: { yaxis: { title: { text: title } } },
      },
    },
  });
  const differ = (a: unknown, b: unknown, title = "loss"): number =>
    differing("x;", figure(a, title), figure(b, title));
  const packed = (...values: number[]): unknown => ({
    dtype: "f4",
    bdata: Buffer.from(Float32Array.from(values).buffer).toString("base64"),
  });
  assert.equal(differ([0.5, 0.25], [0.5, 0.25]), 0);
  assert.equal(differ([0.5, 0.25], [0.5, 0.26]), 1);
  assert.equal(differ(packed(0.5, 0.25), packed(0.5, 0.25)), 0);
  assert.equal(differ(packed(0.5, 0.25), packed(0.5, 0.26)), 1);
  assert.equal(differ([1, 2], [1, 3], "milliseconds"), 0);
});

test("Cards and the table of progress are not compared", () => {
  const differ = (source: string): number =>
    differing(source, printed("0 points"), printed("4 points"));
  assert.equal(differ('check("01.1", mine);'), 0);
  assert.equal(differ('progress("01");'), 0);
  assert.equal(differ("points;"), 1);
});

test("A cell that tries out the learner's own function is not compared", () => {
  const sources = [
    'const update = check("01.1", myUpdate);',
    "myUpdate(3);",
    "update(3);",
  ];
  const [left, right] = ["4.8", "4.92"].map((shown) =>
    notebook(...sources.map((source) => code(source, [printed(shown)]))),
  );
  const { differences } = compareNumbers(left, right);
  assert.deepEqual(differences, ["cell 3: number 1 is 4.8 and 4.92"]);
});
