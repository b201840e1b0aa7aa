import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { courseFolder, filesBelow } from "../setup/course-files.cjs";

/** One file of the library. */
export interface FileSize {
  /** path below the course's folder, with forward slashes */
  path: string;
  /** lines of code */
  lines: number;
  /** lines of code of each function exercise in it */
  exercises: number[];
}

/** A limit for lines of code: blank lines and comments do not count. */
interface Budget {
  /** what is counted */
  name: string;
  count: (files: FileSize[]) => number;
  most: number;
  /**
   * The limit until the count is `most`. It rose three times: for what keeps runs,
   * files and memory safe (checkpoints, readers, checks of input), for speed
   * (OpenBLAS, fused kernels, half the memory, a bench that says what to believe),
   * and for what trained models write (stories that are judged, text that streams,
   * your own book, GPT-2's words).
   */
  today?: number;
}

/**
 * The budgets. Tests and `lib/testing` are never counted. ESLint checks the
 * limits for a single file and a single function.
 */
export const BUDGETS: readonly Budget[] = [
  {
    name: "lib/core",
    count: (files) => total(files.filter((f) => isBelow(f, "lib/core/"))),
    most: 2900,
    today: 3940,
  },
  {
    name: "lib without its exercises",
    count: (files) => total(files.filter((f) => !isBelow(f, "lib/exercises/"))),
    most: 12_000,
    today: 23_500,
  },
  {
    name: "a function exercise, median",
    count: (files) => median(files.flatMap(({ exercises }) => exercises)),
    most: 50,
    today: 78,
  },
];

function isBelow({ path }: FileSize, folder: string): boolean {
  return path.startsWith(folder);
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/**
 * Finds the lines that hold code: those that a token touches. Blank lines and
 * comments do not count; every line of a template literal does.
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

/**
 * Measures a file.
 * @param path its name in the result
 * @param text its TypeScript
 */
export function measureFile(path: string, text: string): FileSize {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
  const lines = codeLines(source);
  const lineAt = (position: number): number =>
    source.getLineAndCharacterOfPosition(position).line;
  const exercises: number[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      node.expression.getText(source) === "exercise"
    ) {
      const [first, last] = [node.getStart(source), node.getEnd()].map(lineAt);
      const inside = [...lines].filter((line) => line >= first && line <= last);
      exercises.push(inside.length);
    }
    ts.forEachChild(node, visit);
  };
  if (path.startsWith("lib/exercises/chapters/")) visit(source);
  return { path, lines: lines.size, exercises };
}

/**
 * Measures every source file of the library except tests.
 * @param root the folder of the course
 * @returns the files, sorted by path
 */
export function measureLibrary(root: string): FileSize[] {
  const lib = join(root, "lib");
  const skipped = ["dist", "testing"].map((name) => join(lib, name));
  return filesBelow(lib, (path) => !skipped.includes(path))
    .filter((path) => /\.(ts|cjs)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) =>
      measureFile(
        relative(root, path).split(sep).join("/"),
        readFileSync(path, "utf8"),
      ),
    );
}

function total(files: FileSize[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0);
}

/**
 * Compares sizes with {@link BUDGETS}.
 * @param files the result of {@link measureLibrary}
 * @returns one sentence per exceeded budget
 */
export function brokenBudgets(files: FileSize[]): string[] {
  return BUDGETS.flatMap(({ name, count, most, today = most }) => {
    const lines = count(files);
    return lines > today
      ? [`${name}: ${lines} lines of code; the limit is ${today}.`]
      : [];
  });
}

/**
 * Writes the sizes as a table, one row per folder, and the budgets below.
 * @param files the result of {@link measureLibrary}
 * @returns the lines of the table
 */
export function sizeTable(files: FileSize[]): string {
  const row = (lines: number | string, name: string): string =>
    `${String(lines).padStart(6)}  ${name}`;
  const folders = [...new Set(files.map(({ path }) => dirname(path)))];
  const inside = (folder: string): FileSize[] =>
    files.filter(({ path }) => dirname(path) === folder);
  return [
    row("lines", "folder (files)"),
    ...folders.map((folder) => {
      const those = inside(folder);
      return row(total(those), `${folder} (${those.length})`);
    }),
    "",
    ...BUDGETS.map(({ name, count, most }) =>
      row(count(files), `${name}; budget ${most}`),
    ),
    row(total(files), "lib; tests are not counted"),
  ].join("\n");
}

if (require.main === module) {
  const files = measureLibrary(courseFolder());
  console.log(sizeTable(files));
  const broken = brokenBudgets(files);
  if (broken.length > 0) console.error("\n" + broken.join("\n"));
  process.exitCode = broken.length > 0 ? 1 : 0;
}
