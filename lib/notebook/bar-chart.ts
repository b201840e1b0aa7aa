import { ensure } from "../core/base/expect";
import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText, PlotlyPart } from "./figure";
import { labelled } from "./heat-map";
import { colorOf } from "./style";
import { numbers } from "./numbers";

/** Options of {@link barChart}. */
export interface BarChartOptions extends FigureText {
  /** title and label of each bar */
  x: { title: string; labels: readonly string[] };
  /** title of the axis of lengths */
  y: AxisOptions;
  /**
   * one value per label, without a bar if it is not finite; the bars of the
   * series are side by side, if they have no `rows`
   */
  series: readonly { name: string; y: ArrayLike<number> }[];
  /**
   * draws horizontal bars, which leave room for long labels @defaultValue false
   */
  horizontal?: boolean;
  /**
   * draws every series in a row of its own, with its name at the left
   * @defaultValue false
   */
  rows?: boolean;
}

/**
 * Draws bars, one per label and series.
 *
 * @param options title, alternative text, labels and lengths
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a series does not have one value per label
 */
export function barChart(options: BarChartOptions): Figure {
  const { x, y, series, horizontal = false, rows = false } = options;
  const places = x.labels.map((_, i) => i);
  const bars = series.map((bar, index) => {
    ensure(
      bar.y.length === x.labels.length,
      () =>
        `barChart: "${bar.name}" must have one value per label; got ${bar.y.length} values and ${x.labels.length} labels.`,
    );
    const lengths = numbers(bar.y);
    return {
      type: "bar",
      name: bar.name,
      orientation: horizontal ? "h" : "v",
      x: horizontal ? lengths : places,
      y: horizontal ? places : lengths,
      marker: { color: colorOf(index) },
      ...(rows ? { yaxis: `y${rowNumber(index)}` } : {}),
      hovertemplate: horizontal ? "%{x:.4~g}" : "%{y:.4~g}",
    };
  });
  const labels = labelled(x);
  if (rows) return makeFigure(options, bars, inRows(options, labels));
  return makeFigure(options, bars, {
    ...(horizontal
      ? { xaxis: axis(y), yaxis: { ...labels, autorange: "reversed" } }
      : { xaxis: labels, yaxis: axis(y) }),
    showlegend: series.length > 1,
    hovermode: horizontal ? "y unified" : "x unified",
    bargap: 0.25,
  });
}

/** Axes for one row per series, the first on top, above the same labels. */
function inRows(options: BarChartOptions, labels: PlotlyPart): PlotlyPart {
  const { y, series } = options;
  const share = 1 / series.length;
  const axes = series.map(({ name }, index) => {
    const top = 1 - index * share;
    const domain = [top - 0.85 * share, top];
    return [
      `yaxis${rowNumber(index)}`,
      { ...axis({ ...y, title: name }), domain },
    ];
  });
  return {
    ...(Object.fromEntries(axes) as PlotlyPart),
    xaxis: { ...labels, anchor: `y${rowNumber(series.length - 1)}` },
    height: 120 + 100 * series.length,
    showlegend: false,
    hovermode: "x",
    bargap: 0.25,
  };
}

/** Plotly numbers its axes from 1, and leaves the first number out. */
function rowNumber(index: number): string {
  return index === 0 ? "" : String(index + 1);
}
