import type { Exercise } from "../../exercises/checker/exercise";
import {
  cardOutput,
  cardText,
  exerciseOf,
} from "../../tools/notebooks/exercise-cells";
import { joinLines, type Notebook } from "../../tools/notebooks/format";

/**
 * Checks the cards of a run with all exercises solved.
 * @param notebook a chapter, solved and executed
 * @param exercises the chapter's exercises
 * @returns one sentence per exercise that has not passed
 */
export function solvedProblems(
  notebook: Notebook,
  exercises: readonly Exercise[],
): string[] {
  return exercises.flatMap(({ id }) => {
    const cell = notebook.cells.find((one) => exerciseOf(one) === id);
    const shown = cardText(cell);
    return shown.startsWith("✓ Passed")
      ? []
      : [`the reference of ${id} must pass. Its card says: ${shown}`];
  });
}

/**
 * Reads the cards that a chapter's exercises show, as text and as HTML.
 * @param notebook a chapter with outputs
 * @returns two texts per exercise, in the order of the chapter
 */
export function shownCards(notebook: Notebook): string[] {
  const cells = notebook.cells.filter((cell) => exerciseOf(cell));
  return cells.flatMap((cell) => [
    cardText(cell),
    joinLines(cardOutput(cell)?.data?.["text/html"]),
  ]);
}
