import type { SourceFile, Statement } from "typescript";

import { ts } from "../typescript";

/** Parses tslab's text of all declarations of earlier cells. */
export function parseDeclarations(text: string): SourceFile {
  return ts.createSourceFile("cell.d.ts", text, ts.ScriptTarget.Latest);
}

/** The names that a statement of a declaration file declares. */
export function namesOf(statement: Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const { name } = statement as { name?: { text?: string } };
  return name?.text === undefined ? [] : [name.text];
}
