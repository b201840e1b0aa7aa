import * as ts from "typescript";

/** Returns the texts that may replace a node. */
export type Rule = (node: ts.Node, names: readonly string[]) => string[];

const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/"],
  "/": ["*"],
  "%": ["*"],
  "**": ["*"],
  "<": ["<=", ">"],
  "<=": ["<", ">"],
  ">": [">=", "<"],
  ">=": [">", "<"],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "+=": ["-=", "="],
  "-=": ["+=", "="],
  "*=": ["/=", "="],
  "/=": ["*=", "="],
};

/** Binary operators that may be replaced with one of their sides. */
const DROPPING = /^([-+*/%&|?]|\*\*|&&|\|\||\?\?)$/;

/** Methods that are easily confused with another. */
const METHODS: Readonly<Record<string, readonly string[]>> = {
  push: ["unshift"],
  unshift: ["push"],
  some: ["every"],
  every: ["some"],
  max: ["min"],
  min: ["max"],
  floor: ["ceil", "round"],
  ceil: ["floor", "round"],
  round: ["floor", "ceil"],
};

/** Methods whose call may be omitted. */
const LIST_METHODS = /^(slice|sort|reverse|map|filter|flat|concat)$/;

function textOf(node: ts.Node): string {
  return node.getText();
}

function binary(node: ts.Node): string[] {
  if (!ts.isBinaryExpression(node)) return [];
  const [left, right] = [textOf(node.left), textOf(node.right)];
  const operator = textOf(node.operatorToken);
  const others = (OPERATORS[operator] ?? []).map(
    (other) => `${left} ${other} ${right}`,
  );
  if (DROPPING.test(operator)) others.push(left, right);
  return others;
}

function constant(node: ts.Node): string[] {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ["false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ["true"];
  if (ts.isTemplateMiddle(node) && node.text) return ["}${"];
  if (!ts.isNumericLiteral(node)) return [];
  const value = Number(node.text);
  if (!Number.isInteger(value)) return ["0", String(1 + value)];
  return value === 0 ? ["1"] : [value - 1, value + 1].map(String);
}

function unary(node: ts.Node): string[] {
  if (ts.isPostfixUnaryExpression(node)) {
    const step = node.operator === ts.SyntaxKind.PlusPlusToken ? "--" : "++";
    return [textOf(node.operand) + step];
  }
  if (!ts.isPrefixUnaryExpression(node)) return [];
  const operand = textOf(node.operand);
  if (operand !== "Infinity") return [operand];
  return ["0", "-1", "-100", "Number.MIN_SAFE_INTEGER", "Number.MIN_VALUE"];
}

function access(node: ts.Node): string[] {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === "length" ? [-1, 1].map(lengthened(node)) : [];
  if (!ts.isElementAccessExpression(node)) return [];
  const [list, index] = [node.expression, node.argumentExpression];
  const at = (list: string, index: string): string => `${list}[${index}]`;
  const others = [" + 1", " - 1"].map((by) =>
    at(textOf(list), `(${textOf(index)})${by}`),
  );
  if (ts.isElementAccessExpression(list))
    others.push(
      at(
        at(textOf(list.expression), textOf(index)),
        textOf(list.argumentExpression),
      ),
    );
  return others;
}

function lengthened(node: ts.Node): (by: number) => string {
  return (by) => `(${textOf(node)} + ${by})`;
}

function call(node: ts.Node): string[] {
  if (!ts.isCallExpression(node)) return [];
  const callee = textOf(node.expression);
  const args = node.arguments.map(textOf);
  const made = (list: string[]): string => `${callee}(${list.join(", ")})`;
  const others = [made(args.slice(0, -1))];
  const ordered = !/^Math\.(max|min)$/.test(callee);
  for (let i = 1; ordered && i < args.length; i++) {
    const swapped = [...args];
    [swapped[i - 1], swapped[i]] = [args[i], args[i - 1]];
    others.push(made(swapped));
  }
  if (!ts.isPropertyAccessExpression(node.expression)) return others;
  const { expression, name } = node.expression;
  const from = textOf(expression);
  for (const other of METHODS[name.text] ?? [])
    others.push(`${from}.${other}(${args.join(", ")})`);
  if (from === "Math" && args.length) others.push(...args.map(bracketed));
  if (LIST_METHODS.test(name.text)) others.push(from);
  if (name.text === "slice")
    args.forEach((arg, i) => {
      for (const by of [" + 1", " - 1"])
        others.push(made(args.map((a, j) => (i === j ? arg + by : a))));
    });
  return others;
}

function bracketed(text: string): string {
  return text.startsWith("...") ? `${text.slice(3)}[0]` : `(${text})`;
}

function copy(node: ts.Node): string[] {
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].map((part) => `(${textOf(part)})`);
  const parts = ts.isArrayLiteralExpression(node)
    ? node.elements
    : ts.isObjectLiteralExpression(node)
      ? node.properties
      : [];
  if (parts.length === 0) return [];
  const [first] = parts;
  return parts.length === 1 &&
    (ts.isSpreadElement(first) || ts.isSpreadAssignment(first))
    ? [textOf(first.expression)]
    : [];
}

function statement(node: ts.Node): string[] {
  if (ts.isIfStatement(node)) {
    const [then, other] = [node.thenStatement, node.elseStatement];
    return [`{ ${textOf(then)} }`, other ? `{ ${textOf(other)} }` : ";"];
  }
  if (ts.isForOfStatement(node)) {
    const [each, list] = [textOf(node.initializer), textOf(node.expression)];
    const body = textOf(node.statement);
    return [
      ";",
      `for (${each} of ${list}.slice(1)) ${body}`,
      `for (${each} of ${list}.slice(0, -1)) ${body}`,
    ];
  }
  if (ts.isForStatement(node) || ts.isWhileStatement(node)) {
    const head = textOf(node).slice(0, -textOf(node.statement).length);
    return [";", `${head} { ${textOf(node.statement)} break; }`];
  }
  const isStep =
    ts.isExpressionStatement(node) ||
    ts.isBreakStatement(node) ||
    ts.isContinueStatement(node);
  return isStep ? [";"] : [];
}

/** Replaces a name in a sum, a product or an index with another such name. */
function named(node: ts.Node, names: readonly string[]): string[] {
  if (!ts.isIdentifier(node) || !isOperand(node)) return [];
  return names.filter((name) => name !== node.text);
}

/** Whether a name is used in a sum, a product, a comparison or an index. */
export function isOperand(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return true;
  return (
    ts.isBinaryExpression(parent) &&
    !(parent.left === node && /=$/.test(textOf(parent.operatorToken)))
  );
}

/** All kinds of changes. */
export const RULES: readonly Rule[] = [
  binary,
  constant,
  unary,
  access,
  call,
  copy,
  statement,
  named,
];
