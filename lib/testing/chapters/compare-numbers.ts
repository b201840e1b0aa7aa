import { PLOTLY_MIME, type PlotlyPart } from "../../notebook/figure";
import { parseNumbers } from "../../tools/check/quoted-numbers";
import {
  CHECK_OF_NAME,
  exerciseOf,
} from "../../tools/notebooks/exercise-cells";
import {
  joinLines,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "../../tools/notebooks/format";

/** A duration or a speed in a line of text: `9.5 s`, `6 min 57 s`. */
const DURATION =
  /[\d.,]+\s*(?:ms|s|min|h|seconds?|minutes?|days?|years?)\b|\bper second\s*[\d.,]+/g;

/** Words in the title of an axis or in a table that mean time. */
const TIME = /\bseconds?\b|\bmilliseconds?\b|\bms\b/;

/**
 * Reads the numbers that a cell shows: printed, in tables, and drawn. It omits
 * durations, because they differ from run to run: in a text, in a table with
 * seconds in its heading, and in a line drawn over or named after seconds.
 * @param cell an executed cell
 * @returns the numbers, in display order
 */
function shownNumbers(cell: NotebookCell | undefined): number[] {
  return (cell?.outputs ?? []).flatMap((output) => [
    ...numbersIn(outputText(output)),
    ...drawnNumbers(output.data?.[PLOTLY_MIME]),
  ]);
}

/** An output as text; a table has the same content as HTML and as text. */
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

/** The names of the functions that a chapter's exercises check. */
function checkedNames({ cells }: Notebook): string[] {
  return cells.flatMap((cell) =>
    exerciseOf(cell) === undefined
      ? []
      : (CHECK_OF_NAME.exec(joinLines(cell.source))?.[1] ?? []),
  );
}

/**
 * Compares the numbers that two runs of a chapter show, outside the exercises,
 * the table of progress and cells that try out the learner's own function.
 * Durations do not count, see {@link shownNumbers}.
 * @param left one run
 * @param right the other run, with its cells in the same order
 * @returns the number of compared numbers, and one sentence per cell that
 *   differs
 */
export function compareNumbers(
  left: Notebook,
  right: Notebook,
): { compared: number; differences: string[] } {
  let compared = 0;
  const differences: string[] = [];
  const names = ["progress", ...checkedNames(left)].join("|");
  const answers = new RegExp(`\\b(${names})\\(`);
  left.cells.forEach((cell, index) => {
    if (cell.cell_type !== "code" || exerciseOf(cell)) return;
    if (answers.test(joinLines(cell.source))) return;
    const [a, b] = [shownNumbers(cell), shownNumbers(right.cells[index])];
    const length = Math.max(a.length, b.length);
    const at = Array.from({ length }).findIndex(
      (_, i) => !Object.is(a[i], b[i]),
    );
    if (at >= 0)
      differences.push(
        `cell ${index + 1}: number ${at + 1} is ${a[at] ?? "missing"} and ` +
          `${b[at] ?? "missing"}`,
      );
    compared += a.length;
  });
  return { compared, differences };
}
