import { ensure } from "../core/base/expect";
import { axis, makeFigure } from "./figure";
import type { AxisOptions, Figure, FigureText } from "./figure";
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
   * series are side by side
   */
  series: readonly { name: string; y: ArrayLike<number> }[];
  /**
   * draws horizontal bars, which leave room for long labels @defaultValue false
   */
  horizontal?: boolean;
}

/**
 * Draws bars, one per label and series.
 *
 * @param options title, alternative text, labels and lengths
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if a series does not have one value per label
 */
export function barChart(options: BarChartOptions): Figure {
  const { x, y, series, horizontal = false } = options;
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
      hovertemplate: horizontal ? "%{x:.4~g}" : "%{y:.4~g}",
    };
  });
  const labels = labelled(x);
  return makeFigure(options, bars, {
    ...(horizontal
      ? { xaxis: axis(y), yaxis: { ...labels, autorange: "reversed" } }
      : { xaxis: labels, yaxis: axis(y) }),
    showlegend: series.length > 1,
    hovermode: horizontal ? "y unified" : "x unified",
    bargap: 0.25,
  });
}
