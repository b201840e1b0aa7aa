import type { Statement } from "typescript";

import { ts } from "./typescript";

/**
 * The names that a compiled cell declares: its first statement sets them all
 * to undefined (`exports.b = exports.a = void 0;`).
 */
export function hoistedNames(compiled: string): string[] {
  const first = /^exports\.\S.* = void 0;$/m.exec(compiled)?.[0] ?? "";
  return [...first.matchAll(/exports\.([^\s=]+)/g)].map((match) => match[1]);
}

/**
 * Drops the declarations of `names` from the text of a declaration file.
 * Types, interfaces and imports stay.
 */
export function withoutNames(
  declarations: string,
  names: ReadonlySet<string>,
): string {
  if (names.size === 0) return declarations;
  const file = ts.createSourceFile(
    "declarations.d.ts",
    declarations,
    ts.ScriptTarget.Latest,
  );
  const isKept = (name: { getText(in_: typeof file): string }): boolean =>
    !names.has(name.getText(file));
  const kept = (statement: Statement): string => {
    if (ts.isVariableStatement(statement)) {
      const { declarations: all, flags } = statement.declarationList;
      const left = all.filter(({ name }) => isKept(name));
      if (left.length === all.length) return statement.getText(file);
      const keyword = flags & ts.NodeFlags.Const ? "const" : "let";
      return left
        .map((one) => `declare ${keyword} ${one.getText(file)};`)
        .join("\n");
    }
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement);
    if (isNamed && statement.name && !isKept(statement.name)) return "";
    return statement.getText(file);
  };
  return file.statements.map(kept).join("\n");
}
