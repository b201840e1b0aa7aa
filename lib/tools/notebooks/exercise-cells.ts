import type { Exercise } from "../../exercises/checker/exercise";
import {
  joinLines,
  type Notebook,
  type NotebookCell,
  type NotebookOutput,
} from "./format";

/** `check("01.1", ...)` */
const CHECK = /\bcheck\(\s*"(\d\d\.\d+)",/;

/** `check("01.1", myUpdate)`: an answer with a name */
export const CHECK_OF_NAME: RegExp = /\bcheck\(\s*"\d\d\.\d+",\s*(\w+),?\s*\)/;

/** The words for the kinds of exercises in a chapter. */
const KINDS: Record<Exercise["kind"], RegExp> = {
  write: /^Write$/,
  repair: /^Find the bug$/,
  predict: /^(Predict(, then measure)?|Diagnose)$/,
};

/** `### Exercise 01.1 · The update rule` */
const HEADING = /^### Exercise (\S+) · (.+)$/;

/** `*Write* · difficulty 1 of 5 · 5 minutes · 3 points` */
const WORTH =
  /^\*(.+)\* · difficulty (\d) of 5 · (\d+) minutes? · (\d+) points?$/;

/** The exercise that a cell holds, if any. */
export function exerciseOf(cell: NotebookCell): string | undefined {
  if (cell.cell_type !== "code") return undefined;
  return CHECK.exec(joinLines(cell.source))?.[1];
}

/**
 * Compares a chapter with the data of its exercises: each occurs once and in
 * order, with its title, kind, difficulty, minutes and points, and the next
 * code cell holds its `check`.
 * @param notebook a chapter
 * @param exercises the chapter's exercises
 * @returns one sentence per difference
 */
export function exerciseProblems(
  notebook: Notebook,
  exercises: readonly Exercise[],
): string[] {
  const headings = findHeadings(notebook);
  const titled = headings.map(({ id }) => id).join(" ");
  const checked = notebook.cells.map(exerciseOf).filter(Boolean).join(" ");
  const ids = exercises.map(({ id }) => id).join(" ");
  return [
    ...(titled === ids
      ? []
      : [`The headings are ${titled}; they must be ${ids}.`]),
    ...(checked === ids
      ? []
      : [`The checks are ${checked}; they must be ${ids}.`]),
    ...headings.flatMap((heading) => {
      const exercise = exercises.find(({ id }) => id === heading.id);
      return exercise ? headingProblems(heading, exercise) : [];
    }),
  ];
}

interface Heading {
  id: string;
  title: string;
  /** the line below: kind, difficulty, minutes, points */
  below: string;
  /** the exercise of the next code cell */
  next: string | undefined;
}

function findHeadings({ cells }: Notebook): Heading[] {
  return cells.flatMap((cell, index) => {
    if (cell.cell_type !== "markdown") return [];
    const code = cells.slice(index).find((c) => c.cell_type === "code");
    const lines = joinLines(cell.source).split("\n");
    return lines.flatMap((line, n) => {
      const [, id = "", title = ""] = HEADING.exec(line) ?? [];
      const below = lines.slice(n + 1).find((text) => text !== "") ?? "";
      return id ? [{ id, title, below, next: code && exerciseOf(code) }] : [];
    });
  });
}

function headingProblems(heading: Heading, exercise: Exercise): string[] {
  const { id, title, kind, difficulty, minutes, points } = exercise;
  const [, called = "", ...numbers] = WORTH.exec(heading.below) ?? [];
  const want = [difficulty, minutes, points];
  return [
    ...(heading.title === title
      ? []
      : [`${id} is called ${heading.title}; the data says ${title}.`]),
    ...(KINDS[kind].test(called) && numbers.map(Number).join() === want.join()
      ? []
      : [
          `${id} says "${heading.below}"; the data says ${kind}, difficulty ` +
            `${difficulty}, minutes ${minutes}, points ${points}.`,
        ]),
    ...(heading.next === id
      ? []
      : [`${id} must be checked in the next code cell.`]),
  ];
}

/**
 * Checks the cards of a run with all exercises open: none may have passed, and
 * a function to repair must have the bug of the data.
 * @param notebook a chapter, executed with all exercises unsolved
 * @param exercises the chapter's exercises
 * @returns one sentence per exercise with another card
 */
export function openProblems(
  notebook: Notebook,
  exercises: readonly Exercise[],
): string[] {
  return exercises.flatMap((exercise) => {
    const { id, kind } = exercise;
    const cell = notebook.cells.find((one) => exerciseOf(one) === id);
    const shown = cardText(cell);
    const wanted =
      kind === "write"
        ? "The function is not written yet."
        : kind === "predict"
          ? "There is no answer yet."
          : "You have not changed the function yet";
    return shown.startsWith("○ Open") && shown.includes(wanted)
      ? []
      : [`${id} must begin open: "${wanted}" Its card says: ${shown}`];
  });
}

/** The card that a cell shows, in words. */
export function cardText(cell: NotebookCell | undefined): string {
  const output = cardOutput(cell);
  return output ? outputText(output) : "(no card)";
}

/** The output of a cell that holds a card. */
export function cardOutput(
  cell: NotebookCell | undefined,
): NotebookOutput | undefined {
  return cell?.outputs?.find((output) => /^[✓✗○] /.test(outputText(output)));
}

function outputText({ text, data = {} }: NotebookOutput): string {
  return joinLines(data["text/plain"] ?? text);
}
