import * as ts from "typescript";

import { isOperand, RULES } from "./rules";

/** A range of a text, and what replaces it. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * Whether a node checks an argument or is a default value; no case depends on
 * it.
 */
export function isAside(node: ts.Node): boolean {
  const { parent } = node;
  const isDefault =
    (ts.isParameter(parent) || ts.isBindingElement(parent)) &&
    parent.initializer === node;
  const check = /^(function )?(ensure|expect[A-Z])\w*\(/;
  return isDefault || ts.isThrowStatement(node) || check.test(node.getText());
}

/**
 * Lists all single changes to a program: another operator, index, bound,
 * constant, argument, name or method; an omitted statement, term or copy. Calls
 * of `ensure...`, `expect...` and default values stay as they are.
 *
 * @param program JavaScript
 */
export function editsOf(program: string): Edit[] {
  const script = ts.createSourceFile(
    "program.js",
    program,
    ts.ScriptTarget.ES2022,
    true,
  );
  const edits: Edit[] = [];
  const visit = (node: ts.Node, names: readonly string[]): void => {
    if (isAside(node)) return;
    const [start, end] = [node.getStart(), node.getEnd()];
    for (const rule of RULES)
      for (const text of rule(node, names)) edits.push({ start, end, text });
    node.forEachChild((child) => {
      visit(child, names);
    });
  };
  for (const part of script.statements) visit(part, operandsOf(part));
  return edits;
}

function operandsOf(part: ts.Node): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isAside(node)) return;
    if (ts.isIdentifier(node) && isOperand(node)) names.add(node.text);
    node.forEachChild(visit);
  };
  visit(part);
  return [...names];
}
