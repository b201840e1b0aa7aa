import { ensure, expectNumber } from "../core/base/expect";
import { JUPYTER_DISPLAY, type MimeBundle } from "../core/base/display";
import { show } from "./display";
import { GRID, INK, PALETTE } from "./style";

/** The MIME type of a plotly figure in a notebook. */
export const PLOTLY_MIME = "application/vnd.plotly.v1+json";

/** A part of a plotly figure: a trace, an axis, a layout. */
export type PlotlyPart = Record<string, unknown>;

/** A value that is shown if it ends a cell, or by its method `show`. */
export interface Shown {
  /** Shows the value now, for a cell that shows more than one. */
  show(): void;
  [JUPYTER_DISPLAY](): MimeBundle;
}

/** A figure as a value: data and layout for plotly, and alternative text. */
export interface Figure extends Shown {
  readonly data: readonly PlotlyPart[];
  readonly layout: PlotlyPart;
  /** what a slider changes @defaultValue none */
  readonly frames?: readonly PlotlyPart[];
  readonly alt: string;
}

/** The text that every figure needs. */
export interface FigureText {
  title: string;
  /**
   * alternative text: one or two sentences for a reader who cannot see the
   * figure
   */
  alt: string;
}

/** An axis of a figure. */
export interface AxisOptions {
  /** name and unit, such as `"loss (nats per token)"` */
  title: string;
  /**
   * makes the axis logarithmic: equal ratios are equally far apart
   * @defaultValue false
   */
  log?: boolean;
  /** lower and upper end @defaultValue the range of the data */
  range?: readonly [number, number];
  /** where ticks are @defaultValue round numbers */
  ticks?: readonly number[];
}

/**
 * Makes a figure from plotly data.
 *
 * @param text title and alternative text
 * @param data the traces
 * @param layout axes, and deviations from the course's style
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a text is missing
 */
export function makeFigure(
  text: FigureText,
  data: readonly PlotlyPart[],
  layout: PlotlyPart,
): Figure {
  ensureText("figure: title", text.title);
  ensureText("figure: alt", text.alt);
  const figure = {
    data,
    layout: {
      ...baseLayout(text.title, layout.showlegend === true),
      ...layout,
    },
    alt: text.alt,
  };
  return { ...figure, ...shown(() => figureBundle(figure)) };
}

/** Makes a value that shows what `bundle()` returns. */
export function shown(bundle: () => MimeBundle): Shown {
  return {
    show: () => {
      show(bundle());
    },
    [JUPYTER_DISPLAY]: bundle,
  };
}

/**
 * Converts a figure to its form in a notebook. It has no `text/html`, because
 * programs that do not trust a notebook would choose that and strip its script.
 */
export function figureBundle(
  figure: Pick<Figure, "data" | "layout" | "frames" | "alt">,
): MimeBundle {
  const { data, layout, frames, alt } = figure;
  const moving = frames ? { frames } : {};
  return {
    [PLOTLY_MIME]: { data, layout, ...moving, config: CONFIG },
    "text/plain": alt,
  };
}

/** Makes a plotly axis in the course's style. */
export function axis(options: AxisOptions): PlotlyPart {
  ensureText("figure: axis title", options.title);
  const { title, log = false, range, ticks } = options;
  const rule = log ? { above: 0, hint: "The axis is logarithmic." } : {};
  for (const end of range ?? []) expectNumber("figure: range", end, rule);
  return {
    title: { text: title, standoff: 8, font: { size: 13 } },
    ...(log
      ? {
          type: "log",
          tickfont: { size: 11 },
          exponentformat: "power",
          separatethousands: true,
        }
      : { tickformat: "," }), // 10,000 and 0.0003, not powers of ten
    ...(range ? { range: log ? range.map(Math.log10) : [...range] } : {}),
    ...(ticks ? { tickvals: [...ticks] } : {}),
    gridcolor: GRID,
    zerolinecolor: GRID,
    linecolor: GRID,
    ticks: "",
    spikecolor: INK,
    spikethickness: 1,
    automargin: true,
  };
}

/**
 * We do not set `responsive`: JupyterLab adapts the width itself, and with both
 * active a plot shrinks to one line when the window is resized.
 */
const CONFIG = {
  displaylogo: false,
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
};

/**
 * A transparent layout with mid-gray text, for the light and the dark theme.
 */
function baseLayout(title: string, legend: boolean): PlotlyPart {
  const clear = "rgba(0, 0, 0, 0)";
  const font = { size: 16, weight: 600 };
  return {
    title: { text: title, font, xref: "paper", x: 0, y: 0.97, yanchor: "top" },
    height: 340,
    margin: { l: 60, r: 24, t: legend ? 66 : 44, b: 48 },
    font: { color: INK, size: 12 },
    paper_bgcolor: clear,
    plot_bgcolor: clear,
    colorway: PALETTE,
    modebar: { bgcolor: clear, color: INK, activecolor: PALETTE[0] },
    hoverlabel: {
      bgcolor: "#26292e",
      bordercolor: "#26292e",
      font: { color: "#f2f2f2" },
    },
    legend: { orientation: "h", x: 0, y: 1.01, yanchor: "bottom" },
  };
}

/** Checks a text that a picture needs. */
export function ensureText(name: string, text: unknown): void {
  ensure(
    typeof text === "string" && text.trim() !== "",
    () => `${name} must be a string with text; got ${JSON.stringify(text)}.`,
  );
}
