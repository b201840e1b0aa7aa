/**
 * Line colors after Okabe and Ito: color-blind readers can distinguish them,
 * and each is easy to see on white and on near-black.
 */
export const PALETTE: readonly string[] = [
  "#2484c6", // blue
  "#d55e00", // vermillion
  "#009e73", // green
  "#b8689a", // purple
  "#b58900", // amber
  "#7a7a7a", // gray
];

/** Color of text in figures, equally legible on white and on near-black. */
export const INK = "#7a7a7a";

/** Color of grid lines, faint on white and on near-black. */
export const GRID = "rgba(128, 128, 128, 0.2)";

/** Returns the color of series number `index`, counted from 0. */
export function colorOf(index: number): string {
  return PALETTE[index % PALETTE.length];
}

/** Returns a faint version of a color such as `#2484c6`. */
export function faint(color: string, opacity = 0.35): string {
  const channel = (at: number): number =>
    Number.parseInt(color.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}

/**
 * Makes the legend of a color scale.
 *
 * @param title name and unit of the values
 * @param log whether the values are powers of ten
 * @returns a plotly color bar
 */
export function colorBar(title: string, log = false): Record<string, unknown> {
  return {
    title: { text: title, side: "right", font: { size: 13 } },
    thickness: 12,
    outlinewidth: 0,
    ...(log ? { tickprefix: "10<sup>", ticksuffix: "</sup>" } : {}),
  };
}
