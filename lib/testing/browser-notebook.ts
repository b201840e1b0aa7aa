import { mkdirSync } from "node:fs";
import { join } from "node:path";

import type { Browser, Locator, Page } from "playwright-core";

import { PATIENCE_MS, type Lab } from "./browser-lab";
import { courseFolder } from "../tools/setup/course-files.cjs";

/** A notebook that is open in JupyterLab, with the actions of a user. */
export interface OpenNotebook {
  page: Page;
  /** The code cells, in order. */
  cells: Locator;
  /** The finished plotly figures in JupyterLab's outputs. */
  plots: Locator;
  /** Menu: Edit, Clear Outputs of All Cells. */
  clear(): Promise<void>;
  /** Menu: Run, Run All Cells. */
  runAll(): Promise<void>;
  /** Menu: Kernel, Restart Kernel and Run All Cells. */
  restartAndRunAll(): Promise<void>;
  /** The stop button of the toolbar. */
  interrupt(): Promise<void>;
  /**
   * Waits until no cell is running.
   * @throws if a cell has not run by then, with the notebook's prompts and
   *   errors
   */
  finished(milliseconds?: number): Promise<void>;
  /**
   * Saves pictures of the whole notebook, in both themes, in an ignored folder.
   */
  screenshots(name: string): Promise<void>;
  close(): Promise<void>;
}

const FOLDER = join(courseFolder(), ".artifacts", "screenshots");
/**
 * The status bar, because the notebook's own indicator is idle before the
 * kernel is.
 */
const READY = '#jp-main-statusbar :text-is("TypeScript | Idle")';
const TALLEST = 16_000;
const QUIET_MS = 5000;

/** A box with an error, or with a cell's stderr output. */
export const ERROR_BOX = [
  '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]',
  '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.stderr"]',
].join(", ");

/**
 * Opens a notebook in JupyterLab.
 * @param browser where to open it
 * @param lab the server
 * @param path path of the notebook, relative to the folder of the course
 * @returns the notebook, with its kernel ready
 */
export async function openNotebook(
  browser: Browser,
  lab: Lab,
  path: string,
): Promise<OpenNotebook> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 1000 },
  });
  page.setDefaultTimeout(PATIENCE_MS);
  const workspace = `${lab.address}/lab/workspaces/test-${Date.now()}`;
  await page.goto(`${workspace}/tree/${path}?token=${lab.token}`);
  await page.locator(READY).waitFor();
  const choose = async (menu: string, command: string): Promise<void> => {
    await page.locator(".lm-MenuBar-item", { hasText: menu }).click();
    await page.locator(`.lm-Menu-item[data-command="${command}"]`).click();
  };
  return {
    page,
    cells: page.locator(".jp-Notebook .jp-CodeCell"),
    plots: page.locator(".jp-Notebook .jp-OutputArea-output.js-plotly-plot"),
    clear: () => choose("Edit", "editmenu:clear-all"),
    runAll: () => choose("Run", "runmenu:run-all"),
    restartAndRunAll: async () => {
      await choose("Run", "runmenu:restart-and-run-all");
      await page.locator(".jp-Dialog .jp-mod-accept").click();
    },
    interrupt: () =>
      page.locator('[data-command="notebook:interrupt-kernel"]').click(),
    finished: (milliseconds = PATIENCE_MS) => finished(page, milliseconds),
    screenshots: (name) => screenshots(page, name),
    close: () => page.close(),
  };
}

/**
 * Reads the states of the code cells from their prompts: `[3]:`, `[*]:`, `[
 * ]:`, or nothing if the input is collapsed.
 */
function prompts(page: Page): Promise<string[]> {
  return page
    .locator(".jp-Notebook .jp-CodeCell .jp-InputPrompt")
    .allTextContents();
}

/**
 * After a deliberate error JupyterLab shows waiting cells as `[ ]:`, not as
 * `[*]:`. So a cell counts as skipped only if nothing has changed for a while.
 */
async function finished(page: Page, milliseconds: number): Promise<void> {
  const end = Date.now() + milliseconds;
  let quietSince = Infinity;
  for (;;) {
    const now = await prompts(page);
    const idle = (await page.locator(READY).count()) > 0;
    const left = now.some((prompt) => /\[[ *]\]/.test(prompt));
    if (idle && !left) return;
    const waits = now.some((prompt) => prompt.includes("*"));
    quietSince = idle && !waits ? Math.min(quietSince, Date.now()) : Infinity;
    if (Date.now() - quietSince > QUIET_MS || Date.now() > end) {
      const errors = await page.locator(ERROR_BOX).allTextContents();
      throw new Error(
        `Every cell must have run within ${milliseconds / 1000} s; the ` +
          `prompts are ${now.join(" ")}. Errors: ${errors.join("\n\n")}`,
      );
    }
    await page.waitForTimeout(200);
  }
}

async function screenshots(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const size = page.viewportSize() ?? { width: 1280, height: 1000 };
  const cells = page.locator(".jp-Notebook .jp-Cell");
  await page.setViewportSize({ ...size, height: TALLEST });
  await cells.first().scrollIntoViewIfNeeded();
  const end = await cells.last().boundingBox();
  const height = Math.min(
    TALLEST,
    Math.ceil((end?.y ?? 0) + (end?.height ?? 0)) + 60,
  );
  await page.setViewportSize({
    ...size,
    height: Math.max(height, size.height),
  });
  await cells.first().scrollIntoViewIfNeeded();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await page
      .locator(`body[data-jp-theme-light="${colorScheme === "light"}"]`)
      .waitFor({ state: "attached" });
    const path = join(FOLDER, `${name}-${colorScheme}.png`);
    await page.screenshot({ path });
  }
  await page.setViewportSize(size);
}

/**
 * Counts the lines, dots, bars, contours, heat maps and arrows of a plot that
 * are not empty.
 * @param plot one plotly plot
 * @returns the number of marks
 */
export function countMarks(plot: Locator): Promise<number> {
  return plot.evaluate((element) => {
    const layers = ["scatter", "bar", "contour", "heatmap", "image", "shape"];
    const marks = layers.flatMap((layer) =>
      Array.from(
        element.querySelectorAll(`.${layer}layer path, .${layer}layer image`),
      ),
    );
    return marks.filter((mark) => {
      const { width, height } = mark.getBoundingClientRect();
      const shape = mark.getAttribute("d") ?? "an image";
      return shape.length > 4 && width + height > 1;
    }).length;
  });
}

/**
 * Records ten times per second how many points the lines of each plot have: the
 * corners of its paths and its dots, in the page.
 * @param page a page with a notebook
 */
export async function watchPoints(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<Element, number[]>();
    Object.assign(window, { seenPoints: seen });
    const count = (plot: Element): number => {
      const lines = plot.querySelectorAll(".scatterlayer path.js-line[d]");
      const corners = Array.from(lines).map(
        (line) => line.getAttribute("d")?.match(/[MLHV]/g)?.length ?? 0,
      );
      const dots = plot.querySelectorAll(".scatterlayer .points path");
      return corners.reduce((sum, some) => sum + some, dots.length);
    };
    setInterval(() => {
      for (const plot of Array.from(
        document.querySelectorAll(".js-plotly-plot"),
      )) {
        const counts = seen.get(plot) ?? [];
        const now = count(plot);
        if (now !== counts.at(-1)) counts.push(now);
        seen.set(plot, counts);
      }
    }, 100);
  });
}

/**
 * Returns what {@link watchPoints} has recorded.
 * @param page the watched page
 * @returns the successive numbers of points of each plot
 */
export function seenPoints(page: Page): Promise<number[][]> {
  return page.evaluate(() => {
    const { seenPoints: seen } = window as unknown as {
      seenPoints: Map<Element, number[]>;
    };
    return Array.from(seen.values());
  });
}
