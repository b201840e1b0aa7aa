import { joinLines, type Notebook } from "../notebooks/format";

const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** Reads the numbers of a text; a comma may separate thousands. */
export function parseNumbers(text: string): number[] {
  return Array.from(text.matchAll(NUMBER), ([number]) =>
    Number(number.replaceAll(",", "")),
  );
}

/** Expected values as the text quotes them: bold, or with a tolerance. */
const QUOTED =
  /\*\*(-?\d+\.\d+)\*\*|(-?\d+\.\d+)\s*\(?\$?\s*(?:±|\\pm)\s*(\d[\d.]*)?/g;

/**
 * Finds numbers that a chapter's text quotes as expected but no output shows.
 * @param notebook an executed notebook
 * @returns one sentence per number
 */
export function missingNumbers(notebook: Notebook): string[] {
  const shown = shownNumbers(notebook);
  const quotes = notebook.cells
    .filter((cell) => cell.cell_type === "markdown")
    .flatMap((cell) => [...joinLines(cell.source).matchAll(QUOTED)]);
  return quotes.flatMap(([, bold, plain, range]) => {
    const text = bold ?? plain;
    const digits = text.split(".")[1].length;
    const tolerance = Math.max(Number(range ?? 0), 0.5 * 10 ** -digits);
    const isNear = (n: number): boolean =>
      Math.abs(n - Number(text)) <= tolerance * (1 + 1e-6);
    return shown.some(isNear) ? [] : [`no output shows ${text}.`];
  });
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
  return parseNumbers(texts.join("\n"));
}
