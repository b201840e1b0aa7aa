/** The range of repeated measurements: lowest to highest. */
export function range(values: readonly number[]): string {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return `${thousands(low)} to ${thousands(high)}`;
}

/** "1 thread" or "2 threads". */
export function threadsText(threads: number): string {
  return threads === 1 ? "1 thread" : `${threads} threads`;
}

/** Formats 12345.6 as 12,346. */
export function thousands(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/**
 * Writes a table in Markdown with aligned columns.
 *
 * @param header the column titles
 * @param rows cells as text; the first column is left-aligned, the others
 *   right-aligned
 */
export function table(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) =>
    Math.max(...all.map((row) => row[column].length)),
  );
  const line = (row: readonly string[]): string => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column]),
    );
    return `| ${cells.join(" | ")} |`;
  };
  const rule = widths.map((width, column) =>
    column === 0 ? "-".repeat(width) : "-".repeat(width - 1) + ":",
  );
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}
