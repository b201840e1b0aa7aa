import type {
  Expression,
  Identifier,
  Node,
  PropertyAccessExpression,
  SourceFile,
  VariableDeclaration,
} from "typescript";

import type { Position } from "../tslab-fixes/source-maps";
import { ts } from "../typescript";
import { Edits } from "./edits";
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

/** A cell whose variables live in boxes. */
export interface Boxed {
  /** The JavaScript, still an ES module. */
  js: string;
  /** The variables that the cell declares. */
  names: string[];
  /** Maps a position in the boxed JavaScript to its position before. */
  original(place: Position): Position;
}

/**
 * Moves the variables of a cell into boxes: `rate` becomes `$rate.rate`.
 *
 * tslab 1.0.22 stores a variable twice, as a local of its cell and as a
 * property of `exports`, so a function would not see what a later cell assigns.
 *
 * Each declaration stays and fills its box:
 * `let rate = 1, $1 = ($rate.rate = rate)`. So functions and classes keep their
 * names. `exports.rate`, tslab's name for a variable of an earlier cell, becomes
 * `$rate.rate` too.
 *
 * @param js the JavaScript of a cell, as an ES module that exports its names
 * @param isSet whether an earlier cell has assigned a variable
 */
export function boxVariables(
  js: string,
  isSet: (name: string) => boolean,
): Boxed {
  const scopes = scopesOf(js);
  const edits = new Edits(scopes.file);
  const boxing = new Boxing(scopes, edits, isSet);
  boxing.moveAll();
  return {
    js: edits.apply(),
    names: [...boxing.names],
    original: (place) => edits.original(place),
  };
}

class Boxing {
  /** The variables that the cell declares. */
  readonly names: ReadonlySet<string>;
  /**
   * Names of all boxes that the cell needs, including those of earlier cells.
   */
  private readonly boxed: Set<string>;
  private readonly prefix: string;
  /** Number of variables that only fill boxes: `$1`, `$2`, ... */
  private fillers = 0;

  constructor(
    private readonly scopes: Scopes,
    private readonly edits: Edits,
    private readonly isSet: (name: string) => boolean,
  ) {
    const { file, resolve } = scopes;
    this.names = new Set(
      exportedNames(file).filter((name) => resolve(name, file)),
    );
    this.boxed = new Set(this.names);
    this.prefix = freePrefix(file);
  }

  /** Collects the edits that move all variables into boxes. */
  moveAll(): void {
    const { file } = this.scopes;
    this.visit(file);
    this.edits.insertFirst(startOf(file), this.opening());
  }

  private visit(node: Node): void {
    if (ts.isExportDeclaration(node)) {
      if (!node.moduleSpecifier) this.edits.replace(node, "");
      return;
    }
    if (ts.isImportDeclaration(node)) {
      const filled = this.fill(importedNames(node));
      if (filled) this.edits.insert(node.end, ` ${filled};`);
      return;
    }
    if (isExported(node) && !this.scopes.resolve("exports", node)) {
      this.refer(node, node.name.text);
      return;
    }
    if (ts.isClassDeclaration(node) && node.name && this.isOwn(node.name)) {
      // Its static members may already use the class by its name.
      const text = ` static { ${this.box(node.name.text)} = this; }`;
      this.edits.insert(node.members.pos, text);
    }
    if (ts.isShorthandPropertyAssignment(node)) this.spellOut(node.name);
    if (
      ts.isIdentifier(node) &&
      isReference(node) &&
      this.isOwn(node) &&
      !isInOwnPattern(node)
    )
      this.refer(node, node.text);
    ts.forEachChild(node, (child) => this.visit(child));
    if (ts.isVariableDeclaration(node)) this.declare(node);
  }

  /** Replaces a reference to a variable with its box. */
  private refer(node: Expression, name: string): void {
    const box = this.box(name);
    // In `$f.f(x)` the box would be `this`; in `(0, $f.f)(x)` it is not.
    this.edits.replace(node, isCalled(node) ? `(0, ${box})` : box);
    this.keepName(node, name);
  }

  /** `{ rate }` becomes `{ rate: $rate.rate }`, read or assigned to. */
  private spellOut(node: Identifier): void {
    const name = node.text;
    // tslab 1.0.22 forgets to write `exports.` before these.
    const isEarlier = !this.scopes.resolve(name, node) && this.isSet(name);
    if (!isEarlier && !this.isOwn(node)) return;
    this.edits.insert(node.end, `: ${this.box(name)}`);
    this.keepName(node, name);
  }

  /**
   * An anonymous function gets the name of the variable it is assigned to:
   * `$f.f = { f: () => 1 }.f`.
   */
  private keepName(node: Expression, name: string): void {
    const named = namedByAssignment(node);
    if (!named) return;
    this.edits.insert(named.getStart(this.scopes.file), `{ ${name}: `);
    this.edits.insert(named.end, ` }.${name}`);
  }

  /** Fills the boxes of a declaration's names, as soon as they have values. */
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
      // The variable gets a value per iteration, so the body begins with the
      // box.
      const start = loop.statement.getStart(this.scopes.file);
      this.edits.insert(start, `{ ${filled}; `);
      this.edits.insert(loop.statement.end, " }");
    } else if (initializer || isBlockScoped(parent)) {
      this.fillers += 1;
      this.edits.insert(end, `, ${this.prefix}${this.fillers} = (${filled})`);
    }
  }

  /** The first statement: the boxes, and what JavaScript hoists. */
  private opening(): string {
    const { file, resolve } = this.scopes;
    const boxes = [...this.boxed].map(
      (name) => `${this.prefix}${name} = __tslab__.box("${name}")`,
    );
    let opening = boxes.length > 0 ? `const ${boxes.join(", ")}; ` : "";
    for (const name of this.names) {
      const flags = resolve(name, file)?.flags ?? 0;
      // A function has its value above its line, a `var` has `undefined`.
      if (flags & ts.SymbolFlags.Function)
        opening += `${this.box(name)} = ${name}; `;
      else if (flags & ts.SymbolFlags.FunctionScopedVariable)
        opening += `${this.box(name)} = void 0; `;
    }
    return opening;
  }

  /** Whether a name refers to a top-level variable of the cell. */
  private isOwn(node: Identifier): boolean {
    const { file, resolve } = this.scopes;
    const { text } = node;
    return this.names.has(text) && resolve(text, node) === resolve(text, file);
  }

  private box(name: string): string {
    this.boxed.add(name);
    return `${this.prefix}${name}.${name}`;
  }

  /**
   * The assignments that fill the boxes of the variables that the cell
   * declares.
   */
  private fill(nodes: Identifier[]): string {
    return nodes
      .filter((node) => this.isOwn(node))
      .map(({ text }) => `${this.box(text)} = ${text}`)
      .join(", ");
  }
}

/** Whether it is tslab's `exports.rate`, a variable of an earlier cell. */
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

/** Where the first statement after the directives ("use strict") begins. */
function startOf(file: SourceFile): number {
  const first = file.statements.find(
    (one) =>
      !(ts.isExpressionStatement(one) && ts.isStringLiteral(one.expression)),
  );
  return first?.getStart(file) ?? file.end;
}

/** A run of `$` with which no name of the cell begins. */
function freePrefix(file: SourceFile): string {
  // The parser's own list, which its public types omit.
  const { identifiers } = file as unknown as {
    identifiers: Map<string, string>;
  };
  const names = [...identifiers.keys()];
  let prefix = "$";
  while (names.some((name) => name.startsWith(prefix))) prefix += "$";
  return prefix;
}
