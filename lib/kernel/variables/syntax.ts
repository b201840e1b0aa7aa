/** Facts about the JavaScript of a cell that follow from its syntax. */
import type {
  BindingName,
  Expression,
  Identifier,
  ImportDeclaration,
  Node,
  SourceFile,
} from "typescript";

import { ts } from "../typescript";

/** The names that the cell exports: tslab lists all that it declares. */
export function exportedNames(file: SourceFile): string[] {
  return file.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) &&
    statement.exportClause &&
    ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.map(({ name }) => name.text)
      : [],
  );
}

/** The names that a declaration binds, one or a pattern of several. */
export function boundNames(name: BindingName): Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(element.name) : [],
  );
}

/** The names that an import binds. */
export function importedNames({
  importClause,
}: ImportDeclaration): Identifier[] {
  const { name, namedBindings } = importClause ?? {};
  const bindings = !namedBindings
    ? []
    : ts.isNamespaceImport(namedBindings)
      ? [namedBindings.name]
      : namedBindings.elements.map((element) => element.name);
  return name ? [name, ...bindings] : bindings;
}

/**
 * Whether an identifier reads or sets a variable, and does not name a property
 * or a label.
 */
export function isReference(node: Identifier): boolean {
  const { name, propertyName, label } = node.parent as {
    name?: Node;
    propertyName?: Node;
    label?: Node;
  };
  return ![name, propertyName, label].includes(node);
}

/**
 * Whether a reference is inside the pattern that declares its variable, like
 * the second `a` of `const { a, b = a }`: the box of `a` is still empty there.
 */
export function isInOwnPattern(node: Identifier): boolean {
  let child: Node = node;
  while (!ts.isVariableDeclaration(child.parent)) {
    child = child.parent;
    if (ts.isSourceFile(child) || ts.isFunctionLike(child)) return false;
  }
  const { name } = child.parent;
  return (
    name === child && boundNames(name).some((one) => one.text === node.text)
  );
}

/** Whether an expression is the callee of a call or of a tagged template. */
export function isCalled(node: Expression): boolean {
  const outer = withParentheses(node);
  const { parent } = outer;
  return (
    (ts.isCallExpression(parent) && parent.expression === outer) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === outer)
  );
}

const NAMING_OPERATORS = [
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
];

/** The function or class that gets its name from being assigned to `node`. */
export function namedByAssignment(node: Expression): Expression | undefined {
  const { parent } = node;
  const right =
    ts.isShorthandPropertyAssignment(parent) && parent.name === node
      ? parent.objectAssignmentInitializer
      : ts.isBinaryExpression(parent) &&
          parent.left === node &&
          NAMING_OPERATORS.includes(parent.operatorToken.kind)
        ? parent.right
        : undefined;
  return right && isAnonymous(right) ? right : undefined;
}

function isAnonymous(node: Expression): boolean {
  if (ts.isParenthesizedExpression(node)) return isAnonymous(node.expression);
  return (
    ts.isArrowFunction(node) ||
    ((ts.isFunctionExpression(node) || ts.isClassExpression(node)) &&
      !node.name)
  );
}

function withParentheses(node: Expression): Expression {
  return ts.isParenthesizedExpression(node.parent)
    ? withParentheses(node.parent)
    : node;
}
