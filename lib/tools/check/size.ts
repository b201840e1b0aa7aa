import { readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { courseFolder, filesBelow } from "../setup/course-files.cjs";

/** How many lines of code a part of the library may have. */
interface Budget {
  /** what the table calls the part */
  part: string;
  holds: (path: string) => boolean;
  most: number;
  /** What the part has today: its limit until it is down to `most`. */
  today?: number;
}

/**
 * The budgets. A line is a line of code: blank lines and comments do not count.
 * The tests and `lib/testing` belong to no part. ESLint holds the limits of a
 * single file and a single function.
 */
export const BUDGETS: readonly Budget[] = [
  {
    part: "lib/core",
    holds: (path) => path.startsWith("lib/core/"),
    most: 2900,
    today: 3635,
  },
  {
    part: "lib without its exercises",
    holds: (path) => !path.startsWith("lib/exercises/"),
    most: 12_000,
    today: 14_936,
  },
];

/** One file of the library. */
export interface FileSize {
  /** its path below the course's folder, with forward slashes */
  path: string;
  /** lines of code */
  lines: number;
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

/**
 * Measures every source file of the library but the tests.
 * @param root the folder of the course
 * @returns the files, sorted by path
 */
export function measureLibrary(root: string): FileSize[] {
  const lib = join(root, "lib");
  const skipped = ["dist", "testing"].map((name) => join(lib, name));
  return filesBelow(lib, (path) => !skipped.includes(path))
    .filter((path) => /\.(ts|cjs)$/.test(path) && !path.endsWith(".test.ts"))
    .map((path) => {
      const text = readFileSync(path, "utf8");
      const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022);
      return {
        path: relative(root, path).split(sep).join("/"),
        lines: codeLines(source).size,
      };
    });
}

function total(files: FileSize[]): number {
  return files.reduce((sum, { lines }) => sum + lines, 0);
}

/**
 * Compares sizes with {@link BUDGETS}.
 * @param files as {@link measureLibrary} gives them
 * @returns a sentence for each budget that is exceeded
 */
export function brokenBudgets(files: FileSize[]): string[] {
  return BUDGETS.flatMap(({ part, holds, most, today }) => {
    const lines = total(files.filter(({ path }) => holds(path)));
    const limit = today ?? most;
    return lines > limit
      ? [`${part} has ${lines} lines of code; the limit is ${limit}.`]
      : [];
  });
}

/**
 * Writes the sizes as a table, one row per folder, and the budgets below.
 * @param files as {@link measureLibrary} gives them
 * @returns the lines of the table
 */
export function sizeTable(files: FileSize[]): string {
  const row = (lines: number | string, count: number | string, name: string) =>
    `${String(lines).padStart(6)}  ${String(count).padStart(5)}  ${name}`;
  const folders = new Set(files.map(({ path }) => dirname(path)));
  const rows = [...folders].map((folder) => {
    const inside = files.filter(({ path }) => dirname(path) === folder);
    return row(total(inside), inside.length, folder);
  });
  const budgets = BUDGETS.map(({ part, holds, most }) => {
    const inside = files.filter(({ path }) => holds(path));
    return row(total(inside), inside.length, `${part}; budget ${most}`);
  });
  const all = row(total(files), files.length, "lib; tests are not counted");
  const head = row("lines", "files", "folder");
  return [head, ...rows, "", ...budgets, all].join("\n");
}

if (require.main === module) {
  const files = measureLibrary(courseFolder());
  console.log(sizeTable(files));
  const broken = brokenBudgets(files);
  if (broken.length > 0) console.error("\n" + broken.join("\n"));
  process.exitCode = broken.length > 0 ? 1 : 0;
}
