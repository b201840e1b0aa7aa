import assert from "node:assert/strict";
import { test } from "node:test";

import { PLOTLY_MIME } from "../../notebook/figure";
import { code, notebook as notebookOf } from "../../testing/notebook-builder";
import type { Notebook, NotebookOutput } from "./format";
import { notebookProblems, tidyNotebook } from "./publish-rules";

const PLOT: NotebookOutput = {
  output_type: "display_data",
  metadata: {},
  data: {
    [PLOTLY_MIME]: { data: [], layout: { title: { text: "The loss" } } },
    "image/jpeg": "AAAA",
    "text/plain": "A falling line.",
  },
};
const ERROR: NotebookOutput = {
  output_type: "error",
  ename: "Error",
  evalue: "on purpose",
  traceback: ["Error: on purpose"],
};

/** A notebook without problems: a plot, then a deliberate error. */
function executed(): Notebook {
  return notebookOf(
    { ...code("1", [structuredClone(PLOT)]), execution_count: 1 },
    {
      ...code("2", [structuredClone(ERROR)], ["raises-exception"]),
      execution_count: 2,
    },
  );
}

/** The problems after a change in the first or second cell. */
function problemsWith(
  change: (outputs: NotebookOutput[], notebook: Notebook) => void,
  cell = 0,
): string {
  const notebook = executed();
  change(notebook.cells[cell]?.outputs ?? [], notebook);
  return notebookProblems(notebook).join("\n");
}

test("a notebook that follows the rules has no problems", () => {
  assert.deepEqual(notebookProblems(executed()), []);
});

test("an error without its tag, and a tag without its error, are reported", () => {
  const untagged = problemsWith((outputs) => outputs.push(ERROR));
  assert.match(untagged, /^Cell 1: it shows an error without the tag/);
  const cured = problemsWith((outputs) => outputs.pop(), 1);
  assert.match(cured, /^Cell 2: it has the tag raises-exception but shows no/);
});

test("a diagram without words or without a WebP is reported", () => {
  const withDiagram = (data: Record<string, string>): string =>
    problemsWith((outputs) =>
      outputs.push({ output_type: "display_data", metadata: {}, data }),
    );
  const svg = { "image/svg+xml": "<svg></svg>" };
  const webp = { "image/webp": "AAAA" };
  const words = { "text/plain": "Two gears." };
  const noWords = withDiagram({ ...svg, ...webp });
  assert.match(noWords, /^Cell 1: its picture has no alternative text/);
  const noWebp = withDiagram({ ...svg, ...words });
  assert.match(noWebp, /^Cell 1: its SVG has no WebP/);
  assert.equal(withDiagram({ ...svg, ...webp, ...words }), "");
});

test("a plot without a picture, without words, or with an output that hides it is reported", () => {
  const without = (mime: string): string =>
    problemsWith((outputs) => delete outputs[0]?.data?.[mime]);
  assert.match(without("image/jpeg"), /^Plot "The loss": it has no picture/);
  assert.match(without("text/plain"), /^Plot "The loss": .*alternative text/);
  const added = (mime: string): string =>
    problemsWith((outputs) =>
      Object.assign(outputs[0]?.data ?? {}, { [mime]: "x" }),
    );
  assert.match(added("text/html"), /^Plot "The loss": it has text\/html/);
  assert.match(added("image/png"), /^Plot "The loss": it has image\/png/);
});

test("a cell that was not run, or run out of order, is reported", () => {
  const order = (counts: (number | null)[]): string =>
    problemsWith((_, { cells }) => {
      for (const [i, count] of counts.entries()) {
        if (cells[i]) cells[i].execution_count = count;
      }
    });
  assert.match(order([2, 1]), /from top to bottom.*\[2,1\]/);
  assert.match(order([1, null]), /from top to bottom.*\[1,0\]/);
  assert.match(order([3, 4]), /from top to bottom.*\[3,4\]/);
});

test("stderr, and folders of one machine in an output, are reported", () => {
  const printed = (name: string, text: string | string[]): string =>
    problemsWith((outputs) =>
      outputs.push({ output_type: "stream", name, text }),
    );
  assert.match(printed("stderr", "x"), /^Cell 1: it wrote to stderr/);
  assert.match(printed("stdout", ["at /ho", "me/ada/x.ts"]), /\/home\/ada$/);
  assert.match(printed("stdout", "C:\\Users\\ada"), /folder of one machine/);
  assert.equal(printed("stdout", "notebooks/01.ipynb, a/tmp/"), "");
});

test("a file of 500,000 bytes is rejected", () => {
  const long = problemsWith((outputs) => {
    Object.assign(outputs[0]?.data ?? {}, { "image/jpeg": "A".repeat(5e5) });
  });
  assert.match(long, /^The file must stay below 500000 bytes; got 50\d{4}/);
});

test("another kernel, and cells with the same id, are reported", () => {
  const kernel = problemsWith((_, notebook) => {
    notebook.metadata = { kernelspec: { name: "python3" } };
  });
  assert.match(kernel, /^The kernel must be tslab; got python3/);
  const twins = problemsWith((_, { cells }) => {
    for (const cell of cells) cell.id = "same";
  });
  assert.match(twins, /^Every cell must have an id/);
});

test("tidying joins printed text and drops what differs from run to run", () => {
  const notebook = executed();
  const [cell] = notebook.cells;
  notebook.metadata = { widgets: { state: {} }, language_info: { name: "x" } };
  if (cell) cell.metadata = { execution: { "iopub.status": "now" }, tags: [] };
  cell?.outputs?.push(
    { output_type: "stream", name: "stdout", text: "a\n" },
    { output_type: "stream", name: "stdout", text: ["b\n", "c"] },
    { output_type: "display_data", metadata: {}, data: {} },
  );
  const tidy = tidyNotebook(notebook);
  assert.deepEqual(tidy.metadata, notebookOf().metadata);
  assert.deepEqual(tidy.cells[0]?.metadata, { tags: [] });
  assert.equal(tidy.cells[0]?.outputs?.length, 2);
  assert.equal(tidy.cells[0]?.outputs?.[1]?.text, "a\nb\nc");
});
