import type { Node } from "typescript";

import { ts } from "../typescript";

/** A place in a text; both count from 1, as stack traces do. */
export interface Position {
  line: number;
  column: number;
}

interface Word extends Position {
  text: string;
}

/** Beyond so many pairs of words, aligning would take too much memory. */
const MAX_PAIRS = 2e7;

/**
 * Finds where a place in compiled JavaScript stood in its TypeScript source.
 *
 * tslab makes no source maps. But compiling keeps the words of a cell (names,
 * keywords, literals) in their order, drops types and adds some. So the two
 * texts are aligned by their longest common subsequence of words.
 *
 * @param source the cell as written
 * @param compiled what tslab made of it
 * @param position the place in `compiled`
 * @returns the place in `source`; `undefined` when nothing matches
 */
export function sourcePosition(
  source: string,
  compiled: string,
  position: Position,
): Position | undefined {
  const from = wordsOf(compiled);
  const to = wordsOf(source);
  if (from.length * to.length > MAX_PAIRS) return undefined;
  const partner = align(from, to);
  let at = from.findLastIndex((word) => !isAfter(word, position));
  while (at >= 0) {
    const index = partner[at] ?? partnerInLine(from, partner, at);
    if (index !== undefined) return to[index];
    at -= 1;
  }
  return undefined;
}

/** The partner of the first matched word after `at` in the same line. */
function partnerInLine(
  words: Word[],
  partner: (number | undefined)[],
  at: number,
): number | undefined {
  const line = words[at]?.line;
  for (let i = at + 1; words[i]?.line === line; i++) {
    if (partner[i] !== undefined) return partner[i];
  }
  return undefined;
}

function isAfter(word: Position, position: Position): boolean {
  return (
    word.line > position.line ||
    (word.line === position.line && word.column > position.column)
  );
}

/** For each word of `a` the index of its partner in `b`. */
function align(a: Word[], b: Word[]): (number | undefined)[] {
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => common[i * width + j] ?? 0;
  a.forEach((word, i) =>
    b.forEach((other, j) => {
      common[(i + 1) * width + j + 1] =
        word.text === other.text
          ? at(i, j) + 1
          : Math.max(at(i, j + 1), at(i + 1, j));
    }),
  );
  const partner = new Array<number | undefined>(a.length);
  let i = a.length;
  let j = b.length;
  while (i > 0 && j > 0) {
    if (a[i - 1]?.text === b[j - 1]?.text) partner[--i] = --j;
    else if (at(i - 1, j) >= at(i, j - 1)) i--;
    else j--;
  }
  return partner;
}

/** The words of a text in order, without types, which compiling drops. */
function wordsOf(text: string): Word[] {
  const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.Latest);
  const words: Word[] = [];
  const visit = (node: Node): void => {
    if (isDropped(node)) return;
    const children = node.getChildren(file);
    children.forEach(visit);
    if (children.length > 0 || isPunctuation(node)) return;
    const place = file.getLineAndCharacterOfPosition(node.getStart(file));
    words.push({
      text: node.getText(file),
      line: place.line + 1,
      column: place.character + 1,
    });
  };
  visit(file);
  return words;
}

function isDropped(node: Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isJSDoc(node)
  );
}

function isPunctuation(node: Node): boolean {
  const { EndOfFileToken, FirstPunctuation, LastPunctuation, SyntaxList } =
    ts.SyntaxKind;
  return (
    node.kind === EndOfFileToken ||
    node.kind === SyntaxList ||
    (node.kind >= FirstPunctuation && node.kind <= LastPunctuation)
  );
}
