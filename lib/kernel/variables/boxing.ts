import type {
  Expression,
  Identifier,
  Node,
  PropertyAccessExpression,
  SourceFile,
  VariableDeclaration,
} from "typescript";

import { type Scopes, scopesOf } from "./scopes";
import {
  boundNames,
  exportedNames,
  importedNames,
  isCalled,
  isInOwnPattern,
  isReference,
  namedByAssignment,
} from "./syntax";
import { ts } from "../typescript";

/** A cell whose variables live in boxes. */
export interface Boxed {
  /** The JavaScript, still an ES module. */
  text: string;
  /** The variables that the cell declares. */
  names: string[];
}

/**
 * Moves the variables of a cell into boxes: `rate` becomes `$rate.rate`.
 *
 * Each declaration stays, and fills its box: `let rate = 1, $1 = ($rate.rate =
 * rate)`. So functions and classes keep their names. What tslab calls
 * `exports.rate`, a variable of an earlier cell, becomes `$rate.rate` too.
 *
 * @param js the JavaScript of a cell, as an ES module that exports its names
 * @param isSet whether an earlier cell has given a variable its value
 */
export function boxVariables(
  js: string,
  isSet: (name: string) => boolean,
): Boxed {
  const boxing = new Boxing(js, scopesOf(js), isSet);
  return { text: boxing.text(), names: [...boxing.names] };
}

class Boxing {
  readonly names: ReadonlySet<string>;
  private readonly edits: { start: number; end: number; text: string }[] = [];
  private readonly boxed: Set<string>;
  private readonly prefix: string;
  private unnamed = 0;

  constructor(
    private readonly js: string,
    private readonly scopes: Scopes,
    private readonly isSet: (name: string) => boolean,
  ) {
    const { file, resolve } = scopes;
    this.names = new Set(
      exportedNames(file).filter((name) => resolve(name, file)),
    );
    this.boxed = new Set(this.names);
    this.prefix = freePrefix(file);
  }

  text(): string {
    this.visit(this.scopes.file);
    const start = startOf(this.scopes.file);
    const opening = { start, end: start, text: this.opening() };
    const edits = [opening, ...this.edits]
      .map((edit, order) => ({ ...edit, order }))
      .sort((a, b) => b.start - a.start || b.order - a.order);
    return edits.reduce(
      (text, edit) =>
        text.slice(0, edit.start) + edit.text + text.slice(edit.end),
      this.js,
    );
  }

  private visit(node: Node): void {
    if (ts.isExportDeclaration(node)) {
      if (!node.moduleSpecifier) this.replace(node, "");
      return;
    }
    if (ts.isImportDeclaration(node)) {
      const filled = this.fill(importedNames(node));
      if (filled) this.insert(node.end, ` ${filled};`);
      return;
    }
    if (isExported(node) && !this.scopes.resolve("exports", node)) {
      this.refer(node, node.name.text);
      return;
    }
    if (ts.isClassDeclaration(node) && node.name && this.isOwn(node.name)) {
      // Its static members may already use the class by its name.
      const text = ` static { ${this.box(node.name.text)} = this; }`;
      this.insert(node.members.pos, text);
    }
    if (ts.isShorthandPropertyAssignment(node)) this.spellOut(node.name);
    if (ts.isIdentifier(node)) this.meet(node);
    ts.forEachChild(node, (child) => this.visit(child));
    if (ts.isVariableDeclaration(node)) this.declare(node);
  }

  private meet(node: Identifier): void {
    if (isReference(node) && this.isOwn(node) && !isInOwnPattern(node))
      this.refer(node, node.text);
  }

  /** Puts a box where `node` names a variable. */
  private refer(node: Expression, name: string): void {
    const box = this.box(name);
    // A call must not hand over the box as `this`.
    this.replace(node, isCalled(node) ? `(0, ${box})` : box);
    this.keepName(node, name);
  }

  /** `{ rate }` becomes `{ rate: $rate.rate }`, read or assigned to. */
  private spellOut(node: Identifier): void {
    const name = node.text;
    // tslab forgets to write `exports.` before these.
    const isEarlier = !this.scopes.resolve(name, node) && this.isSet(name);
    if (!isEarlier && !this.isOwn(node)) return;
    this.insert(node.end, `: ${this.box(name)}`);
    this.keepName(node, name);
  }

  /** A function without a name is called as what it is assigned to. */
  private keepName(node: Expression, name: string): void {
    const named = namedByAssignment(node);
    if (!named) return;
    this.insert(named.getStart(this.scopes.file), `{ ${name}: `);
    this.insert(named.end, ` }.${name}`);
  }

  private declare({
    name,
    end,
    initializer,
    parent,
  }: VariableDeclaration): void {
    const filled = this.fill(boundNames(name));
    if (filled === "") return;
    const loop = parent.parent;
    if (ts.isForInStatement(loop) || ts.isForOfStatement(loop)) {
      const start = loop.statement.getStart(this.scopes.file);
      this.insert(start, `{ ${filled}; `);
      this.insert(loop.statement.end, " }");
    } else if (initializer || isBlockScoped(parent)) {
      this.unnamed += 1;
      this.insert(end, `, ${this.prefix}${this.unnamed} = (${filled})`);
    }
  }

  /** The first line: the boxes, and what JavaScript hoists. */
  private opening(): string {
    const { file, resolve } = this.scopes;
    const boxes = [...this.boxed].map(
      (name) => `${this.prefix}${name} = __tslab__.box("${name}")`,
    );
    const hoisted = [...this.names].flatMap((name) => {
      const flags = resolve(name, file)?.flags ?? 0;
      if (flags & ts.SymbolFlags.Function)
        return [`${this.box(name)} = ${name}`];
      const isVar = flags & ts.SymbolFlags.FunctionScopedVariable;
      return isVar ? [`${this.box(name)} = void 0`] : [];
    });
    return [
      ...(boxes.length > 0 ? [`const ${boxes.join(", ")};`] : []),
      ...hoisted.map((one) => `${one};`),
      "",
    ].join(" ");
  }

  /** Whether a name means the cell's own variable where it stands. */
  private isOwn(node: Identifier): boolean {
    const { file, resolve } = this.scopes;
    const { text } = node;
    return this.names.has(text) && resolve(text, node) === resolve(text, file);
  }

  private box(name: string): string {
    this.boxed.add(name);
    return `${this.prefix}${name}.${name}`;
  }

  private fill(nodes: Identifier[]): string {
    return nodes
      .filter((node) => this.isOwn(node))
      .map(({ text }) => `${this.box(text)} = ${text}`)
      .join(", ");
  }

  private insert(at: number, text: string): void {
    this.edits.push({ start: at, end: at, text });
  }

  private replace(node: Node, text: string): void {
    const start = node.getStart(this.scopes.file);
    this.edits.push({ start, end: node.end, text });
  }
}

/** Whether it is tslab's `exports.rate`, `rate` being of an earlier cell. */
function isExported(
  node: Node,
): node is PropertyAccessExpression & { name: Identifier } {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.name) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "exports"
  );
}

function isBlockScoped(list: Node): boolean {
  return (list.flags & ts.NodeFlags.BlockScoped) !== 0;
}

/** Where the first statement begins that is no directive. */
function startOf(file: SourceFile): number {
  const first = file.statements.find(
    (one) =>
      !(ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression)),
  );
  return first?.getStart(file) ?? file.end;
}

/** A word that begins no name of the cell. */
function freePrefix(file: SourceFile): string {
  const { identifiers } = file as unknown as {
    identifiers: Map<string, string>;
  };
  const names = [...identifiers.keys()];
  let prefix = "$";
  while (names.some((name) => name.startsWith(prefix))) prefix += "$";
  return prefix;
}
