import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText, PlotlyPart } from "./figure";
import { colourBar, PALETTE } from "./style";
import { grid } from "./numbers";

/** An axis along which there are names or counted places. */
export interface LabelAxis extends AxisOptions {
  /** (n) what stands at each row or column; its number, from 0, by default */
  labels?: readonly string[];
}

/** What a heat map shows. */
export interface HeatMapOptions extends FigureText {
  /** the columns */
  x: LabelAxis;
  /** the rows, the first on top */
  y: LabelAxis;
  /** (rows, columns) one that is not finite is left out */
  values: readonly ArrayLike<number>[];
  /** what the colour measures, with its unit */
  valueTitle: string;
  /** values around zero: blue below, orange above; false by default */
  diverging?: boolean;
  /** the numbers are written into the cells; false by default */
  showValues?: boolean;
}

/**
 * Draws a matrix as coloured cells.
 *
 * @param options title, alternative text, axes and values
 * @returns a figure, shown when it ends a cell
 * @throws RangeError when a text is missing
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
    colorbar: colourBar(options.valueTitle),
    hovertemplate: `${y.title} %{y}<br>${x.title} %{x}<br>%{z:.4~g}<extra></extra>`,
  };
  return makeFigure(options, [map], {
    height: Math.min(520, Math.max(240, 140 + 22 * values.length)),
    xaxis: { ...labelled(x), showgrid: false },
    yaxis: { ...labelled(y), showgrid: false, autorange: "reversed" },
  });
}

/** Labels by place, so that the same word may stand twice. */
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
