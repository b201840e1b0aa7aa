import { pathTrace, type SpanAxis, spread } from "./curve";
import { axis, type Figure, type FigureText, makeFigure } from "./figure";
import { colorBar } from "./style";
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

/** Options of {@link contourWithPath}. */
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
  /**
   * uses one scale for both axes, so that a right angle looks like one
   * @defaultValue false
   */
  sameScale?: boolean;
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
  const { x, y, value, log = false, paths = [] } = options;
  const { sameScale = false, resolution = 60 } = options;
  const height = (px: number, py: number): number =>
    log ? Math.log10(value(px, py)) : value(px, py);
  const columns = spread(x, resolution);
  const rows = spread(y, resolution);
  const map = {
    type: "contour",
    x: numbers(columns),
    y: numbers(rows),
    z: grid(rows.map((py) => columns.map((px) => height(px, py)))),
    ncontours: 16,
    colorscale: HEIGHT,
    contours: { coloring: "lines" },
    line: { width: 1.2 },
    colorbar: colorBar(options.valueTitle, log),
    hovertemplate: `(%{x:.3~g}, %{y:.3~g}): ${log ? "10^" : ""}%{z:.3~g}<extra></extra>`,
  };
  const walks = paths.map(({ name, points }, index) => {
    const along = (axisIndex: number): number[] =>
      points.map((point) => point[axisIndex]);
    return pathTrace(name, along(0), along(1), index);
  });
  // "domain": makes the scales equal by shrinking the frame, not by changing
  // the ranges
  const frame = sameScale ? { constrain: "domain" } : {};
  return makeFigure(options, [map, ...walks], {
    height: 420,
    xaxis: { ...axis({ range: [x.from, x.to], ...x }), ...frame },
    yaxis: {
      ...axis({ range: [y.from, y.to], ...y }),
      ...frame,
      ...(sameScale ? { scaleanchor: "x" } : {}),
    },
    showlegend: walks.length > 0,
    hovermode: "closest",
  });
}

/**
 * From blue (low) to amber (high); both are visible on light and dark pages.
 */
const HEIGHT = [
  [0, "#2484c6"],
  [1, "#b58900"],
];
