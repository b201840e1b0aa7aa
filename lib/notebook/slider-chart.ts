import { ensure } from "../core/base/expect";
import { type Figure, figureBundle, type PlotlyPart, shown } from "./figure";
import { GRID, INK } from "./style";

/** Options of {@link sliderChart}. */
export interface SliderOptions {
  /** name of the number that the slider changes, with its unit */
  name: string;
  /** (n) the slider's positions, at least 2 */
  values: readonly number[];
  /** place in `values` where the slider stands at first @defaultValue 0 */
  start?: number;
  /**
   * draws the chart for one value. All charts must have equally many traces,
   * and axes with a fixed `range`, so that the eye can compare them.
   */
  chart: (value: number) => Figure;
}

/**
 * Draws a chart with a slider that changes one number. All positions are drawn
 * in advance, so the slider also works in a saved notebook, without a kernel.
 *
 * @param options the number, its values, and the chart for one of them
 * @returns a figure, shown if it ends a cell
 * @throws RangeError if there are fewer than 2 values, `start` is none of their
 *   places, or the charts differ in their number of traces
 * @example
 * sliderChart({
 *   name: "learning rate",
 *   values: [0.1, 0.5, 1],
 *   chart: (rate) => curveWithPath({ ... }),
 * })
 */
export function sliderChart(options: SliderOptions): Figure {
  const { name, values, start = 0, chart } = options;
  ensure(
    values.length >= 2 && Number.isInteger(start) && start in values,
    () =>
      `sliderChart: values must be at least 2, and start one of their places; ` +
      `got ${values.length} values and start ${start}.`,
  );
  const charts = values.map(chart);
  const first = charts[start];
  for (const { data } of charts)
    ensure(
      data.length === first.data.length,
      () =>
        `sliderChart: all charts must have equally many traces; got ` +
        `${first.data.length} and ${data.length}.`,
    );
  // Only what the slider changes is stored for each value.
  const changing = first.data
    .map((_, i) => i)
    .filter((i) => {
      const texts = charts.map(({ data }) => JSON.stringify(data[i]));
      return new Set(texts).size > 1;
    });
  const frames = charts.map(({ data, layout }, n) => ({
    name: String(values[n]),
    traces: changing,
    data: changing.map((i) =>
      differing(
        data[i],
        charts.map((one) => one.data[i]),
      ),
    ),
    layout: changed(layout),
  }));
  const figure = {
    data: first.data,
    layout: withSlider(first.layout, name, values, start),
    frames,
    alt: first.alt,
  };
  return { ...figure, ...shown(() => figureBundle(figure)) };
}

/** The parts of a trace that are not the same in all charts. */
function differing(trace: PlotlyPart, all: readonly PlotlyPart[]): PlotlyPart {
  const keys = new Set(all.flatMap(Object.keys));
  const varying = [...keys].filter(
    (key) => new Set(all.map((one) => JSON.stringify(one[key]))).size > 1,
  );
  // null: a part that only other charts have
  return Object.fromEntries(varying.map((key) => [key, trace[key] ?? null]));
}

/** What a chart may write over its plot, for one value. */
function changed({ title, shapes, annotations }: PlotlyPart): PlotlyPart {
  return JSON.parse(
    JSON.stringify({ title, shapes, annotations }),
  ) as PlotlyPart;
}

function withSlider(
  layout: PlotlyPart,
  name: string,
  values: readonly number[],
  start: number,
): PlotlyPart {
  const { height, margin } = layout as {
    height: number;
    margin: { b: number };
  };
  const at = { mode: "immediate", transition: { duration: 0 } };
  const slider = {
    active: start,
    currentvalue: { prefix: `${name}: `, font: { size: 13 } },
    pad: { t: 48, b: 0 },
    bgcolor: GRID,
    bordercolor: GRID,
    tickcolor: INK,
    steps: values.map((value) => ({
      label: String(value),
      method: "animate",
      args: [[String(value)], { ...at, frame: { duration: 0, redraw: true } }],
    })),
  };
  return {
    ...layout,
    height: height + 80,
    margin: { ...margin, b: margin.b + 80 },
    sliders: [slider],
  };
}
