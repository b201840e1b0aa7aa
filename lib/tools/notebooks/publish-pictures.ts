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

/** The MIME type of a diagram. */
export const SVG_MIME = "image/svg+xml";

/** The MIME type of the copy of a diagram. It is much smaller than a PNG. */
export const PAINTED_MIME = "image/webp";

const QUALITY = 0.8;

/** A picture in base64, and its size on the page. */
interface Encoded {
  content: string;
  width: number;
  height: number;
}

/** Draws figures with plotly itself, in a Chromium without a window. */
export interface PictureMaker {
  /**
   * @param figure data and layout, as in the notebook
   * @param scale pixels of the picture per pixel of the layout
   * @returns a JPEG in base64, on white so that it is readable in any theme
   */
  draw(figure: unknown, scale: number): Promise<string>;
  /**
   * @param svg a picture made of lines and text
   * @returns a WebP in base64, transparent like the original, and its size
   */
  paint(svg: string): Promise<Encoded>;
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
      paint: (svg) =>
        page.evaluate(encodeInPage, {
          address: `data:${SVG_MIME},${encodeURIComponent(svg)}`,
          mime: PAINTED_MIME,
          quality: QUALITY,
        }),
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
  const address = await page.evaluate(drawInPage, {
    figure: { data, layout: { ...layout, ...white } },
    size: { ...pictureSize(layout), scale, format: "png" },
  });
  const request = { address, mime: PICTURE_MIME, quality: QUALITY };
  return (await page.evaluate(encodeInPage, request)).content;
}

function pictureSize(layout: Figure["layout"] = {}): {
  width: number;
  height: number;
} {
  const { width = 720, height = 420 } = layout;
  return { width, height };
}

/** Runs in the page, where the variables of this file do not exist. */
function drawInPage(request: {
  figure: unknown;
  size: object;
}): Promise<string> {
  const { Plotly } = window as unknown as {
    Plotly: { toImage(figure: unknown, size: object): Promise<string> };
  };
  return Plotly.toImage(request.figure, request.size);
}

/** Runs in the page, too. Writes a picture in another format. */
async function encodeInPage(request: {
  address: string;
  mime: string;
  quality: number;
}): Promise<Encoded> {
  const picture = new Image();
  picture.src = request.address;
  await picture.decode();
  const { width, height } = picture;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  canvas.getContext("2d")?.drawImage(picture, 0, 0);
  const address = canvas.toDataURL(request.mime, request.quality);
  return { content: address.slice(address.indexOf(",") + 1), width, height };
}

/**
 * Adds a WebP to every SVG of a notebook, in place. JupyterLab shows an SVG only
 * in a notebook that it trusts, which a notebook is once its cells have run.
 * @param notebook an executed notebook
 * @param pictures paints the SVGs
 */
export async function addPaintings(
  notebook: Notebook,
  pictures: PictureMaker,
): Promise<void> {
  for (const { outputs = [] } of notebook.cells)
    for (const output of outputs) {
      if (output.data?.[SVG_MIME] === undefined) continue;
      const alt = joinLines(output.data["text/plain"]).trim();
      const { content, ...size } = await pictures.paint(
        joinLines(output.data[SVG_MIME]),
      );
      output.data[PAINTED_MIME] = content;
      output.metadata = {
        ...output.metadata,
        [PAINTED_MIME]: { ...size, alt },
      };
    }
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
