import * as ts from "typescript";

import { findExercise } from "../exercises/course";
import type { SourceText } from "../exercises/exercise";
import { functionText } from "../exercises/help";
import { CHECK_OF_NAME, exerciseOf } from "./exercise-cells";
import { joinLines, type Notebook } from "./notebook-format";
import { shownNumbers } from "./shown-numbers";

/** A prediction that waits for its number. */
const OPEN_NUMBER = /(: number \| undefined = )undefined;/;

/** A cell that shows the learner's own progress, which answers change. */
const SHOWS_PROGRESS = /\bprogress\(/;

/**
 * Fills in every exercise of a chapter with its reference: predictions get
 * the number, functions the text that `solution` shows, so that `check` judges
 * a function it has not seen. A reference that leans on others in its file is
 * taken from the library instead.
 * @param notebook a chapter with open exercises; it is left as it is
 * @param coursePath the compiled lib/exercises/course.js
 * @returns the solved copy, and how many answers were put in, and as what
 */
export function solveNotebook(
  notebook: Notebook,
  coursePath: string,
): { solved: Notebook; numbers: number; texts: number; borrowed: number } {
  const solved = structuredClone(notebook);
  const count = { numbers: 0, texts: 0, borrowed: 0 };
  for (const cell of solved.cells) {
    const source = joinLines(cell.source);
    const found = exerciseOf(cell);
    if (found === undefined) continue;
    const exercise = findExercise(found);
    if (exercise.kind === "predict") {
      const answer = `$1${exercise.reference};`;
      cell.source = source.replace(OPEN_NUMBER, answer);
      count.numbers += 1;
      continue;
    }
    const text = standaloneText(exercise.source);
    const library = `require(${JSON.stringify(coursePath)})`;
    const answer = text
      ? `(0, eval)(${JSON.stringify(`(${text})`)})`
      : `(...all: any[]) => ${library}.findExercise("${found}").reference(...all)`;
    count[text ? "texts" : "borrowed"] += 1;
    // a cast, because the text in quotes has no type of its own
    const call = `check("${found}", (${answer}) as any)`;
    cell.source = source.replace(CHECK_OF_NAME, () => call);
  }
  return { solved, ...count };
}

/** A function as JavaScript, if it needs nothing but what is always there. */
function standaloneText(source: SourceText): string | undefined {
  const typed = functionText(source).replace(/^export /gm, "");
  const { outputText } = ts.transpileModule(typed, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
    },
  });
  const script = outputText.replace(/^ *ensure\w*\([^;]*;\n/gm, "");
  const file = ts.createSourceFile("a.js", script, ts.ScriptTarget.ES2022);
  const declared = new Set<string>();
  const used = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node)
    ) {
      if (node.name && ts.isIdentifier(node.name)) declared.add(node.name.text);
    }
    if (ts.isIdentifier(node)) used.add(node.text);
    if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else if (ts.isPropertyAssignment(node)) visit(node.initializer);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  const known = (name: string): boolean =>
    declared.has(name) || name in globalThis;
  return [...used].every(known) ? script.trim() : undefined;
}

/**
 * Compares the numbers that two runs of a chapter show, outside the exercises
 * and the table of progress. What is measured in seconds does not count, see
 * {@link shownNumbers}.
 * @param left one run
 * @param right the other; its cells stand in the same order
 * @returns how many numbers were compared, and a sentence for each cell that
 *   differs
 */
export function compareNumbers(
  left: Notebook,
  right: Notebook,
): { compared: number; differences: string[] } {
  let compared = 0;
  const differences: string[] = [];
  left.cells.forEach((cell, index) => {
    if (cell.cell_type !== "code" || exerciseOf(cell)) return;
    if (SHOWS_PROGRESS.test(joinLines(cell.source))) return;
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
