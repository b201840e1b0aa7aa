import * as ts from "typescript";

import { findExercise } from "../exercises/course";
import type { SourceText } from "../exercises/exercise";
import { functionText } from "../exercises/help";
import { joinLines, type Notebook, type NotebookCell } from "./notebook-format";

/** `check("01.1", myUpdate)`: which exercise, and the learner's answer. */
const CHECK = /\bcheck\(\s*"(\d\d\.\d)",\s*(\w+),?\s*\)/;

/** A prediction that waits for its number. */
const OPEN_NUMBER = /(: number \| undefined = )undefined;/;

/**
 * What a cell mentions when its outputs tell of time or of this machine. Such
 * cells are not compared: they differ from run to run with any answer.
 */
const TELLS_TIME =
  /performance\.now|Date\b|elapsed|PerSecond|\btime[A-Z]\w*|\btrain\(|liveChart|createDashboard|process\./;

const NUMBER = /-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?/g;

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
    cell.source = source.replace(CHECK, () => call);
  }
  return { solved, ...count };
}

/** The exercise that a cell holds, if any. */
export function exerciseOf(cell: NotebookCell): string | undefined {
  if (cell.cell_type !== "code") return undefined;
  return CHECK.exec(joinLines(cell.source))?.[1];
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
 * and the cells that tell of time.
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
    if (TELLS_TIME.test(joinLines(cell.source))) return;
    const [a, b] = [shown(cell), shown(right.cells[index])];
    const at = a.findIndex((value, i) => !near(value, b[i] ?? NaN));
    if (at >= 0 || a.length !== b.length)
      differences.push(
        `cell ${index + 1}: ${a.length} and ${b.length} numbers; ` +
          `number ${at + 1} is ${a[at]} and ${b[at]}`,
      );
    compared += a.length;
  });
  return { compared, differences };
}

/** Rounding may differ a little between versions of Node. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-9 + 1e-6 * Math.abs(a);
}

/** All numbers in a cell's outputs, figures included, pictures left out. */
function shown(cell: NotebookCell | undefined): number[] {
  const texts = (cell?.outputs ?? []).flatMap((output) => [
    joinLines(output.text),
    ...Object.entries(output.data ?? {})
      .filter(([type]) => !type.startsWith("image/"))
      .map(([type, value]) =>
        type.startsWith("text/")
          ? joinLines(value).replace(/<[^>]*>/g, " ")
          : JSON.stringify(value),
      ),
  ]);
  return Array.from(texts.join("\n").matchAll(NUMBER), ([number]) =>
    Number(number.replaceAll(",", "")),
  ).filter((value) => !Number.isNaN(value));
}
