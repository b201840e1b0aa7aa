import { randomUUID } from "node:crypto";

import type { MimeBundle } from "../core/base/display";
import { show } from "./display";
import { figureBundle } from "./figure";
import type { Figure, PlotlyPart } from "./figure";

/** Where outputs go and what time it is; tests pass their own. */
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

/** A figure that changes while its cell runs, and a line of words below. */
export interface LivePlot {
  /** Draws the figure anew, in place. */
  update(figure: Figure, words: MimeBundle): void;
  /** Leaves the finished figure in the notebook. */
  finish(figure: Figure, words: MimeBundle): void;
}

const SAVE_EVERY_MS = 2000;

/**
 * Shows a figure that can change.
 *
 * The notebook's own plotly draws the first figure, and with that its script
 * is on the page; nothing has to be sent. JupyterLab draws a plotly output only
 * once, so each update comes as a small script below the figure, which hands
 * the new data to plotly. The output itself is updated every two seconds: for
 * VS Code, which draws it anew, and so that a notebook saved meanwhile has it.
 *
 * @param first the figure before there is data
 * @param words HTML and plain text below it
 * @param surroundings the notebook by default
 * @returns the handle that updates it
 */
export function livePlot(
  first: Figure,
  words: MimeBundle,
  surroundings: Surroundings = NOTEBOOK,
): LivePlot {
  const { show, now } = surroundings;
  const id = randomUUID();
  const chart = show(liveBundle(first, id));
  const below = show(words);
  let savedAt = now();
  let turn = 0;
  return {
    update(figure, words) {
      if (now() - savedAt >= SAVE_EVERY_MS) {
        savedAt = now();
        chart.update(liveBundle(figure, id));
      }
      const html = String(words["text/html"]) + script(figure, id, ++turn);
      below.update({ ...words, "text/html": html });
    },
    finish(figure, words) {
      below.update(words);
      chart.update({ "text/plain": figure.alt }); // makes JupyterLab draw anew
      chart.update(figureBundle(figure));
    },
  };
}

/**
 * Says at most so often that it is time.
 *
 * @param intervalMs the least time between two
 * @param now the clock
 * @returns a function that is true when the time has come
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

/** HTML that draws a figure on the page; nothing is seen of it but a note. */
function script(figure: Figure, id: string, turn: number): string {
  const layout = liveLayout(figure, id);
  const json = JSON.stringify({ data: figure.data, layout, id, turn });
  return (
    `<p id="quiet-${id}" hidden>${QUIET}</p>` +
    `<script>(${drawOnPage.toString()})(${json.replaceAll("<", "\\u003c")})</script>`
  );
}

const QUIET =
  "No news for 20 seconds. If this page was opened again during the run, it " +
  "does not follow it any more; the kernel works on.";

interface PageFigure {
  data: readonly PlotlyPart[];
  layout: PlotlyPart;
  id: string;
  /** counts the updates: a newer one takes over */
  turn: number;
}

/**
 * Runs in the browser, from its own source text. It waits for plotly, draws
 * only the newest figure, and leaves the page three quarters of its time.
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
    if (drawn.turn !== turn || tries === 0) return;
    const graphs = Array.from(
      document.querySelectorAll<Graph>(".js-plotly-plot"),
    );
    const mine = graphs.filter((graph) => graph.layout?.meta?.live === id);
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
