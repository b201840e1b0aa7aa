import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as ts from "typescript";

import { filesBelow } from "../setup/course-files.cjs";
import { joinLines, type Notebook } from "../notebooks/format";

/** What is imported from the start, and said to be: no chapter builds it. */
const FROM_THE_START = new Set([
  "createRandom",
  "normal",
  "shuffled",
  "saveModel",
  "loadModel",
  "saveRun",
  "resumeRun",
]);

/** What a chapter borrows from a later one, and says so. */
const BORROWED: Record<number, string[]> = {
  14: ["generate"],
  15: ["createNgramModel", "ngramLoss", "ngramProbability", "generate"],
};

/**
 * Finds which chapter builds each export of the core: the first one that its
 * doc comment names after `@see`.
 * @param root the folder of the course
 * @returns the exports' names with the numbers of their chapters
 */
export function chaptersOfExports(root: string): Map<string, number> {
  const chapters = new Map<string, number>();
  for (const path of filesBelow(join(root, "lib", "core"), () => true)) {
    if (!path.endsWith(".ts") || path.endsWith(".test.ts")) continue;
    const text = readFileSync(path, "utf8");
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
    for (const statement of source.statements) {
      if (!ts.isFunctionDeclaration(statement)) {
        if (!ts.isClassDeclaration(statement)) continue;
      }
      const before = text.slice(statement.pos, statement.end);
      const seen = /@see[^@]*?(?:notebooks\/)(\d\d)-/.exec(before);
      const name = statement.name?.text;
      if (seen && name) chapters.set(name, Number(seen[1]));
    }
  }
  for (const name of FROM_THE_START) chapters.delete(name);
  return chapters;
}

/**
 * Finds what a chapter uses before it has been built.
 * @param notebook the chapter
 * @param chapter its number
 * @param built as {@link chaptersOfExports} gives it
 * @returns a sentence for each name that a later chapter builds
 */
export function orderProblems(
  notebook: Notebook,
  chapter: number,
  built: ReadonlyMap<string, number>,
): string[] {
  const code = notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .map((cell) => joinLines(cell.source))
    .join("\n");
  return [...usedNames(code)].flatMap((name) => {
    const later = built.get(name) ?? 0;
    return later > chapter && !BORROWED[chapter]?.includes(name)
      ? [`chapter ${chapter} uses ${name}, which chapter ${later} builds.`]
      : [];
  });
}

/** The names that a notebook's code takes from the library. */
function usedNames(code: string): Set<string> {
  const names = new Set<string>();
  const source = ts.createSourceFile("a.ts", code, ts.ScriptTarget.ES2022);
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) {
      names.add((node.propertyName ?? node.name).text);
    }
    if (ts.isPropertyAccessExpression(node)) {
      const { expression } = node;
      if (ts.isIdentifier(expression) && expression.text === "ops")
        names.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}
