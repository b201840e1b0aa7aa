import type { SourceFile, Statement } from "typescript";

import { ts } from "../typescript";

/**
 * Drops the variables, functions, classes and enums called by `names` from the
 * text of a declaration file. Types and imports stay.
 */
export function withoutNames(
  declarations: string,
  names: ReadonlySet<string>,
): string {
  return select(declarations, {
    isKept: (name) => !names.has(name),
    hasOthers: true,
  });
}

/** Keeps nothing but what {@link withoutNames} drops. */
export function onlyNames(
  declarations: string,
  names: ReadonlySet<string>,
): string {
  return select(declarations, {
    isKept: (name) => names.has(name),
    hasOthers: false,
  });
}

/**
 * The namespaces of an earlier declaration file that a later one neither keeps
 * nor replaces: tslab forgets them after one cell.
 */
export function lostNamespaces(earlier: string, later: string): string {
  if (!earlier.includes("namespace ")) return "";
  const present = new Set(parse(later).statements.flatMap(namesOf));
  const file = parse(earlier);
  return file.statements
    .filter(ts.isModuleDeclaration)
    .filter(({ name }) => !present.has(name.text))
    .map((one) => one.getText(file))
    .join("\n");
}

interface Selection {
  isKept(name: string): boolean;
  /** Whether types and imports are kept. */
  hasOthers: boolean;
}

function select(declarations: string, selection: Selection): string {
  const { isKept, hasOthers } = selection;
  const file = parse(declarations);
  const kept = (statement: Statement): string => {
    const text = statement.getText(file);
    if (ts.isVariableStatement(statement)) {
      const { declarations: all, flags } = statement.declarationList;
      const left = all.filter(({ name }) => isKept(name.getText(file)));
      if (left.length === all.length) return text;
      const keyword = flags & ts.NodeFlags.Const ? "const" : "let";
      return left
        .map((one) => `declare ${keyword} ${one.getText(file)};`)
        .join("\n");
    }
    const [name] = isValue(statement) ? namesOf(statement) : [];
    const isWanted = name === undefined ? hasOthers : isKept(name);
    return isWanted ? text : "";
  };
  return file.statements.map(kept).join("\n");
}

function isValue(statement: Statement): boolean {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}

/** The names that a statement of a declaration file declares. */
function namesOf(statement: Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const { name } = statement as { name?: { text?: string } };
  return name?.text === undefined ? [] : [name.text];
}

function parse(declarations: string): SourceFile {
  const { Latest } = ts.ScriptTarget;
  return ts.createSourceFile("cell.d.ts", declarations, Latest);
}
