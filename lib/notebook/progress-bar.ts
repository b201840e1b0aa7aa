import type { MimeBundle } from "../core/base/display";
import { expectNumber } from "../core/base/expect";
import type { DisplayHandle } from "./display";
import { formatDuration } from "./format";
import { html, type Html, PAGE } from "./html";
import { NOTEBOOK, type Surroundings, throttle } from "./live-plot";
import { PALETTE } from "./style";

/** Options of {@link progressBar}. */
export interface ProgressOptions {
  /** the activity, such as "Reading chapters" */
  label: string;
  /** number of items */
  total: number;
  /** name of the items, such as "chapters" @defaultValue "steps" */
  unit?: string;
}

/** A bar that fills while a loop runs. */
export interface ProgressBar {
  /** Shows the number of finished items, and a note on the last one. */
  update(done: number, note?: string): void;
  /** Replaces the bar with one plain line. */
  done(note?: string): void;
}

const SHOW_AFTER_MS = 500;

/**
 * Shows the progress of a long loop, at most 5 times per second. It shows
 * nothing if the loop takes less than half a second.
 *
 * The page is updated when the loop awaits something, such as {@link pause}.
 *
 * @param options label, total and unit
 * @param surroundings where to show it @defaultValue the notebook
 * @returns the bar; call its `update` in the loop
 */
export function progressBar(
  options: ProgressOptions,
  surroundings: Surroundings = NOTEBOOK,
): ProgressBar {
  const { label, total, unit = "steps" } = options;
  expectNumber("progressBar: total", total, { least: 0 });
  const { show, now } = surroundings;
  const begunAt = now();
  const isTime = throttle(200, now); // 5 times per second
  let display: DisplayHandle | undefined;
  let reached = 0;
  const line = (note: string): string =>
    `${label}: ${reached.toLocaleString("en-US")} ${unit} in ` +
    `${formatDuration(now() - begunAt)}${note && `. ${note}`}`;
  return {
    update(done, note = "") {
      expectNumber("progressBar: done", done, { least: 0 });
      reached = done;
      const elapsedMs = now() - begunAt;
      if (elapsedMs < SHOW_AFTER_MS || !isTime()) return;
      const bundle = barBundle({ label, total, unit }, done, elapsedMs, note);
      if (display) display.update(bundle);
      else display = show(bundle);
    },
    done: (note = "") => display?.update({ "text/plain": line(note) }),
  };
}

/**
 * Calls `work` for each item of a list and shows a progress bar if that takes
 * long. It yields to the event loop after each item.
 *
 * @param items (n) the items, in order
 * @param options label and unit
 * @param work called for each item
 * @returns (n) the results of `work`
 * @example
 * const lengths = await withProgress(books, { label: "Reading" }, readBook);
 */
export async function withProgress<Item, Result>(
  items: readonly Item[],
  options: Omit<ProgressOptions, "total">,
  work: (item: Item, index: number) => Result | Promise<Result>,
): Promise<Result[]> {
  const bar = progressBar({ ...options, total: items.length });
  const results: Result[] = [];
  for (const [index, item] of items.entries()) {
    results.push(await work(item, index));
    bar.update(index + 1);
    await new Promise(setImmediate);
  }
  bar.done();
  return results;
}

/**
 * Makes a bar that fills. A screen reader reads out its percentage.
 *
 * @param share finished share, 0 to 1
 * @param label the activity
 * @param color color of the filled part
 */
export function barHtml(share: number, label: string, color: string): Html {
  const percent = (100 * Math.min(1, Math.max(0, share))).toFixed(1);
  return html`
    <div role="progressbar" aria-label="${label}" aria-valuemin="0"
      aria-valuemax="100" aria-valuenow="${percent}"
      style="height:6px;border-radius:3px;overflow:hidden;
      background:${PAGE.surface}">
      <div style="height:100%;width:${percent}%;border-radius:3px;
        background:${color}"></div>
    </div>`;
}

function barBundle(
  { label, total, unit }: Required<ProgressOptions>,
  done: number,
  elapsedMs: number,
  note: string,
): MimeBundle {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const leftMs = share > 0 ? elapsedMs / share - elapsedMs : undefined;
  const count = (value: number): string => value.toLocaleString("en-US");
  const parts = [
    `${Math.floor(100 * share)} %`,
    `${count(done)} of ${count(total)} ${unit}`,
    leftMs === undefined ? "" : `${formatDuration(leftMs)} left`,
    note,
  ];
  const text = parts.filter(Boolean).join(" · ");
  const bar = html`
    <div style="max-width:36rem;color:${PAGE.text};
      font-variant-numeric:tabular-nums">
      <div style="display:flex;justify-content:space-between;gap:16px;
        margin-bottom:4px">
        <span>${label}</span>
        <span style="color:${PAGE.quiet}">${text}</span>
      </div>
      ${barHtml(share, label, PALETTE[0])}
    </div>`;
  return { "text/html": String(bar), "text/plain": `${label}: ${text}` };
}
