import { ensure, expectNumber } from "../core/base/expect";
import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText, PlotlyPart } from "./figure";
import { numbers } from "./numbers";
import { colorOf, INK } from "./style";
import { thin } from "./thin";

/** One line of a chart. */
export interface LineSeries {
  name: string;
  /** (n) positions @defaultValue 1, 2, 3, ... */
  x?: ArrayLike<number>;
  /** (n) values; a value that is not finite leaves a gap */
  y: ArrayLike<number>;
  /** @defaultValue "solid" */
  dash?: "solid" | "dash" | "dot";
  /** adds a dot at every point of the line @defaultValue false */
  markers?: boolean;
  /** draws dots without a line @defaultValue false */
  points?: boolean;
  /** number of its color, from 0 @defaultValue its place among the lines */
  color?: number;
}

/** A reference level, drawn across the chart. */
export interface Reference {
  name: string;
  y: number;
}

/** Options of {@link lineChart}. */
export interface LineChartOptions extends FigureText {
  x: AxisOptions;
  y: AxisOptions;
  series: readonly LineSeries[];
  /** reference levels, such as `{ name: "ln V", y: 8.5 }` */
  references?: readonly Reference[];
}

/**
 * Draws one or more lines. Long lines are thinned but keep their peaks and
 * valleys.
 *
 * @param options title, alternative text, axes and lines
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a line has more x than y, or a text is missing
 * @example
 * lineChart({
 *   title: "Loss while training",
 *   alt: "The loss falls from 4.2 to 1.3 nats within 100 steps.",
 *   x: { title: "step" },
 *   y: { title: "loss (nats)", log: true },
 *   series: [{ name: "train", y: losses }],
 * })
 */
export function lineChart(options: LineChartOptions): Figure {
  const { series, references = [] } = options;
  const scattered = series.some((line) => line.points);
  return makeFigure(options, series.map(lineTrace), {
    xaxis: axis(options.x),
    yaxis: axis(options.y),
    showlegend: series.length > 1,
    hovermode: scattered ? "closest" : "x unified",
    shapes: levelLines(references, series[0]?.y ?? [], options.y),
  });
}

/** Makes plotly's trace of a line, in color number `index`. */
export function lineTrace(line: LineSeries, index: number): PlotlyPart {
  const { y } = line;
  const x = line.x ?? Array.from(y, (_, i) => i + 1);
  ensure(
    x.length === y.length,
    () =>
      `lineChart: "${line.name}" must have as many x as y; got ${x.length} and ${y.length}.`,
  );
  const color = colorOf(line.color ?? index);
  const points = thin(x, y);
  const dots = line.points ? "markers" : "lines+markers";
  return {
    type: "scatter",
    name: line.name,
    mode: line.points || line.markers ? dots : "lines",
    line: { color, width: 2, dash: line.dash ?? "solid" },
    marker: { color, size: 7 },
    hovertemplate: "%{y:.4~g}",
    x: numbers(points.x),
    y: numbers(points.y),
  };
}

/**
 * Makes dashed lines across a chart. The name of each is at the end where the
 * curve is farther away. The highest line has its name below, where there is
 * room, and so has a line with most of the curve above it.
 *
 * @param references names and heights
 * @param curve (n) the line that the names avoid
 * @param axes plotly's number of the axes, and whether y is a log axis
 * @returns plotly shapes
 */
export function levelLines(
  references: readonly Reference[],
  curve: ArrayLike<number>,
  axes: { panel?: string; log?: boolean } = {},
): PlotlyPart[] {
  const { panel = "", log = false } = axes;
  const height = (y: number): number => (log ? Math.log(y) : y);
  const first = height(curve[0] ?? 1);
  const last = height(curve[curve.length - 1] ?? 1);
  const top = Math.max(...references.map(({ y }) => height(y)));
  return references.map(({ name, y }) => {
    expectNumber(`lineChart: reference "${name}"`, y, log ? { above: 0 } : {});
    const h = height(y);
    const atStart = Math.abs(h - first) > Math.abs(h - last);
    const above = Array.from(curve).filter((value) => height(value) > h).length;
    const below =
      (h === top && h >= Math.min(first, last)) || above > curve.length / 2;
    return {
      type: "line",
      xref: `x${panel} domain`,
      yref: `y${panel}`,
      x0: 0,
      x1: 1,
      y0: y,
      y1: y,
      line: { color: INK, width: 1.2, dash: "dash" },
      label: {
        text: name,
        textposition: atStart ? "start" : "end",
        yanchor: below ? "top" : "bottom",
        font: { size: 12 },
      },
    };
  });
}
