import { joinLines, type Notebook } from "../notebooks/format";

/** Expected values as the text quotes them: bold, or with a tolerance. */
const QUOTED =
  /\*\*(-?\d+\.\d+)\*\*|(-?\d+\.\d+)\s*\(?\$?\s*(?:±|\\pm)\s*(\d[\d.]*)?/g;

const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g;

/**
 * Compares the numbers that a chapter's text quotes as expected with those
 * that its outputs show.
 * @param notebook executed
 * @returns how many are quoted, and those that no output shows
 */
export function checkQuotedNumbers(notebook: Notebook): {
  quoted: number;
  missing: string[];
} {
  const shown = shownNumbers(notebook);
  const missing: string[] = [];
  let quoted = 0;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    for (const match of joinLines(cell.source).matchAll(QUOTED)) {
      const text = match[1] ?? match[2];
      const digits = text.split(".")[1].length;
      const tolerance = Math.max(Number(match[3] ?? 0), 0.5 * 10 ** -digits);
      const value = Number(text);
      const near = (n: number): boolean =>
        Math.abs(n - value) <= tolerance * (1 + 1e-6);
      quoted += 1;
      if (!shown.some(near)) missing.push(text);
    }
  }
  return { quoted, missing };
}

/** Every number that an output shows as text. */
function shownNumbers(notebook: Notebook): number[] {
  const texts = notebook.cells.flatMap((cell) =>
    (cell.outputs ?? []).flatMap(({ text, data = {} }) => [
      joinLines(text),
      ...Object.entries(data)
        .filter(([type]) => type.startsWith("text/"))
        .map(([, value]) => joinLines(value).replace(/<[^>]*>/g, " ")),
    ]),
  );
  return Array.from(texts.join("\n").matchAll(NUMBER), ([number]) =>
    Number(number.replaceAll(",", "")),
  );
}
