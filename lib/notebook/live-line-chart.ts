import type { MimeBundle } from "../core/base/display";
import { expectNumber } from "../core/base/expect";
import type { Figure } from "./figure";
import { formatNumber } from "./format";
import { html, PAGE } from "./html";
import { lineChart } from "./line-chart";
import type { LineChartOptions, LineSeries } from "./line-chart";
import { livePlot, NOTEBOOK, type Surroundings, throttle } from "./live-plot";

/** A line chart that grows while its cell runs. */
export interface LiveLineChart {
  /**
   * Adds a point to a line. The first point creates the line.
   *
   * The page is updated when the loop awaits something, such as {@link pause}.
   */
  add(name: string, x: number, y: number): void;
  /** Draws the last points. The finished figure stays in the notebook. */
  finish(): void;
}

/** Options of {@link liveLineChart}. */
export interface LiveLineChartOptions extends Omit<LineChartOptions, "series"> {
  /** lines that exist from the start, even without points */
  series?: readonly LineSeries[];
}

/**
 * Shows a line chart that grows. It is redrawn at most 5 times per second.
 *
 * @param options title, alternative text and axes; `series` can set the style
 *   of a line before it has points
 * @param surroundings where to show it @defaultValue the notebook
 * @returns the chart; call its `add` for each point
 * @throws RangeError if a text is missing
 * @example
 * const chart = liveLineChart({
 *   title: "Rolling downhill",
 *   alt: "The height falls quickly, then ever more slowly.",
 *   x: { title: "step" },
 *   y: { title: "height" },
 * });
 * for (let step = 1; step <= 100; step++) {
 *   chart.add("height", step, 0.95 ** step);
 *   await pause(20);
 * }
 * chart.finish();
 */
export function liveLineChart(
  options: LiveLineChartOptions,
  surroundings: Surroundings = NOTEBOOK,
): LiveLineChart {
  const lines = (options.series ?? []).map((line) => ({
    ...line,
    x: Array.from(line.x ?? line.y, (x, i) => (line.x ? x : i + 1)),
    y: Array.from(line.y),
  }));
  const draw = (): Figure => lineChart({ ...options, series: lines });
  const status = (): MimeBundle => latestPoints(options.x.title, lines);
  const plot = livePlot(draw(), status(), surroundings);
  const isTime = throttle(200, surroundings.now); // 5 times per second
  return {
    add(name, x, y) {
      let line = lines.find((one) => one.name === name);
      if (!line) lines.push((line = { name, x: [], y: [] }));
      line.x.push(x);
      line.y.push(y);
      if (isTime()) plot.update(draw(), status());
    },
    finish: () => plot.finish(draw(), status()),
  };
}

/**
 * Yields to the event loop, so that the notebook shows new outputs and an
 * interrupt is noticed.
 *
 * @param ms milliseconds to wait, at most an hour @defaultValue 0
 */
export function pause(ms = 0): Promise<void> {
  expectNumber("pause: ms", ms, { least: 0, most: 3_600_000 });
  return new Promise((resume) => setTimeout(resume, ms));
}

/** Describes the newest point of each line. */
function latestPoints(
  xTitle: string,
  lines: readonly { name: string; x: number[]; y: number[] }[],
): MimeBundle {
  const drawn = lines.filter((line) => line.y.length > 0);
  const place = Math.max(...drawn.map((line) => line.x.at(-1) as number));
  const values = drawn.map(
    (line) => `${line.name} ${formatNumber(line.y.at(-1) as number)}`,
  );
  const text =
    drawn.length === 0
      ? "The chart grows with the first points."
      : `${xTitle} ${formatNumber(place)}: ${values.join(", ")}`;
  const line = html`
    <div style="color:${PAGE.quiet};font-variant-numeric:tabular-nums">
      ${text}
    </div>`;
  return { "text/html": String(line), "text/plain": text };
}
