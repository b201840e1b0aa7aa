import assert from "node:assert/strict";
import { test } from "node:test";

import { PLOTLY_MIME } from "../../notebook/figure";
import { chromiumOrSkip } from "../../testing/browser-lab";
import { code, notebook } from "../../testing/notebook-builder";
import type { Notebook } from "./format";
import { finishNotebook } from "./publish";
import { openPictureMaker } from "./publish-pictures";
import { notebookProblems } from "./publish-rules";

const FIGURE = {
  data: [{ type: "scatter", x: [1, 2, 3], y: [3, 1, 2] }],
  layout: { title: { text: "A line" }, height: 300 },
};

/** Width and height, from the frame header of a JPEG. */
function jpegSize(base64: string): [number, number] {
  const bytes = Buffer.from(base64, "base64");
  let at = 2;
  while (bytes[at + 1] !== 0xc0 && bytes[at + 1] !== 0xc2) {
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
}

function withPlots(figures: unknown[]): Notebook {
  const outputs = figures.map((figure) => ({
    output_type: "display_data" as const,
    metadata: {},
    data: {
      [PLOTLY_MIME]: figure,
      "image/png": "what JupyterLab added",
      "text/plain": "A line that falls and rises.",
    },
  }));
  return notebook({ ...code("1", outputs), execution_count: 1 });
}

test(
  "plots get pictures drawn by plotly itself",
  chromiumOrSkip(),
  async (t) => {
    const pictures = await openPictureMaker();
    t.after(() => pictures.close());

    await t.test(
      "a diagram gets a WebP of its size, which needs no trust",
      async () => {
        const svg =
          '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>';
        const data = { "image/svg+xml": svg, "text/plain": "Nothing." };
        const output = { output_type: "display_data" as const, data };
        const drawn = notebook({ ...code("1", [output]), execution_count: 1 });
        const { cells } = await finishNotebook(drawn, pictures);
        const [finished] = cells[0].outputs ?? [];
        assert.deepEqual(finished.metadata, {
          "image/webp": { width: 30, height: 20, alt: "Nothing." },
        });
        const bytes = Buffer.from(
          String(finished.data?.["image/webp"]),
          "base64",
        );
        assert.equal(bytes.toString("latin1", 8, 12), "WEBP");
      },
    );

    await t.test(
      "a picture has the layout's size times the scale",
      async () => {
        assert.deepEqual(jpegSize(await pictures.draw(FIGURE, 1)), [720, 300]);
        assert.deepEqual(
          jpegSize(await pictures.draw(FIGURE, 1.5)),
          [1080, 450],
        );
      },
    );

    await t.test("the same figure gives the same bytes", async () => {
      const first = await pictures.draw(FIGURE, 1);
      assert.equal(await pictures.draw(FIGURE, 1), first);
      const flat = { ...FIGURE, data: [{ x: [1, 2], y: [1, 1] }] };
      assert.notEqual(await pictures.draw(flat, 1), first);
    });

    await t.test("a finished notebook follows the rules", async () => {
      const plotted = withPlots([FIGURE]);
      assert.equal(notebookProblems(plotted).length, 2);
      const finished = await finishNotebook(plotted, pictures);
      assert.deepEqual(notebookProblems(finished), []);
      const [output] = finished.cells[0]?.outputs ?? [];
      assert.deepEqual(output?.metadata, {
        "image/jpeg": {
          width: 720,
          height: 300,
          alt: "A line that falls and rises.",
        },
      });
    });

    await t.test(
      "pictures of many plots are smaller, so that the file stays small",
      async () => {
        const finished = await finishNotebook(
          withPlots(Array.from({ length: 24 }, () => FIGURE)),
          pictures,
        );
        assert.deepEqual(notebookProblems(finished), []);
        const [output] = finished.cells[0]?.outputs ?? [];
        const [width] = jpegSize(String(output?.data?.["image/jpeg"]));
        assert.ok(width >= 720 && width < 1080, `got ${width}`);
      },
    );
  },
);
