import assert from "node:assert/strict";
import { test } from "node:test";

import type { NotebookOutput } from "../../tools/notebooks/format";
import { code, notebook, printed } from "../notebook-builder";
import { compareNumbers } from "./compare-numbers";

/** The number of cells that differ between two runs of one cell. */
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

test("a printed number that differs or is missing is reported", () => {
  const differ = (a: string, b: string): number =>
    differing("x;", printed(a), printed(b));
  assert.equal(differ("loss 0.25", "loss 0.25"), 0);
  assert.equal(differ("loss 0.25", "loss 0.2500001"), 1);
  assert.equal(differ("loss 0.25", "loss"), 1);
  assert.equal(differ("loss", "loss 0.25"), 1);
});

test("durations may differ, but the numbers beside them may not", () => {
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

test("the points of a figure are compared, but not those drawn over seconds", () => {
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

test("cards and the table of progress are not compared", () => {
  const differ = (source: string): number =>
    differing(source, printed("0 points"), printed("4 points"));
  assert.equal(differ('check("01.1", mine);'), 0);
  assert.equal(differ('progress("01");'), 0);
  assert.equal(differ("points;"), 1);
});

test("a cell that tries out the learner's own function is not compared", () => {
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
