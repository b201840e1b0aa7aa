import type { DisplayHandle } from "./display";
import type { MimeBundle } from "../core/base/display";
import { barHtml, escapeHtml, formatDuration, PAGE } from "./html";
import { NOTEBOOK, throttle } from "./live-plot";
import type { Surroundings } from "./live-plot";
import { PALETTE } from "./style";

/** What a progress bar counts. */
export interface ProgressOptions {
  /** what is being done: "Reading chapters" */
  label: string;
  /** how many there are */
  total: number;
  /** what is counted: "chapters"; "steps" by default */
  unit?: string;
}

/** A bar that fills while a loop runs. */
export interface ProgressBar {
  /** Says how many are done, and if you like a word on the last one. */
  update(done: number, note?: string): void;
  /** Leaves one plain line in place of the bar. */
  done(note?: string): void;
}

const SHOW_AFTER_MS = 500;

/**
 * Shows how far a long loop has come, at most 5 times a second, and never when
 * the loop takes less than half a second.
 *
 * The page sees it when the loop awaits something, such as {@link pause}.
 *
 * @param options label, total and unit
 * @param surroundings the notebook by default
 * @returns the bar, to be told how far the loop is
 */
export function progressBar(
  options: ProgressOptions,
  surroundings: Surroundings = NOTEBOOK,
): ProgressBar {
  const { label, total, unit = "steps" } = options;
  const { show, now } = surroundings;
  const begunAt = now();
  const isTime = throttle(200, now);
  let display: DisplayHandle | undefined;
  let reached = 0;
  const line = (note: string): string =>
    `${label}: ${reached.toLocaleString("en-US")} ${unit} in ` +
    `${formatDuration(now() - begunAt)}${note && `. ${note}`}`;
  return {
    update(done, note = "") {
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
 * Goes through a list and shows a progress bar when that takes long. After
 * each one the notebook gets its turn.
 *
 * @param items what to go through
 * @param options label and unit
 * @param work what to do with each
 * @returns (n) what `work` returned
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

function barBundle(
  { label, total, unit }: Required<ProgressOptions>,
  done: number,
  elapsedMs: number,
  note: string,
): MimeBundle {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const left = share > 0 ? elapsedMs / share - elapsedMs : NaN;
  const count = (value: number): string => value.toLocaleString("en-US");
  const parts = [
    `${Math.floor(100 * share)} %`,
    `${count(done)} of ${count(total)} ${unit}`,
    Number.isFinite(left) ? `${formatDuration(left)} left` : "",
    note,
  ];
  const text = parts.filter(Boolean).join(" · ");
  return {
    "text/html":
      `<div style="max-width:36rem;color:${PAGE.text};font-variant-numeric:tabular-nums">` +
      `<div style="display:flex;justify-content:space-between;gap:16px;margin-bottom:4px">` +
      `<span>${escapeHtml(label)}</span>` +
      `<span style="color:${PAGE.quiet}">${escapeHtml(text)}</span></div>` +
      `${barHtml(share, label, PALETTE[0])}</div>`,
    "text/plain": `${label}: ${text}`,
  };
}
