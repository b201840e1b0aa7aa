import { pathTrace, type SpanAxis, spread } from "./curve";
import { axis, makeFigure } from "./figure";
import type { Figure, FigureText, PlotlyPart } from "./figure";
import { colorBar, colorOf, INK } from "./style";
import { grid, numbers } from "./numbers";

/** A path over the landscape, such as the steps of gradient descent. */
export interface ContourPath {
  name: string;
  /**
   * (n, 2) the points visited, in order, each as [x, y]; one that is not finite
   * leaves a gap
   */
  points: readonly (readonly number[])[];
}

/** An arrow over the landscape, such as a gradient. */
export interface ContourArrow {
  /** where it begins, and where it points to */
  from: readonly [number, number];
  to: readonly [number, number];
  /** text at its tip @defaultValue none */
  label?: string;
  /** number of its color, from 0 @defaultValue its place among the arrows */
  color?: number;
}

/** Options of {@link contourWithPath} and {@link surfaceWithPath}. */
export interface ContourOptions extends FigureText {
  x: SpanAxis;
  y: SpanAxis;
  /** the landscape's height; a value that is not finite leaves a gap */
  value: (x: number, y: number) => number;
  /** name of the height, with its unit */
  valueTitle: string;
  /**
   * spaces the contours at equal ratios of the height, for ravines
   * @defaultValue false
   */
  log?: boolean;
  paths?: readonly ContourPath[];
  /** arrows, in the colors of the palette; only on the map */
  arrows?: readonly ContourArrow[];
  /** a place to mark, such as the minimum */
  mark?: { name: string; at: readonly [number, number] };
  /**
   * uses one scale for both axes, so that a right angle looks like one
   * @defaultValue false
   */
  sameScale?: boolean;
  /** fills the map with colors between its lines @defaultValue false */
  filled?: boolean;
  /** points per axis at which the height is computed @defaultValue 60 */
  resolution?: number;
}

/**
 * Draws a function of two numbers as a map with contour lines, and paths over
 * it. A path starts with an open circle and ends with a diamond.
 *
 * @param options title, alternative text, axes, the function, the paths
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a text is missing
 */
export function contourWithPath(options: ContourOptions): Figure {
  const { x, y, paths = [], arrows = [], mark } = options;
  const { sameScale = false, filled = false } = options;
  const map = {
    type: "contour",
    ...landscape(options),
    ncontours: 16,
    contours: { coloring: filled ? "fill" : "lines" },
    opacity: filled ? 0.45 : 1, // so that paths stand out
    line: { width: 1.2 },
  };
  const walks = paths.map(({ name, points }, index) => {
    const along = (axisIndex: number): number[] =>
      points.map((point) => point[axisIndex]);
    return pathTrace(name, along(0), along(1), index);
  });
  // "domain": makes the scales equal by shrinking the frame, not by changing
  // the ranges
  const frame = sameScale ? { constrain: "domain" } : {};
  const marks = mark ? [markTrace(mark)] : [];
  return makeFigure(options, [map, ...walks, ...marks], {
    height: 420,
    annotations: arrows.flatMap((arrow, index) => arrowParts(arrow, index)),
    xaxis: { ...axis({ range: [x.from, x.to], ...x }), ...frame },
    yaxis: {
      ...axis({ range: [y.from, y.to], ...y }),
      ...frame,
      ...(sameScale ? { scaleanchor: "x" } : {}),
    },
    showlegend: walks.length + marks.length > 0,
    hovermode: "closest",
  });
}

/** The height at a place, or its power of ten. */
export function heightOf({ value, log = false }: ContourOptions) {
  return (px: number, py: number): number =>
    log ? Math.log10(value(px, py)) : value(px, py);
}

/** The heights on a grid, and their colors. */
export function landscape(options: ContourOptions): PlotlyPart {
  const { x, y, log = false, resolution = 60 } = options;
  const height = heightOf(options);
  const columns = spread(x, resolution);
  const rows = spread(y, resolution);
  return {
    x: numbers(columns),
    y: numbers(rows),
    z: grid(rows.map((py) => columns.map((px) => height(px, py)))),
    colorscale: HEIGHT,
    colorbar: colorBar(options.valueTitle, log),
    hovertemplate: `(%{x:.3~g}, %{y:.3~g}): ${log ? "10^" : ""}%{z:.3~g}<extra></extra>`,
  };
}

function markTrace({ name, at }: { name: string; at: readonly number[] }) {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: [at[0]],
    y: [at[1]],
    marker: { symbol: "star", size: 12, color: INK },
    hoverinfo: "name",
  };
}

/**
 * An arrow as plotly draws it: a remark whose pointer is the arrow. Plotly
 * writes a remark's text where the pointer begins, so the text has its own.
 */
function arrowParts(arrow: ContourArrow, index: number) {
  const { from, to, label } = arrow;
  const color = colorOf(arrow.color ?? index);
  const tip = { x: to[0], y: to[1], xref: "x", yref: "y" };
  const pointer = {
    ...tip,
    ax: from[0],
    ay: from[1],
    axref: "x",
    ayref: "y",
    text: "",
    showarrow: true,
    arrowhead: 2,
    arrowwidth: 2,
    arrowcolor: color,
  };
  const text = {
    ...tip,
    text: label,
    showarrow: false,
    yanchor: to[1] >= from[1] ? "bottom" : "top",
    font: { color },
  };
  return label === undefined ? [pointer] : [pointer, text];
}

/**
 * From blue (low) to amber (high); both are visible on light and dark pages.
 */
const HEIGHT = [
  [0, "#2484c6"],
  [1, "#b58900"],
];
