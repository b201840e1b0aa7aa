import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText, PlotlyPart } from "./figure";
import { colorBar, PALETTE } from "./style";
import { grid } from "./numbers";

/** An axis with labels, or with positions counted from 0. */
export interface LabelAxis extends AxisOptions {
  /** (n) one label per row or column @defaultValue its number, from 0 */
  labels?: readonly string[];
}

/** Options of {@link heatMap}. */
export interface HeatMapOptions extends FigureText {
  /** axis of the columns */
  x: LabelAxis;
  /** axis of the rows, the first on top */
  y: LabelAxis;
  /** (rows, columns) values that are not finite leave a gap */
  values: readonly ArrayLike<number>[];
  /** name and unit of the values */
  valueTitle: string;
  /**
   * centers the colors at zero: blue below, orange above @defaultValue false
   */
  diverging?: boolean;
  /** writes the numbers into the cells @defaultValue false */
  showValues?: boolean;
}

/**
 * Draws a matrix as colored cells.
 *
 * @param options title, alternative text, axes and values
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a text is missing
 */
export function heatMap(options: HeatMapOptions): Figure {
  const { x, y, values, diverging = false, showValues = false } = options;
  const map = {
    type: "heatmap",
    z: grid(values),
    ...(diverging ? DIVERGING : { colorscale: "Viridis" }),
    ...(showValues ? { texttemplate: "%{z:.2f}" } : {}),
    xgap: 1,
    ygap: 1,
    colorbar: colorBar(options.valueTitle),
    hovertemplate: `${y.title} %{y}<br>${x.title} %{x}<br>%{z:.4~g}<extra></extra>`,
  };
  return makeFigure(options, [map], {
    height: Math.min(520, Math.max(240, 140 + 22 * values.length)),
    xaxis: { ...labelled(x), showgrid: false },
    yaxis: { ...labelled(y), showgrid: false, autorange: "reversed" },
  });
}

/** Puts labels at positions, so that two positions may have the same label. */
export function labelled(options: LabelAxis): PlotlyPart {
  const { labels } = options;
  return {
    ...axis(options),
    zeroline: false,
    ...(labels
      ? {
          tickmode: "array",
          tickvals: labels.map((_, i) => i),
          ticktext: labels,
        }
      : {}),
  };
}

const DIVERGING = {
  colorscale: [
    [0, PALETTE[0]],
    [0.5, "#f2f2f2"],
    [1, PALETTE[1]],
  ],
  zmid: 0,
};
