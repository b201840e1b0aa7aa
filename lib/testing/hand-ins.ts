import type { GivenCell } from "../tools/classroom/hand-in";
import { type ChapterCell, chapterCells } from "../tools/grader/plan";
import { type Result, runHandIn } from "../tools/grader/run-hand-in";
import { type Limits, LIMITS } from "../tools/grader/sandbox";
import { findNotebooks } from "../tools/notebooks/find";
import {
  joinLines,
  type Notebook,
  readNotebook,
} from "../tools/notebooks/format";

/** A chapter of the course. */
export function chapterNotebook(number: string): Notebook {
  const [path] = findNotebooks([number]);
  return readNotebook(path);
}

/** The cells of a notebook, as the grader gets them. */
export function cellsOf(notebook: Notebook): GivenCell[] {
  return notebook.cells.map(({ cell_type, source }) => ({
    cell_type,
    source: joinLines(source),
    gradeId: undefined,
  }));
}

/**
 * A hand-in: a chapter with some texts replaced, and cells of the learner's own
 * above all others.
 *
 * @param chapter not changed
 * @param changes pairs of a text and what stands in its place
 * @param above the source of each cell
 */
export function handIn(
  chapter: Notebook,
  changes: readonly (readonly [string, string])[],
  above: readonly string[] = [],
): GivenCell[] {
  const cells = cellsOf(chapter);
  for (const [from, to] of changes) {
    const cell = cells.find(({ source }) => source.includes(from));
    if (!cell) throw new Error(`no cell has ${from}`);
    cell.source = cell.source.replace(from, () => to);
  }
  const own = above.map((source): GivenCell => ({
    cell_type: "code",
    source,
    gradeId: undefined,
  }));
  return [...own, ...cells];
}

/** Runs a hand-in; `points` has the state of each exercise. */
export async function gradeCells(
  given: readonly GivenCell[],
  chapter: Notebook,
  limits: Partial<Limits> = {},
): Promise<{ states: Record<string, string>; result: Result }> {
  const cells: ChapterCell[] = chapterCells(chapter);
  const options = { seed: 77, limits: { ...LIMITS, ...limits } };
  const result = await runHandIn(given, cells, options);
  const outcomes = result.status === "graded" ? [...result.outcomes] : [];
  const states = outcomes.map(([id, { state }]) => [id, state] as const);
  return { states: Object.fromEntries(states), result };
}
