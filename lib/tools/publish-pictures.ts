import type { Browser, Page } from "playwright-core";

import { PLOTLY_MIME } from "../notebook/figure";
import { launchChromium } from "./browser";
import {
  joinLines,
  type Notebook,
  type NotebookOutput,
} from "./notebook-format";
import { encodePng } from "./publish-png";

/** A plotly figure as it stands in a notebook. */
interface Figure {
  data: unknown[];
  layout?: { width?: number; height?: number };
}

/** Draws figures with plotly itself, in a Chromium without a window. */
export interface PictureMaker {
  /**
   * @param figure data and layout, as in the notebook
   * @param scale pixels of the picture for one of the layout
   * @returns a PNG, on white so that it is readable on any theme
   */
  draw(figure: unknown, scale: number): Promise<Buffer>;
  close(): Promise<void>;
}

/**
 * Opens a browser page that has plotly.
 * @returns what draws figures; close it when done
 */
export async function openPictureMaker(): Promise<PictureMaker> {
  const browser: Browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ path: require.resolve("plotly.js-dist") });
    return {
      draw: (figure, scale) => draw(page, figure as Figure, scale),
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function draw(
  page: Page,
  figure: Figure,
  scale: number,
): Promise<Buffer> {
  const { data, layout = {} } = figure;
  const white = { paper_bgcolor: "white", plot_bgcolor: "white" };
  const drawn = await page.evaluate(pixelsInPage, {
    figure: { data, layout: { ...layout, ...white } },
    size: { ...pictureSize(figure), scale, format: "png" },
  });
  const rgba = Buffer.from(drawn.base64, "base64");
  return encodePng({ width: drawn.width, height: drawn.height, rgba });
}

function pictureSize(figure: Figure): { width: number; height: number } {
  const { width = 720, height = 420 } = figure.layout ?? {};
  return { width, height };
}

/** Runs in the page: figure to pixels. */
async function pixelsInPage(request: {
  figure: unknown;
  size: object;
}): Promise<{ width: number; height: number; base64: string }> {
  const { Plotly } = window as unknown as {
    Plotly: { toImage(figure: unknown, size: object): Promise<string> };
  };
  const picture = new Image();
  picture.src = await Plotly.toImage(request.figure, request.size);
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("Chromium gives no canvas to draw on.");
  context.drawImage(picture, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let bytes = "";
  for (let i = 0; i < data.length; i += 8192) {
    bytes += String.fromCharCode(...data.subarray(i, i + 8192));
  }
  return { width: canvas.width, height: canvas.height, base64: btoa(bytes) };
}

/**
 * Adds to every plotly output of a notebook a picture of it, in place, for
 * those who cannot draw it themselves, such as GitHub.
 * @param notebook an executed notebook
 * @param pictures what draws
 * @param scale pixels of the picture for one of the layout
 * @returns how many pictures were made
 */
export async function addPictures(
  notebook: Notebook,
  pictures: PictureMaker,
  scale: number,
): Promise<number> {
  const plots = plotOutputs(notebook);
  for (const output of plots) {
    const figure = output.data[PLOTLY_MIME] as Figure;
    const picture = await pictures.draw(figure, scale);
    const alt = joinLines(output.data["text/plain"]).trim();
    output.data["image/png"] = picture.toString("base64");
    output.metadata = {
      ...output.metadata,
      "image/png": { ...pictureSize(figure), alt },
    };
  }
  return plots.length;
}

/**
 * The outputs of a notebook that hold a plotly figure.
 * @param notebook any notebook
 * @returns the outputs themselves, not copies, in order
 */
export function plotOutputs(
  notebook: Notebook,
): (NotebookOutput & { data: Record<string, unknown> })[] {
  return notebook.cells
    .flatMap((cell) => cell.outputs ?? [])
    .filter(
      (output): output is NotebookOutput & { data: Record<string, unknown> } =>
        output.data?.[PLOTLY_MIME] !== undefined,
    );
}
