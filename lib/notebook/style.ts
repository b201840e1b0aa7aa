/**
 * Line colours after Okabe and Ito: colour-blind people tell them apart, and
 * each stands out on white and on near-black.
 */
export const PALETTE: readonly string[] = [
  "#2484c6", // blue
  "#d55e00", // vermillion
  "#009e73", // green
  "#b8689a", // purple
  "#b58900", // amber
  "#7a7a7a", // grey
];

/** Text of figures: a grey as legible on white as on near-black. */
export const INK = "#7a7a7a";

/** Grid lines: there when looked for. */
export const GRID = "rgba(128, 128, 128, 0.2)";

/** The colour of series number `index`. */
export function colourOf(index: number): string {
  return PALETTE[index % PALETTE.length];
}

/** The same colour, faint. */
export function faint(colour: string, opacity = 0.35): string {
  const channel = (at: number): number =>
    Number.parseInt(colour.slice(at, at + 2), 16);
  return `rgba(${channel(1)}, ${channel(3)}, ${channel(5)}, ${opacity})`;
}

/**
 * The legend of a colour scale.
 *
 * @param title what the colour measures, with its unit
 * @param log whether the colour shows the power of ten
 * @returns a plotly colour bar
 */
export function colourBar(title: string, log = false): Record<string, unknown> {
  return {
    title: { text: title, side: "right", font: { size: 13 } },
    thickness: 12,
    outlinewidth: 0,
    ...(log ? { tickprefix: "10<sup>", ticksuffix: "</sup>" } : {}),
  };
}
