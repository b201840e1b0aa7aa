/**
 * Jupyter counts positions in code points, JavaScript in UTF-16 units. An emoji
 * is one code point and two units.
 */

/**
 * Converts an offset of Jupyter to one of JavaScript.
 *
 * @param points code points before the place; anything else means the end
 * @returns UTF-16 units before it, at most the text's length
 */
export function unitsBefore(text: string, points: unknown): number {
  if (typeof points !== "number" || Number.isNaN(points)) return text.length;
  let units = 0;
  let left = points;
  for (const character of text) {
    if (left < 1) break;
    units += character.length;
    left -= 1;
  }
  return units;
}

/**
 * Converts an offset of JavaScript to one of Jupyter.
 *
 * @param units UTF-16 units before the place
 * @returns code points before it
 */
export function pointsBefore(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
