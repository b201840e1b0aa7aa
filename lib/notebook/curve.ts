import { expectNumber } from "../core/base/expect";
import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText, PlotlyPart } from "./figure";
import { colorOf, INK } from "./style";
import { numbers } from "./numbers";

/** An axis along which a function is drawn. */
export interface SpanAxis extends AxisOptions {
  from: number;
  to: number;
}

/** A path along the curve, such as the steps of gradient descent. */
export interface CurvePath {
  name: string;
  /** (n) the points visited, in order; one that is not finite leaves a gap */
  x: ArrayLike<number>;
}

/** Options of {@link curveWithPath}. */
export interface CurveOptions extends FigureText {
  x: SpanAxis;
  y: AxisOptions;
  /** the curve; a value that is not finite leaves a gap */
  value: (x: number) => number;
  /** the curve's name in the legend @defaultValue the y axis title */
  name?: string;
  paths: readonly CurvePath[];
}

/**
 * Draws a function of one number, and paths along it. A path starts with an
 * open circle and ends with a diamond.
 *
 * @param options title, alternative text, axes, the function, the paths
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a text is missing
 */
export function curveWithPath(options: CurveOptions): Figure {
  const { x, y, value, name = y.title, paths } = options;
  const places = spread(x, 200);
  const curve = {
    type: "scatter",
    mode: "lines",
    name,
    x: numbers(places),
    y: numbers(places.map(value)),
    line: { color: INK, width: 2 },
    hoverinfo: "skip",
  };
  const walks = paths.map((path, index) => {
    const visited = Array.from(path.x);
    return pathTrace(path.name, visited, visited.map(value), index);
  });
  return makeFigure(options, [curve, ...walks], {
    xaxis: axis({ range: [x.from, x.to], ...x }),
    yaxis: axis(y),
    showlegend: true,
    hovermode: "closest",
  });
}

/**
 * Makes a path: an open circle at the start, dots between, a diamond at the
 * end.
 */
export function pathTrace(
  name: string,
  x: readonly number[],
  y: readonly number[],
  index: number,
): PlotlyPart {
  const color = colorOf(index + 1);
  const last = x.length - 1;
  const perPoint = <T>(start: T, between: T, end: T): T[] =>
    x.map((_, i) => (i === 0 ? start : i === last ? end : between));
  return {
    type: "scatter",
    mode: "lines+markers",
    name,
    x: numbers(x),
    y: numbers(y),
    line: { color, width: 1.5 },
    marker: {
      color,
      opacity: 1,
      symbol: perPoint("circle-open", "circle", "diamond"),
      size: perPoint(13, 6, 12),
      line: { color, width: perPoint(2.5, 0, 0) },
    },
    hovertemplate: "step %{pointNumber}: (%{x:.4~g}, %{y:.4~g})",
  };
}

/** Returns `count` points, evenly spread over the axis. */
export function spread(span: SpanAxis, count: number): number[] {
  const { from, to, log = false } = span;
  const rule = log ? { above: 0, hint: "The axis is logarithmic." } : {};
  expectNumber("figure: from", from, rule);
  expectNumber("figure: to", to, rule);
  const points = { whole: true, least: 2, most: 1000 };
  expectNumber("figure: resolution", count, points);
  return Array.from({ length: count }, (_, i) => {
    const share = i / (count - 1);
    return log ? from * (to / from) ** share : from + (to - from) * share;
  });
}
