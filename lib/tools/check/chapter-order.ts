import { join } from "node:path";

import * as ts from "typescript";

import { joinLines, type Notebook } from "../notebooks/format";
import { exportsOf } from "./exports";

/** Names that chapters import before they are built; the text says so. */
const FROM_THE_START = new Set(["createRandom", "normal", "shuffled"]);

/** Names that a chapter uses from a later one; the text says so. */
const BORROWED: Record<number, string[]> = {
  0: ["BPETokenizer", "createTrainingRun", "createTrainingSequences", "TinyLLM", "train"], // prettier-ignore
  14: ["generate"],
  15: ["createNgramModel", "ngramLoss", "ngramProbability", "generate"],
};

/**
 * Finds which chapter builds each export of the core and of its files: the first
 * one that its doc comment names after `@see`.
 * @param root the folder of the course
 * @returns a map from an export's name to the number of its chapter
 */
export function chaptersOfExports(root: string): Map<string, number> {
  const chapters = new Map<string, number>();
  const rooms = ["core", "files"].map((room) => join(root, "lib", room));
  const all = rooms.flatMap((room) => exportsOf(join(room, "index.ts")));
  for (const { name, comment } of all) {
    const seen = /@see[^@]*?notebooks\/(\d\d)-/.exec(comment);
    if (seen && !FROM_THE_START.has(name)) chapters.set(name, Number(seen[1]));
  }
  return chapters;
}

/**
 * Finds names that a chapter uses before they are built.
 * @param notebook the chapter
 * @param chapter its number
 * @param built the result of {@link chaptersOfExports}
 * @returns one sentence per name that a later chapter builds
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

/** The names of the library that a notebook's code uses. */
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
