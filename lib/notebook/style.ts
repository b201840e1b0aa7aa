/**
 * Line colors after Okabe and Ito: color-blind readers can distinguish them, and
 * each stands out on white and on near-black.
 */
export const PALETTE: readonly string[] = [
  "#2484c6", // blue
  "#d55e00", // vermillion
  "#009e73", // green
  "#b8689a", // purple
  "#b58900", // amber
  "#7a7a7a", // gray
];

/** Text of figures: a gray as legible on white as on near-black. */
export const INK = "#7a7a7a";

/** Grid lines: faint on white and on near-black. */
export const GRID = "rgba(128, 128, 128, 0.2)";

/** The color of series number `index`, counted from 0. */
export function colorOf(index: number): string {
  return PALETTE[index % PALETTE.length];
}

/** A color such as `#2484c6`, faint. */
export function faint(color: string, opacity = 0.35): string {
  const channel = (at: number): number =>
    Number.parseInt(color.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}

/**
 * The legend of a color scale.
 *
 * @param title what the color measures, with its unit
 * @param log whether the color shows the power of ten
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
