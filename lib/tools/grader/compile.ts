import type { Node } from "typescript";

import { toCommonJs } from "../../kernel/tslab-fixes/es-module";
import { ts } from "../../kernel/typescript";
import { boxVariables } from "../../kernel/variables/boxing";
import { Edits } from "../../kernel/variables/edits";
import { type Scopes, scopesOf } from "../../kernel/variables/scopes";
import {
  boundNames,
  importedNames,
  isReference,
} from "../../kernel/variables/syntax";

/** A cell as JavaScript, with its variables in boxes as in the kernel. */
export interface CompiledCell {
  js: string;
  /** the variables that it declares */
  names: string[];
}

/** Most cells of a class have the same text. */
const compiled = new Map<string, CompiledCell>();
const MOST_KEPT = 5000;

/** Of a cell; those of the course have at most 2,000. */
const MOST_CHARACTERS = 200_000;

/**
 * Compiles a cell as the kernel does, but without looking at types: what counts
 * is what the code does.
 *
 * @param source TypeScript
 * @param earlier the variables of the cells before it
 * @throws {SyntaxError} with the line if it is not TypeScript, or if it is too
 *   long
 */
export function compileCell(
  source: string,
  earlier: ReadonlySet<string>,
): CompiledCell {
  if (source.length > MOST_CHARACTERS)
    throw new SyntaxError(
      `a cell may have ${MOST_CHARACTERS} characters; got ${source.length}`,
    );
  const known = wordsOf(source).filter((word) => earlier.has(word));
  const key = JSON.stringify([source, known]);
  const cell = compiled.get(key) ?? compile(source, new Set(known));
  if (compiled.size >= MOST_KEPT) compiled.clear();
  compiled.set(key, cell);
  return cell;
}

/** All names in a cell, once each: of variables, of fields, of anything. */
export function wordsOf(source: string): string[] {
  const { ESNext } = ts.ScriptTarget;
  const words = new Set<string>();
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text);
    ts.forEachChild(node, visit);
  };
  const text = source.slice(0, MOST_CHARACTERS);
  visit(ts.createSourceFile("cell.ts", text, ESNext));
  return [...words];
}

function compile(source: string, earlier: ReadonlySet<string>): CompiledCell {
  const { outputText, diagnostics = [] } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      newLine: ts.NewLineKind.LineFeed,
      verbatimModuleSyntax: true,
    },
  });
  for (const { messageText, file, start = 0 } of diagnostics) {
    const line = file?.getLineAndCharacterOfPosition(start).line ?? 0;
    const said = ts.flattenDiagnosticMessageText(messageText, " ");
    throw new SyntaxError(`${said} (line ${line + 1})`);
  }
  const scopes = scopesOf(outputText);
  const names = declaredNames(scopes);
  const js = `${withEarlier(scopes, earlier)}\nexport { ${names.join(", ")} };`;
  const boxed = boxVariables(js, (name) => earlier.has(name));
  return { js: toCommonJs(boxed.js).js, names };
}

/** The names that the top level of a cell declares. */
function declaredNames({ file }: Scopes): string[] {
  const names = file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) return importedNames(statement);
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) =>
        boundNames(name),
      );
    return (ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement)) &&
      statement.name
      ? [statement.name]
      : [];
  });
  return [...new Set(names.map(({ text }) => text))];
}

/** Writes `exports.` before the variables of earlier cells, as tslab does. */
function withEarlier(
  { file, resolve }: Scopes,
  earlier: ReadonlySet<string>,
): string {
  const edits = new Edits(file);
  const visit = (node: Node): void => {
    if (
      ts.isIdentifier(node) &&
      earlier.has(node.text) &&
      isReference(node) &&
      !resolve(node.text, node)
    )
      edits.replace(node, `exports.${node.text}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits.apply();
}
