import { randomUUID } from "node:crypto";

import type { MimeBundle } from "../core/base/display";
import { show } from "./display";
import { type Figure, figureBundle, type PlotlyPart } from "./figure";

/** Where outputs go, and the clock. Tests pass their own. */
export interface Surroundings {
  show: typeof show;
  /** milliseconds since some fixed moment */
  now: () => number;
}

/** The notebook, and the clock of this machine. */
export const NOTEBOOK: Surroundings = {
  show,
  now: () => performance.now(),
};

/** A figure that changes while its cell runs, and a status below it. */
export interface LivePlot {
  /** Redraws the figure in place. */
  update(figure: Figure, status: MimeBundle): void;
  /** Leaves the finished figure in the notebook. */
  finish(figure: Figure, status: MimeBundle): void;
}

const SAVE_EVERY_MS = 2000;

/**
 * Shows a figure that can change.
 *
 * The notebook's own plotly draws the first figure. So plotly's script is on
 * the page, and we do not need to send it. JupyterLab draws a plotly output
 * only once, so each update is a small script below the figure that passes the
 * new data to plotly. The output itself is updated every two seconds, for VS
 * Code, which redraws it, and in case the notebook is saved.
 *
 * @param first the figure before there is data
 * @param status HTML and plain text below it
 * @param surroundings where to show it @defaultValue the notebook
 * @returns the handle that updates it
 */
export function livePlot(
  first: Figure,
  status: MimeBundle,
  surroundings: Surroundings = NOTEBOOK,
): LivePlot {
  const { show, now } = surroundings;
  const id = randomUUID();
  const chart = show(liveBundle(first, id));
  const below = show(status);
  let savedAt = now();
  let turn = 0;
  return {
    update(figure, status) {
      if (now() - savedAt >= SAVE_EVERY_MS) {
        savedAt = now();
        chart.update(liveBundle(figure, id));
      }
      turn += 1;
      const html = String(status["text/html"]) + script(figure, id, turn);
      below.update({ ...status, "text/html": html });
    },
    finish(figure, status) {
      below.update(status);
      chart.update({ "text/plain": figure.alt }); // so that JupyterLab redraws it
      chart.update(figureBundle(figure));
    },
  };
}

/**
 * Limits how often something happens.
 *
 * @param intervalMs shortest interval, in milliseconds
 * @param now the clock
 * @returns a function that returns true if the interval has passed
 */
export function throttle(intervalMs: number, now: () => number): () => boolean {
  let last = -Infinity;
  return () => {
    if (now() - last < intervalMs) return false;
    last = now();
    return true;
  };
}

/** The figure, marked so that the script finds it on the page. */
function liveBundle(figure: Figure, id: string): MimeBundle {
  return figureBundle({ ...figure, layout: liveLayout(figure, id) });
}

function liveLayout(figure: Figure, id: string): PlotlyPart {
  return { ...figure.layout, meta: { live: id }, uirevision: id };
}

/** Makes HTML that draws a figure on the page. Only a late note is visible. */
function script(figure: Figure, id: string, turn: number): string {
  const layout = liveLayout(figure, id);
  const json = JSON.stringify({ data: figure.data, layout, id, turn });
  // "<" is escaped, so that text in the figure cannot end the script.
  return (
    `<p id="quiet-${id}" hidden>${QUIET}</p>` +
    `<script>(${drawOnPage.toString()})(${json.replaceAll("<", "\\u003c")})</script>`
  );
}

const QUIET =
  "No update for 20 seconds. If you reopened this page during the run, it " +
  "no longer follows the run. The kernel is still working.";

interface PageFigure {
  data: readonly PlotlyPart[];
  layout: PlotlyPart;
  id: string;
  /** number of the update; a newer one replaces it */
  turn: number;
}

/**
 * Runs in the browser, from its own source text. It waits for plotly, draws
 * only the newest figure, and leaves three quarters of the time for the page.
 */
function drawOnPage({ data, layout, id, turn }: PageFigure): void {
  type Graph = Element & { layout?: { meta?: { live?: string } } };
  interface Drawn {
    turn: number;
    at: number;
    tookMs: number;
  }
  const page = window as unknown as {
    Plotly?: { react(graph: Graph, data: unknown, layout: unknown): void };
    tinyllmLive?: Record<string, Drawn>;
  };
  const drawn = ((page.tinyllmLive ??= {})[id] ??= { turn, at: 0, tookMs: 0 });
  drawn.turn = turn;
  const draw = (tries: number): void => {
    // Gives up if a newer update draws instead, or after 30 tries.
    if (drawn.turn !== turn || tries === 0) return;
    const graphs = Array.from(
      document.querySelectorAll<Graph>(".js-plotly-plot"),
    );
    const mine = graphs.filter((graph) => graph.layout?.meta?.live === id);
    // Waits three times as long as the last drawing took.
    const rest = drawn.at + 3 * drawn.tookMs - performance.now();
    if (!page.Plotly || mine.length === 0 || rest > 0) {
      setTimeout(draw, Math.max(100, rest), tries - 1);
      return;
    }
    const begun = performance.now();
    for (const graph of mine) page.Plotly.react(graph, data, layout);
    drawn.at = performance.now();
    drawn.tookMs = drawn.at - begun;
  };
  draw(30);
  setTimeout(() => {
    const note = document.getElementById(`quiet-${id}`);
    if (note && drawn.turn === turn) note.hidden = false;
  }, 20_000);
}
