/**
 * Jupyter counts positions in characters (code points), JavaScript in units of
 * UTF-16, of which an emoji has two.
 */

/**
 * The unit at which a character starts.
 *
 * @param text where to count
 * @param points how many characters stand before; the end if it is not a number
 * @returns an offset inside the text, or its end
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
 * How many characters stand before a unit.
 *
 * @param text where to count
 * @param units an offset of JavaScript
 * @returns an offset of Jupyter
 */
export function pointsBefore(text: string, units: number): number {
  return [...text.slice(0, units)].length;
}
