import * as ts from "typescript";

import { joinLines, type Notebook } from "../notebooks/format";
import { codeLines } from "./size";

/** Limits for the code cells of the chapters. */
export const CELL_RULES = {
  /** limits of the median, in lines of code */
  median: [5, 8],
  /** nine cells in ten are shorter */
  usual: 20,
  /** no cell is longer */
  most: 30,
  columns: 80,
} as const;

/**
 * `// -> lib/core/by-hand/scalar.ts`: this cell builds what that file contains.
 */
export const BUILDS: RegExp = /^\/\/ -> (lib\/[\w./-]+\.ts)\b/;

function parse(text: string): ts.SourceFile {
  return ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, true);
}

/** The texts of a notebook's code cells, in order. */
function codeCells(notebook: Notebook): string[] {
  return notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .map((cell) => joinLines(cell.source));
}

/**
 * Counts the lines of code of each code cell that has any.
 * @param notebook a chapter
 * @returns lines without blanks and comments
 */
export function cellSizes(notebook: Notebook): number[] {
  return codeCells(notebook)
    .map((text) => codeLines(parse(text)).size)
    .filter((lines) => lines > 0);
}

/**
 * Checks the lengths of all cells of the course together.
 * @param sizes lines of code per cell
 * @returns a sentence per broken rule
 */
export function sizeProblems(sizes: number[]): string[] {
  if (sizes.length === 0) return [];
  const sorted = [...sizes].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const long = sizes.filter((lines) => lines >= CELL_RULES.usual).length;
  const [low, high] = CELL_RULES.median;
  return [
    ...(median < low || median > high
      ? [
          `The median cell has ${median} lines of code; it must have ${low} to ${high}.`,
        ]
      : []),
    ...(long > sizes.length / 10
      ? [
          `${long} of ${sizes.length} cells have ${CELL_RULES.usual} lines of ` +
            "code or more; at most one in ten may.",
        ]
      : []),
  ];
}

/** The names that a text declares at its top level, and the declarations. */
function declarations(source: ts.SourceFile): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  for (const node of source.statements) {
    if (ts.isVariableStatement(node)) {
      for (const { name, initializer } of node.declarationList.declarations)
        if (initializer) found.set(name.getText(source), initializer);
    } else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      if (node.name) found.set(node.name.text, node);
    }
  }
  return found;
}

function isInputCheck(node: ts.Node): boolean {
  return (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    /^(ensure|expect[A-Z])/.test(node.expression.expression.getText())
  );
}

/**
 * The tokens of each top-level declaration as JavaScript: without types,
 * comments, `export`, trailing commas and argument checks (`ensure...`,
 * `expect...`).
 */
function meaning(text: string): Map<string, string> {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      removeComments: true,
      verbatimModuleSyntax: true,
    },
  });
  const source = parse(outputText);
  const tokens = (node: ts.Node): string[] => {
    if (isInputCheck(node) || node.kind === ts.SyntaxKind.ExportKeyword)
      return [];
    const parts = node.getChildren(source);
    return parts.length > 0
      ? parts.flatMap(tokens)
      : [node.getText(source)].filter((token) => token !== "");
  };
  const found = [...declarations(source)].map(([name, node]) => {
    const line = tokens(node).join(" ");
    return [name, line.replace(/ ,(?= [)\]}])/g, "")] as const;
  });
  return new Map(found);
}

/**
 * Compares the declarations of a cell with those of the library file it names.
 * @param cell the text of a cell
 * @param read returns the text of a library file, or `undefined` if there is
 *   none
 * @returns a sentence for each declaration that differs
 */
export function driftProblems(
  cell: string,
  read: (path: string) => string | undefined,
): string[] {
  const path = BUILDS.exec(cell)?.[1];
  if (!path) return [];
  const text = read(path);
  if (text === undefined) return [`it names ${path}, which does not exist.`];
  const library = meaning(text);
  const built = meaning(cell);
  if (built.size === 0) return [`it names ${path} but declares nothing.`];
  return [...built].flatMap(([name, tokens]) => {
    if (library.get(name) === tokens) return [];
    return library.has(name)
      ? [`${name} differs from ${name} in ${path}.`]
      : [`${path} has nothing named ${name}.`];
  });
}

function importProblems(cells: string[]): string[] {
  const imported = new Set<string>();
  const problems: string[] = [];
  const firstCode = cells.findIndex((text) => codeLines(parse(text)).size > 0);
  cells.forEach((text, index) => {
    for (const node of parse(text).statements) {
      if (!ts.isImportDeclaration(node)) continue;
      if (index !== firstCode)
        problems.push("imports belong in the first code cell.");
      const bindings = node.importClause?.namedBindings;
      if (node.importClause?.name || !bindings || !ts.isNamedImports(bindings))
        problems.push(
          `use named imports, \`import { name } from "..."\`; ` +
            `got: ${node.getText()}`,
        );
      else bindings.elements.forEach(({ name }) => imported.add(name.text));
    }
  });
  const defined = cells.flatMap((text) => [
    ...declarations(parse(text)).keys(),
  ]);
  const both = defined.filter((name) => imported.has(name));
  return [
    ...problems,
    ...both.map((name) => `${name} is imported, and defined in a cell.`),
  ];
}

/**
 * Checks the cells of one chapter.
 * @param notebook the chapter
 * @param read returns the text of a library file, or `undefined` if there is
 *   none
 * @returns a sentence per broken rule
 */
export function cellProblems(
  notebook: Notebook,
  read: (path: string) => string | undefined,
): string[] {
  const problems: string[] = [];
  let inARow = 0;
  notebook.cells.forEach((cell, index) => {
    inARow = cell.cell_type === "code" ? inARow + 1 : 0;
    if (cell.cell_type !== "code") return;
    const text = joinLines(cell.source);
    const lines = codeLines(parse(text)).size;
    const widest = Math.max(...text.split("\n").map((line) => line.length));
    const found = driftProblems(text, read);
    if (lines > CELL_RULES.most)
      found.push(`${lines} lines of code; the limit is ${CELL_RULES.most}.`);
    if (widest > CELL_RULES.columns)
      found.push(`${widest} columns; the limit is ${CELL_RULES.columns}.`);
    if (inARow === 3)
      found.push("the third code cell in a row; put text before it.");
    problems.push(...found.map((what) => `cell ${index + 1}: ${what}`));
  });
  return [...problems, ...importProblems(codeCells(notebook))];
}
