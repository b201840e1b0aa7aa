import { ensure, expectNumber } from "../core/base/expect";
import { shown, type Shown } from "./figure";
import { formatNumber } from "./format";
import { html, type Html, PAGE } from "./html";

/** A column of a table. */
export interface TableColumn {
  /** heading, with the unit */
  title: string;
  /** digits after the decimal point @defaultValue four significant digits */
  digits?: number;
}

/** Options of {@link table}. */
export interface TableOptions {
  caption: string;
  columns: readonly (TableColumn | string)[];
  /**
   * (rows, columns) entries; numbers are right-aligned, and the first column
   * holds the row headings. NaN and Infinity are written as these words.
   */
  rows: readonly (readonly (string | number)[])[];
}

/**
 * Shows numbers and words as a table.
 *
 * @param options caption, columns and rows
 * @returns a value that is shown if it ends a cell
 * @throws RangeError if a row does not have one entry per column
 * @example
 * table({
 *   caption: "Loss while training",
 *   columns: ["step", { title: "loss (nats)", digits: 3 }],
 *   rows: [[1, 8.517], [100, 6.204]],
 * })
 */
export function table(options: TableOptions): Shown {
  const { caption, rows } = options;
  const columns = options.columns.map((column) =>
    typeof column === "string" ? { title: column } : column,
  );
  for (const { title, digits = 0 } of columns)
    expectNumber(`table: digits of "${title}"`, digits, DIGITS);
  for (const row of rows)
    ensure(
      row.length === columns.length,
      () =>
        `table: a row must have one entry per column; got ${row.length} entries and ${columns.length} columns.`,
    );
  const sheet: Sheet = {
    caption,
    titles: columns.map((column) => column.title),
    cells: rows.map((row) =>
      row.map((entry, i) => formatEntry(entry, columns[i]?.digits)),
    ),
    right: columns.map((_, i) =>
      rows.every((row) => typeof row[i] === "number"),
    ),
  };
  return shown(() => ({
    "text/html": String(htmlTable(sheet)),
    "text/plain": plainTable(sheet),
  }));
}

const DIGITS = { whole: true, least: 0, most: 20 };

/** A table as text. */
interface Sheet {
  caption: string;
  titles: readonly string[];
  cells: readonly (readonly string[])[];
  /** whether a column holds only numbers, which are right-aligned */
  right: readonly boolean[];
}

function formatEntry(entry: string | number, digits?: number): string {
  if (typeof entry === "string") return entry;
  if (digits === undefined || !Number.isFinite(entry))
    return formatNumber(entry);
  return entry.toLocaleString("en-US", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function htmlTable({ caption, titles, cells, right }: Sheet): Html {
  const style = (i: number, weight: string): string =>
    `padding:4px 12px;text-align:${right[i] ? "right" : "left"};` +
    `font-weight:${weight};font-variant-numeric:tabular-nums`;
  const head = titles.map(
    (title, i) =>
      html`<th scope="col" style="${style(i, "600")}">${title}</th>`,
  );
  const body = cells.map(
    (row) =>
      html`<tr>${row.map((entry, i) =>
        i === 0
          ? html`<th scope="row" style="${style(i, "normal")}">${entry}</th>`
          : html`<td style="${style(i, "normal")}">${entry}</td>`,
      )}</tr>`,
  );
  return html`
    <table style="margin:4px 0;border-collapse:collapse;color:${PAGE.text}">
      <caption style="caption-side:top;text-align:left;padding:4px 0;
        font-weight:600;color:${PAGE.text}">${caption}</caption>
      <thead><tr>${head}</tr></thead>
      <tbody>${body}</tbody>
    </table>`;
}

function plainTable({ caption, titles, cells, right }: Sheet): string {
  const widths = titles.map((title, i) =>
    Math.max(title.length, ...cells.map((row) => row[i].length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((entry, i) => {
        const width = widths[i];
        return right[i] ? entry.padStart(width) : entry.padEnd(width);
      })
      .join("  ")
      .trimEnd();
  return [caption, line(titles), ...cells.map(line)].join("\n");
}
