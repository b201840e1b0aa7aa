import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { filesBelow } from "../setup/library.cjs";
import { courseFolder } from "../setup/places.cjs";

/** How large the library may grow, in lines of code. */
export const CAPS = { core: 3800, file: 200, function: 60 } as const;

/** One file of the library, measured in lines without blanks and comments. */
export interface FileSize {
  /** its path below the course's folder, with forward slashes */
  path: string;
  lines: number;
  /** the longest function, as it is called in its file */
  longest: { name: string; lines: number };
}

/**
 * Finds the lines that hold code: those that a token touches. Blank lines and
 * comments do not count; every line of a text in backticks does.
 * @param source a parsed file
 * @returns the numbers of the lines, from 0
 */
export function codeLines(source: ts.SourceFile): Set<number> {
  const lines = new Set<number>();
  const lineAt = (position: number): number =>
    source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const parts = node.getChildren(source);
    if (parts.length > 0) parts.forEach(visit);
    else if (node.getWidth(source) > 0) {
      const last = lineAt(node.getEnd());
      for (let line = lineAt(node.getStart(source)); line <= last; line++)
        lines.add(line);
    }
  };
  visit(source);
  return lines;
}

function nameOf(
  node: ts.SignatureDeclaration,
  source: ts.SourceFile,
): string | undefined {
  if (node.name) return node.name.getText(source);
  const { parent } = node;
  if (ts.isConstructorDeclaration(node)) return "constructor";
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent))
    return parent.name.getText(source);
  return undefined;
}

/**
 * Measures a file. A function inside another one that has a name of its own,
 * as in a factory, counts on its own but for its first line; a callback counts
 * where it stands.
 * @param path what to call it
 * @param text its TypeScript
 * @returns its lines of code and its longest function
 */
export function measureFile(path: string, text: string): FileSize {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const lines = codeLines(source);
  const lineAt = (position: number): number =>
    source.getLineAndCharacterOfPosition(position).line;
  let longest = { name: "", lines: 0 };
  const visit = (node: ts.Node): Set<number> => {
    const inner = new Set<number>();
    ts.forEachChild(node, (child) => {
      for (const line of visit(child)) inner.add(line);
    });
    if (!ts.isFunctionLike(node) || !("body" in node && node.body))
      return inner;
    const first = lineAt(node.getStart(source));
    const last = lineAt(node.getEnd());
    const whole = [...lines].filter((line) => line >= first && line <= last);
    const count = whole.filter((line) => !inner.has(line)).length;
    const name = nameOf(node, source);
    if (count > longest.lines) longest = { name: name ?? "", lines: count };
    return name === undefined ? inner : new Set(whole.slice(1));
  };
  visit(source);
  return { path, lines: lines.size, longest };
}

/**
 * Measures every source file of the library but the tests.
 * @param root the folder of the course
 * @returns the files, sorted by path
 */
export function measureLibrary(root: string): FileSize[] {
  const dist = join(root, "lib", "dist");
  return filesBelow(join(root, "lib"), (path) => path !== dist)
    .filter((path) => /\.(ts|cjs)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) =>
      measureFile(
        relative(root, path).split(sep).join("/"),
        readFileSync(path, "utf8"),
      ),
    );
}

function total(files: FileSize[]): number {
  return files.reduce((sum, file) => sum + file.lines, 0);
}

/**
 * Compares sizes with {@link CAPS}.
 * @param files as {@link measureLibrary} gives them
 * @returns a sentence for each cap that is broken
 */
export function brokenCaps(files: FileSize[]): string[] {
  const core = total(files.filter((f) => f.path.startsWith("lib/core/")));
  const broken = files.flatMap(({ path, lines, longest }) => [
    ...(lines > CAPS.file
      ? [`${path} has ${lines} lines of code; ${CAPS.file} is the most.`]
      : []),
    ...(longest.lines > CAPS.function
      ? [
          `${path}: ${longest.name} has ${longest.lines} lines of code; ` +
            `${CAPS.function} is the most.`,
        ]
      : []),
  ]);
  if (core > CAPS.core)
    broken.push(
      `lib/core has ${core} lines of code; ${CAPS.core} is the most.`,
    );
  return broken;
}

/**
 * Writes the sizes as a table, folder by folder.
 * @param files as {@link measureLibrary} gives them
 * @returns the lines of the table
 */
export function sizeTable(files: FileSize[]): string {
  const rows = ["lines  longest function            file"];
  const row = (lines: number, middle: string, path: string): string =>
    `${String(lines).padStart(5)}  ${middle.padEnd(26)}  ${path}`;
  for (const folder of new Set(files.map((file) => dirname(file.path)))) {
    const inside = files.filter((file) => dirname(file.path) === folder);
    rows.push("", row(total(inside), "", folder));
    for (const { path, lines, longest } of inside) {
      const longestText = `${String(longest.lines).padStart(3)} ${longest.name}`;
      rows.push(row(lines, longestText, `  ${path.slice(folder.length + 1)}`));
    }
  }
  const core = total(files.filter((f) => f.path.startsWith("lib/core/")));
  rows.push("", row(core, `of at most ${CAPS.core}`, "lib/core, all of it"));
  rows.push(row(total(files), "", "lib, all of it (tests not counted)"));
  return rows.join("\n");
}

if (require.main === module) {
  const files = measureLibrary(courseFolder());
  console.log(sizeTable(files));
  const broken = brokenCaps(files);
  if (broken.length > 0) console.error("\n" + broken.join("\n"));
  process.exitCode = broken.length > 0 ? 1 : 0;
}
