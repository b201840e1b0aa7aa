import type { Browser, Page } from "playwright-core";

import { PLOTLY_MIME } from "../../notebook/figure";
import { launchChromium } from "./browser";
import { joinLines, type Notebook, type NotebookOutput } from "./format";

/** A plotly figure of a notebook. */
interface Figure {
  data: unknown[];
  layout?: { width?: number; height?: number } | undefined;
}

/**
 * The MIME type of the pictures. If a figure comes with `image/png`,
 * JupyterLab's plotly extension shows that picture, at its full width, until
 * the mouse moves over it. It ignores a JPEG and draws the figure itself.
 */
export const PICTURE_MIME = "image/jpeg";

const QUALITY = 0.8;

/** Draws figures with plotly itself, in a Chromium without a window. */
export interface PictureMaker {
  /**
   * @param figure data and layout, as in the notebook
   * @param scale pixels of the picture per pixel of the layout
   * @returns a JPEG in base64, on white so that it is readable in any theme
   */
  draw(figure: unknown, scale: number): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens a browser page with plotly.
 * @returns the page's drawing functions; close them when done
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
  { data, layout = {} }: Figure,
  scale: number,
): Promise<string> {
  const white = { paper_bgcolor: "white", plot_bgcolor: "white" };
  return page.evaluate(drawInPage, {
    figure: { data, layout: { ...layout, ...white } },
    size: { ...pictureSize(layout), scale, format: "png" },
    mime: PICTURE_MIME,
    quality: QUALITY,
  });
}

function pictureSize(layout: Figure["layout"] = {}): {
  width: number;
  height: number;
} {
  const { width = 720, height = 420 } = layout;
  return { width, height };
}

/** Runs in the page, where the variables of this file do not exist. */
async function drawInPage(request: {
  figure: unknown;
  size: object;
  mime: string;
  quality: number;
}): Promise<string> {
  const { Plotly } = window as unknown as {
    Plotly: { toImage(figure: unknown, size: object): Promise<string> };
  };
  const picture = new Image();
  picture.src = await Plotly.toImage(request.figure, request.size);
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = picture.width;
  canvas.height = picture.height;
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  const address = canvas.toDataURL(request.mime, request.quality);
  return address.slice(address.indexOf(",") + 1);
}

/**
 * Adds a picture to every plotly output of a notebook, in place, for viewers
 * that cannot draw the figure, such as GitHub.
 * @param notebook an executed notebook
 * @param pictures draws the figures
 * @param scale pixels of the picture per pixel of the layout
 * @returns number of pictures made
 */
export async function addPictures(
  notebook: Notebook,
  pictures: PictureMaker,
  scale: number,
): Promise<number> {
  const plots = plotOutputs(notebook);
  for (const output of plots) {
    const figure = output.data[PLOTLY_MIME] as Figure;
    const alt = joinLines(output.data["text/plain"]).trim();
    delete output.data["image/png"];
    output.data[PICTURE_MIME] = await pictures.draw(figure, scale);
    output.metadata = {
      ...output.metadata,
      [PICTURE_MIME]: { ...pictureSize(figure.layout), alt },
    };
  }
  return plots.length;
}

/**
 * Finds the outputs of a notebook that hold a plotly figure.
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
