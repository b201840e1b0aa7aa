import { homedir } from "node:os";

import { PLOTLY_MIME } from "../../notebook/figure";
import {
  cellTags,
  formatNotebook,
  joinLines,
  NOTEBOOK_METADATA,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "./format";
import { courseFolder } from "../setup/course-files.cjs";
import {
  PAINTED_MIME,
  PICTURE_MIME,
  plotOutputs,
  SVG_MIME,
} from "./publish-pictures";

/** The size limit of a notebook, in bytes. */
export const MAX_NOTEBOOK_BYTES = 500_000;

/** Folders that exist only on the machine that ran the notebook. */
const MACHINE_PATH =
  /(?:\/home\/|\/Users\/|\/root\/|\/tmp\/|\/private\/var\/|[A-Z]:\\+Users\\+)[\w.-]+/;

/**
 * Removes from an executed notebook what differs from run to run or does not
 * help a reader, so that a diff shows what changed.
 * @param notebook an executed notebook; not changed
 * @returns the notebook to commit
 */
export function tidyNotebook(notebook: Notebook): Notebook {
  const { widgets: _, ...metadata } = notebook.metadata;
  return {
    ...notebook,
    metadata: { ...metadata, ...structuredClone(NOTEBOOK_METADATA) },
    cells: notebook.cells.map(tidyCell),
  };
}

function tidyCell(cell: NotebookCell): NotebookCell {
  const { execution: _, ...metadata } = cell.metadata;
  if (cell.cell_type !== "code") return { ...cell, metadata };
  const outputs: NotebookOutput[] = [];
  for (const output of cell.outputs ?? []) {
    const last = outputs.at(-1);
    if (output.data && Object.keys(output.data).length === 0) continue;
    if (last?.output_type === "stream" && last.name === output.name) {
      last.text = joinLines(last.text) + joinLines(output.text);
    } else outputs.push({ ...output });
  }
  return { ...cell, metadata, outputs };
}

/**
 * Finds the rules that a notebook breaks.
 * @param notebook an executed and tidied notebook
 * @returns one sentence per problem
 */
export function notebookProblems(notebook: Notebook): string[] {
  const bytes = Buffer.byteLength(formatNotebook(notebook));
  const code = notebook.cells.filter(
    (cell) => cell.cell_type === "code" && joinLines(cell.source) !== "",
  );
  return [
    ...(bytes >= MAX_NOTEBOOK_BYTES
      ? [`The file must stay below ${MAX_NOTEBOOK_BYTES} bytes; got ${bytes}.`]
      : []),
    ...headProblems(notebook),
    ...countProblems(code),
    ...notebook.cells.flatMap((cell, index) =>
      cellProblems(cell).map((problem) => `Cell ${index + 1}: ${problem}`),
    ),
    ...plotOutputs(notebook).flatMap(({ data }) => plotProblems(data)),
  ];
}

function headProblems(notebook: Notebook): string[] {
  const problems: string[] = [];
  const ids = notebook.cells.map((cell) => cell.id);
  const kernel = notebook.metadata.kernelspec as { name?: string } | undefined;
  if (kernel?.name !== "tslab") {
    problems.push(`The kernel must be tslab; got ${String(kernel?.name)}.`);
  }
  if (ids.includes(undefined) || new Set(ids).size < ids.length) {
    problems.push("Every cell must have an id that no other cell has.");
  }
  if (notebook.metadata.widgets)
    problems.push("It must not hold widget state.");
  return problems;
}

function countProblems(code: NotebookCell[]): string[] {
  const counts = code.map((cell) => cell.execution_count ?? 0);
  return counts.every((count, index) => count === index + 1)
    ? []
    : [
        "Each cell must have been run once, from top to bottom " +
          `([1], [2], ...); got ${JSON.stringify(counts)}.`,
      ];
}

function cellProblems(cell: NotebookCell): string[] {
  const outputs = cell.outputs ?? [];
  const problems: string[] = [];
  const failed = outputs.some((output) => output.output_type === "error");
  const mayFail = cellTags(cell).includes("raises-exception");
  if (failed && !mayFail) {
    problems.push("it shows an error without the tag raises-exception.");
  }
  if (mayFail && !failed) {
    problems.push("it has the tag raises-exception but shows no error.");
  }
  if (outputs.some((output) => output.name === "stderr")) {
    problems.push("it wrote to stderr.");
  }
  if (outputs.some(({ data }) => data?.[SVG_MIME] && !data["text/plain"])) {
    problems.push("its picture has no alternative text (text/plain).");
  }
  if (outputs.some(({ data }) => data?.[SVG_MIME] && !data[PAINTED_MIME])) {
    problems.push("its SVG has no WebP beside it; run `npm run notebooks`.");
  }
  const path = findMachinePath(outputs);
  if (path) problems.push(`its output names a folder of one machine: ${path}`);
  return problems;
}

function findMachinePath(outputs: NotebookOutput[]): string | undefined {
  const words = JSON.stringify(outputs, (key, value: unknown) =>
    /^image\/[pjw]/.test(key)
      ? ""
      : Array.isArray(value) && value.every((v) => typeof v === "string")
        ? value.join("")
        : value,
  );
  const own = [courseFolder(), homedir()].find(
    (path) => path.length > 1 && words.includes(path),
  );
  return own ?? MACHINE_PATH.exec(words)?.[0];
}

function plotProblems(data: Record<string, unknown>): string[] {
  const { layout } = data[PLOTLY_MIME] as {
    layout?: { title?: string | { text?: string } };
  };
  const title = layout?.title;
  const name = typeof title === "string" ? title : (title?.text ?? "no title");
  const problems: string[] = [];
  if (!data[PICTURE_MIME]) {
    problems.push("it has no picture; run `npm run notebooks`.");
  }
  if (data["image/png"]) {
    problems.push("it has image/png, which JupyterLab shows instead.");
  }
  if (joinLines(data["text/plain"]).trim() === "") {
    problems.push("it has no sentence of alternative text (text/plain).");
  }
  if (data["text/html"]) {
    problems.push("it has text/html, which hides the picture on GitHub.");
  }
  return problems.map((problem) => `Plot "${name}": ${problem}`);
}
