import type { Statement } from "typescript";

import { ts } from "../typescript";
import { namesOf, parseDeclarations } from "./declaration-file";

/**
 * tslab 1.0.22 forgets all declarations of a cell that throws, even the
 * variables above the failing line, which have their values. This keeps those.
 *
 * @param after the declarations if the cell had succeeded
 * @param before the declarations before the cell
 * @param unset the variables that the cell did not reach
 * @returns the declarations for the next cell, in which `unset` variables are
 *   as before
 */
export function declarationsAfterThrow(
  after: string,
  before: string,
  unset: ReadonlySet<string>,
): string {
  const reached = select(after, (name) => !name || !unset.has(name));
  const earlier = select(before, (name) => !!name && unset.has(name));
  return `${reached}\n${earlier}`;
}

/**
 * Selects the declarations whose names are kept.
 *
 * @param isKept called with the name of each variable, function, class, enum
 *   and namespace, and with `undefined` for a type or an import
 */
function select(
  declarations: string,
  isKept: (name: string | undefined) => boolean,
): string {
  const file = parseDeclarations(declarations);
  const keptText = (statement: Statement): string => {
    const text = statement.getText(file);
    if (!ts.isVariableStatement(statement)) {
      const [name] = isValue(statement) ? namesOf(statement) : [];
      return isKept(name) ? text : "";
    }
    const { declarations: all, flags } = statement.declarationList;
    const kept = all.filter(({ name }) => isKept(name.getText(file)));
    if (kept.length === all.length) return text;
    const keyword = flags & ts.NodeFlags.Const ? "const" : "let";
    return kept
      .map((one) => `declare ${keyword} ${one.getText(file)};`)
      .join("\n");
  };
  return file.statements.map(keptText).join("\n");
}

/** Whether a statement declares something that exists when the cell runs. */
function isValue(statement: Statement): boolean {
  return (
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement)
  );
}
