import type { MimeBundle } from "../core/base/display";
import type { Figure } from "./figure";
import { escapeHtml, formatNumber, PAGE } from "./html";
import { lineChart } from "./line-chart";
import type { LineChartOptions, LineSeries } from "./line-chart";
import { livePlot, NOTEBOOK, throttle } from "./live-plot";
import type { Surroundings } from "./live-plot";

/** A line chart that grows while its cell runs. */
export interface LiveLineChart {
  /**
   * Adds a point to a line, which begins with its first point.
   *
   * The page sees it when the loop awaits something, such as {@link pause}.
   */
  add(name: string, x: number, y: number): void;
  /** Draws the last points; the finished figure stays in the notebook. */
  finish(): void;
}

/** What a growing line chart shows. */
export interface LiveLineChartOptions extends Omit<LineChartOptions, "series"> {
  /** lines that are there from the start, or how they are to be drawn */
  series?: readonly LineSeries[];
}

/**
 * Shows a line chart that grows: at most 5 times a second it is drawn anew.
 *
 * @param options title, alternative text and axes; `series` may say how a line
 *   is drawn before it has points
 * @param surroundings the notebook by default
 * @returns the chart, to which points are added
 * @throws RangeError when a text is missing
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
  const words = (): MimeBundle => latest(options.x.title, lines);
  const plot = livePlot(draw(), words(), surroundings);
  const isTime = throttle(200, surroundings.now);
  return {
    add(name, x, y) {
      let line = lines.find((one) => one.name === name);
      if (!line) lines.push((line = { name, x: [], y: [] }));
      line.x.push(x);
      line.y.push(y);
      if (isTime()) plot.update(draw(), words());
    },
    finish: () => plot.finish(draw(), words()),
  };
}

/**
 * Lets the notebook show what was drawn, and notice an interrupt.
 *
 * @param ms how long to wait, in milliseconds; 0 by default
 */
export function pause(ms = 0): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms));
}

/** The newest point of each line in words. */
function latest(
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
  return {
    "text/html":
      `<div style="color:${PAGE.quiet};font-variant-numeric:tabular-nums">` +
      `${escapeHtml(text)}</div>`,
    "text/plain": text,
  };
}
