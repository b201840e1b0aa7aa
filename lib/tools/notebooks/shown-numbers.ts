import { PLOTLY_MIME, type PlotlyPart } from "../../notebook/figure";
import { joinLines, type NotebookCell, type NotebookOutput } from "./format";

const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g;

/** Reads the numbers of a text; a comma may separate thousands. */
export function parseNumbers(text: string): number[] {
  return Array.from(text.matchAll(NUMBER), ([number]) =>
    Number(number.replaceAll(",", "")),
  );
}

/** A duration or a speed in a line of text: `9.5 s`, `6 min 57 s`. */
const DURATION =
  /[\d.,]+\s*(?:ms|s|min|h|seconds?|minutes?|days?|years?)\b|\bper second\s*[\d.,]+/g;

/** What an axis or a table that is about time says of itself. */
const TIME = /\bseconds?\b|\bmilliseconds?\b|\bms\b/;

/**
 * The numbers that a cell shows: printed, in tables, and drawn. What is
 * measured in seconds is left out, because it is never the same twice:
 * durations in a text, a table with seconds in its heading, and a line drawn
 * over or named after seconds.
 * @param cell an executed cell
 * @returns the numbers in the order in which they are shown
 */
export function shownNumbers(cell: NotebookCell | undefined): number[] {
  return (cell?.outputs ?? []).flatMap((output) => [
    ...numbersIn(outputText(output)),
    ...drawnNumbers(output.data?.[PLOTLY_MIME]),
  ]);
}

/** An output in words; a table's HTML says the same as its text. */
function outputText({ text, data = {} }: NotebookOutput): string {
  const words = data["text/plain"] ?? data["text/markdown"];
  return joinLines(text ?? words ?? data["text/html"]);
}

function numbersIn(text: string): number[] {
  const [, heading = ""] = text.split("\n");
  if (/ {2}/.test(heading) && TIME.test(heading)) return [];
  const timeless = text.replace(DURATION, "");
  return parseNumbers(timeless);
}

function drawnNumbers(figure: unknown): number[] {
  const { data = [], layout = {} } = (figure ?? {}) as {
    data?: PlotlyPart[];
    layout?: PlotlyPart;
  };
  return data.flatMap((trace) => {
    const axes = ["x", "y"].map((letter) => {
      const place = trace[`${letter}axis`] as string | undefined;
      return layout[`${letter}axis${place?.slice(1) ?? ""}`];
    });
    const words = JSON.stringify([trace.name, axes]);
    return TIME.test(words)
      ? []
      : ["x", "y", "z"].flatMap((key) => unpacked(trace[key]));
  });
}

/** The numbers of a list, a grid, or bytes in base64. */
function unpacked(values: unknown): number[] {
  if (Array.isArray(values)) return values.flatMap(unpacked);
  if (typeof values === "number") return [values];
  const { dtype, bdata } = (values ?? {}) as Record<string, unknown>;
  if (typeof bdata !== "string") return [];
  const bytes = new Uint8Array(Buffer.from(bdata, "base64"));
  const list = dtype === "f4" ? Float32Array : Float64Array;
  return Array.from(new list(bytes.buffer));
}
