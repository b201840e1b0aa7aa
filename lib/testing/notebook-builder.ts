import {
  NOTEBOOK_METADATA,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "../tools/notebooks/format";

/**
 * Makes a text cell.
 * @param source markdown
 */
export function text(source: string): NotebookCell {
  return { cell_type: "markdown", metadata: {}, source };
}

/**
 * Makes a code cell.
 * @param source TypeScript
 * @param outputs the cell's outputs
 * @param tags the cell's tags
 */
export function code(
  source: string,
  outputs: NotebookOutput[] = [],
  tags: string[] = [],
): NotebookCell {
  const metadata = tags.length > 0 ? { tags } : {};
  const execution_count = null;
  return { cell_type: "code", metadata, source, outputs, execution_count };
}

/** Makes the output of `console.log`. */
export function printed(text: string): NotebookOutput {
  return { output_type: "stream", name: "stdout", text };
}

/**
 * Makes a notebook of the course.
 * @param cells its cells; each gets an id
 */
export function notebook(...cells: NotebookCell[]): Notebook {
  return {
    cells: cells.map((cell, index) => ({ id: `cell-${index + 1}`, ...cell })),
    metadata: structuredClone(NOTEBOOK_METADATA),
    nbformat: 4,
    nbformat_minor: 5,
  };
}
