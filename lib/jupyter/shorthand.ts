import type { BindingName, Node, SourceFile } from "typescript";

import { ts } from "./typescript";

const FILE = "cell.js";

/**
 * Spells out `{ size }` where `size` is a variable of an earlier cell.
 *
 * tslab calls such a variable `exports.size` in the cells after it, but
 * forgets those that stand as a shorthand property; they would be undefined.
 *
 * @param compiled what tslab made of a cell
 * @param declarations what earlier cells declare, as a declaration file
 * @returns the JavaScript with `{ size: exports.size }`
 */
export function spellOutShorthands(
  compiled: string,
  declarations: string,
): string {
  if (!/[{,]\s*[\w$]+\s*[,}=]/.test(compiled)) return compiled;
  const earlier = declaredNames(declarations);
  const file = ts.createSourceFile(
    FILE,
    compiled,
    ts.ScriptTarget.ES2022,
    true,
  );
  const checker = ts
    .createProgram([FILE], COMPILER_OPTIONS, hostOf(file))
    .getTypeChecker();
  const ends: { at: number; name: string }[] = [];
  const visit = (node: Node): void => {
    if (ts.isShorthandPropertyAssignment(node)) {
      const name = node.name.text;
      const own = checker.getShorthandAssignmentValueSymbol(node)?.declarations;
      if (!own && earlier.has(name)) ends.push({ at: node.name.end, name });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return ends.reduceRight(
    (text, { at, name }) =>
      `${text.slice(0, at)}: exports.${name}${text.slice(at)}`,
    compiled,
  );
}

const COMPILER_OPTIONS = { allowJs: true, noLib: true, noResolve: true };

/** A file system that holds one file. */
function hostOf(
  file: SourceFile,
): NonNullable<Parameters<typeof ts.createProgram>[2]> {
  return {
    fileExists: (name) => name === FILE,
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => "",
    getDefaultLibFileName: () => "",
    getNewLine: () => "\n",
    getSourceFile: (name) => (name === FILE ? file : undefined),
    readFile: () => undefined,
    useCaseSensitiveFileNames: () => true,
    writeFile: () => undefined,
  };
}

function declaredNames(declarations: string): Set<string> {
  const names = new Set<string>();
  const add = (name: BindingName): void => {
    if (ts.isIdentifier(name)) names.add(name.text);
  };
  const visit = (node: Node): void => {
    if (ts.isVariableDeclaration(node)) add(node.name);
    else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) {
      if (node.name) add(node.name);
    } else if (ts.isEnumDeclaration(node)) add(node.name);
    else if (ts.isImportClause(node) || ts.isNamespaceImport(node)) {
      if (node.name) add(node.name);
    } else if (ts.isImportSpecifier(node)) add(node.name);
    if (!ts.isFunctionDeclaration(node) && !ts.isClassDeclaration(node)) {
      ts.forEachChild(node, visit);
    }
  };
  visit(
    ts.createSourceFile("earlier.d.ts", declarations, ts.ScriptTarget.ES2022),
  );
  return names;
}
