import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { after, before, describe, test } from "node:test";

import type { Browser } from "playwright-core";

import { launchChromium } from "./browser";
import { chromiumOrSkip, startLab, type Lab } from "../../testing/browser-lab";
import {
  countMarks,
  ERROR_BOX,
  openNotebook,
  seenPoints,
  watchPoints,
  type OpenNotebook,
} from "../../testing/browser-notebook";
import { cellTags, readNotebook, type NotebookCell } from "./format";
import { courseFolder } from "../setup/course-files.cjs";
import { plotOutputs } from "./publish-pictures";

/**
 * Time limit per chapter in milliseconds, with other tests running on two
 * cores.
 */
const CHAPTER_MS = 600_000;

/** The element that holds a plot's lines. */
const PLOT_AREA = ".jp-Notebook .js-plotly-plot svg.main-svg";

/** Number of different lengths that a growing curve must be seen with. */
const GROWTHS = 4;

let lab: Lab | undefined;
let browser: Browser | undefined;

/**
 * The tests run copies of the chapters, so that no checkpoint is overwritten.
 */
let folder = "";

/** Opens a chapter, lets a test use it, and leaves a picture if it fails. */
async function visit(
  chapter: string,
  use: (notebook: OpenNotebook) => Promise<void>,
): Promise<void> {
  assert.ok(lab && browser);
  const file = `${chapter}.ipynb`;
  cpSync(join(courseFolder(), "notebooks", file), join(folder, file));
  const path = relative(courseFolder(), join(folder, file));
  const address = path.split(sep).join("/");
  const notebook = await openNotebook(browser, lab, address);
  try {
    await use(notebook);
  } catch (error) {
    await notebook.screenshots(`${chapter}-failed`);
    throw error;
  } finally {
    await notebook.close();
  }
}

/** The committed chapter. */
function read(chapter: string): { code: NotebookCell[]; plots: number } {
  const path = join(courseFolder(), "notebooks", `${chapter}.ipynb`);
  const notebook = readNotebook(path);
  return {
    code: notebook.cells.filter((cell) => cell.cell_type === "code"),
    plots: plotOutputs(notebook).length,
  };
}

/** Checks the number of plots on the page, and that each shows something. */
async function assertDrawn(
  { plots, page }: OpenNotebook,
  expected: number,
): Promise<void> {
  if (expected > 0) await plots.nth(expected - 1).waitFor();
  assert.equal(await plots.count(), expected);
  for (const plot of await plots.all()) {
    await plot.scrollIntoViewIfNeeded();
    const title = await plot.locator(".gtitle").first().textContent();
    const box = await plot.boundingBox();
    assert.ok(
      box && box.height >= 200 && box.width >= 400,
      `the plot "${title}" must be large enough; got ${JSON.stringify(box)}`,
    );
    for (let tries = 0; (await countMarks(plot)) === 0; tries++) {
      assert.ok(tries < 100, `the plot "${title}" must show something`);
      await page.waitForTimeout(100);
    }
  }
}

/**
 * Checks that only the cells that fail on purpose show an error box, with
 * words.
 */
async function assertErrorBoxes(
  { cells }: OpenNotebook,
  code: NotebookCell[],
): Promise<void> {
  for (const [index, cell] of code.entries()) {
    const box = cells.nth(index).locator(ERROR_BOX);
    const words = (await box.allTextContents()).join("\n");
    if (cellTags(cell).includes("raises-exception")) {
      assert.match(words, /Error: .{10}/, `code cell ${index + 1}`);
      await box.first().scrollIntoViewIfNeeded();
      assert.ok(await box.first().isVisible(), `code cell ${index + 1}`);
    } else assert.equal(words, "", `code cell ${index + 1} shows an error`);
  }
}

function assertGrew(seen: number[][]): void {
  const rises = seen.map(
    (counts) => counts.filter((n, i) => n > (counts[i - 1] ?? 0)).length,
  );
  assert.ok(
    Math.max(0, ...rises) >= GROWTHS,
    `a curve must be seen growing ${GROWTHS} times while its cell runs; ` +
      `the points of each plot, one after another: ${JSON.stringify(seen)}`,
  );
}

async function runWatched(
  notebook: OpenNotebook,
  chapter: string,
): Promise<void> {
  await notebook.clear();
  await watchPoints(notebook.page);
  await notebook.runAll();
  await notebook.finished(CHAPTER_MS);
  await assertDrawn(notebook, read(chapter).plots);
  await assertErrorBoxes(notebook, read(chapter).code);
  await notebook.screenshots(chapter);
}

describe("in JupyterLab, as `npm start` opens it", chromiumOrSkip(), () => {
  before(async () => {
    browser = await launchChromium();
    folder = mkdtempSync(join(courseFolder(), "lib", "dist", "browser-test-"));
    lab = await startLab({
      TINYLLM_PRESET: "smoke",
      TINYLLM_PROGRESS: join(folder, "progress.json"),
    });
  });

  after(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("a chapter opens with its plots, which fit a smaller window", async () => {
    await visit("01-one-weight", async (notebook) => {
      const { plots } = read("01-one-weight");
      await assertDrawn(notebook, plots);
      const before = await notebook.plots.first().boundingBox();
      await notebook.page.setViewportSize({ width: 1100, height: 800 });
      await notebook.page.waitForFunction(
        ([selector, width]) =>
          (document.querySelector(selector)?.clientWidth ?? width) < width,
        [PLOT_AREA, before?.width ?? 0] as const,
      );
      await assertDrawn(notebook, plots);
    });
  });

  test("00 runs: a live curve grows, an error box explains", async () => {
    await visit("00-welcome", async (notebook) => {
      await runWatched(notebook, "00-welcome");
      assertGrew(await seenPoints(notebook.page));
    });
  });

  test("01 runs: every plot is drawn", async () => {
    await visit("01-one-weight", async (notebook) => {
      await runWatched(notebook, "01-one-weight");
    });
  });

  test("15 trains: the curves grow while the model learns", async () => {
    await visit("15-train-tinyllm", async (notebook) => {
      await runWatched(notebook, "15-train-tinyllm");
      assertGrew(await seenPoints(notebook.page));
    });
  });

  test("Interrupt stops the training, and the cells after it run", async () => {
    rmSync(join(folder, "checkpoints"), { recursive: true, force: true });
    await visit("15-train-tinyllm", async (notebook) => {
      const { page } = notebook;
      await notebook.clear();
      await watchPoints(page);
      await notebook.restartAndRunAll();
      // The chapter's own text speaks of steps, too: only outputs count.
      const outputs = page.locator(".jp-OutputArea-output");
      const underWay = outputs.getByText(/step [\d,]*\d of [\d,]+/);
      await underWay.first().waitFor({ timeout: CHAPTER_MS });
      await notebook.interrupt();
      const said = outputs.getByText(/Interrupted after step/).first();
      await said.waitFor();
      const words = (await said.textContent()) ?? "";
      const [, step, total] = /step ([\d,]+) of ([\d,]+)/.exec(words) ?? [];
      const number = (text = ""): number => Number(text.replaceAll(",", ""));
      assert.ok(number(step) >= 1 && number(step) < number(total), words);
      await notebook.finished(CHAPTER_MS);
      await assertErrorBoxes(notebook, read("15-train-tinyllm").code);
      await notebook.screenshots("15-train-tinyllm-interrupted");
    });
  });
});
