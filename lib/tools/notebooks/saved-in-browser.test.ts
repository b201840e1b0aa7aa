import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { after, before, describe, test } from "node:test";

import type { Browser, Locator, Page } from "playwright-core";

import { launchChromium } from "./browser";
import { chromiumOrSkip, startLab, type Lab } from "../../testing/browser-lab";
import {
  openNotebook,
  type OpenNotebook,
} from "../../testing/browser-notebook";
import { courseFolder } from "../setup/course-files.cjs";
import { findNotebooks } from "./find";
import { isThorough } from "../../testing/chapters/run-chapters";

/** The marker of a tab whose notebook differs from its file. */
const UNSAVED = ".lm-DockPanel-tabBar .jp-mod-dirty";

/**
 * JupyterLab copies the kernel's answer into the notebook about when the kernel
 * is idle.
 */
const SETTLED_MS = 1500;

/** Milliseconds for each screenful to draw its plots. */
const SCREEN_MS = 100;

/** Opening every chapter takes minutes; only `.ci/run` does it. */
const FEW = ["00", "06", "15"];

let lab: Lab | undefined;
let browser: Browser | undefined;
let folder = "";

function open(name: string): Promise<OpenNotebook> {
  assert.ok(lab && browser);
  const path = relative(courseFolder(), join(folder, name));
  return openNotebook(browser, lab, path.split(sep).join("/"));
}

/** Beside the cells: a plot that the mouse can turn keeps the wheel for itself. */
const MARGIN = { x: 20, y: 300 };

/**
 * Scrolls a notebook to its end; a plot is drawn only when it comes into view.
 */
async function scroll(page: Page): Promise<void> {
  const end = page.locator(".jp-Notebook .jp-Cell").last();
  await page.locator(".jp-Notebook").hover({ position: MARGIN });
  while (!(await isInView(end))) {
    await page.mouse.wheel(0, 700);
    await page.waitForTimeout(SCREEN_MS);
  }
}

async function isInView(cell: Locator): Promise<boolean> {
  const box = await cell.boundingBox();
  return box !== null && box.y < 900;
}

describe("opened and scrolled in JupyterLab", chromiumOrSkip(), () => {
  before(async () => {
    browser = await launchChromium();
    folder = mkdtempSync(join(courseFolder(), "lib", "dist", "saved-test-"));
    lab = await startLab({});
  });

  after(async () => {
    await browser?.close();
    await lab?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const path of findNotebooks(isThorough() ? [] : FEW)) {
    const name = basename(path);
    test(`${name} is still saved`, async () => {
      cpSync(path, join(folder, name));
      const { page, close } = await open(name);
      try {
        await scroll(page);
        await page.waitForTimeout(SETTLED_MS);
        assert.equal(await page.locator(UNSAVED).count(), 0);
      } finally {
        await close();
      }
    });
  }

  test("an added cell marks the notebook as unsaved", async () => {
    const { page, close } = await open(basename(findNotebooks()[0]));
    try {
      const insert = '[data-command="notebook:insert-cell-below"]';
      await page.locator(insert).first().click();
      await page.locator(UNSAVED).waitFor();
    } finally {
      await close();
    }
  });
});
