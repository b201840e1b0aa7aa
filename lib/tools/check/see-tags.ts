import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

import * as ts from "typescript";

import { filesBelow } from "../setup/course-files.cjs";
import { joinLines, parseNotebook } from "../notebooks/format";

/** `@see notebooks/07-text-to-tokens.ipynb`, or more than one of them. */
const SEE = /@see[^@]*?notebooks\/[^@]*/g;
const CHAPTER = /\b\d\d-[\w-]+\.ipynb/g;

/** Files that the chapters take as given: no chapter builds or explains them. */
const GIVEN = ["lib/core/base/display.ts"];

/** Chapter files to all that they say, text and code. */
export type ChapterTexts = ReadonlyMap<string, string>;

/** Reads what the chapters say. */
export function chapterTexts(paths: string[]): ChapterTexts {
  return new Map(
    paths.map((path) => {
      const { cells } = parseNotebook(readFileSync(path, "utf8"), path);
      const text = cells.map(({ source }) => joinLines(source)).join("\n");
      return [basename(path), text];
    }),
  );
}

/** The chapters that a comment names after `@see`. */
function seen(comment: string): string[] {
  const parts = comment.match(SEE) ?? [];
  return parts.flatMap((part) => part.match(CHAPTER) ?? []);
}

/**
 * Finds chapters that a doc comment of the library names and that do not exist.
 * @param root the folder of the course
 * @param chapters the chapters that there are
 * @returns a sentence for each
 */
export function lostChapters(root: string, chapters: ChapterTexts): string[] {
  const lib = join(root, "lib");
  const files = filesBelow(lib, (path) => path !== join(lib, "dist"));
  return files
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .flatMap((path) =>
      commentsOf(readFileSync(path, "utf8"))
        .flatMap(seen)
        .filter((chapter) => !chapters.has(chapter))
        .map((chapter) => `${nameOf(root, path)} names ${chapter}: no file.`),
    );
}

function commentsOf(text: string): string[] {
  return text.match(/\/\*\*[^]*?\*\//g) ?? [];
}

function nameOf(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

/**
 * Finds files of the core that name chapters, none of which links the file.
 * @param root the folder of the course
 * @param chapters what the chapters say
 * @returns a sentence for each
 */
export function unlinkedFiles(root: string, chapters: ChapterTexts): string[] {
  const core = filesBelow(join(root, "lib", "core"), () => true);
  return core
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .flatMap((path) => {
      const place = nameOf(root, path);
      const named = commentsOf(readFileSync(path, "utf8")).flatMap(seen);
      const linked = named.some((chapter) =>
        chapters.get(chapter)?.includes(`](../${place})`),
      );
      return named.length === 0 || linked
        ? []
        : [`${[...new Set(named)].join(", ")} should link to ${place}.`];
    });
}

/** A function or a class that comes out of a door, with its doc comment. */
interface Exported {
  name: string;
  file: ts.SourceFile;
  comment: string;
}

function exportsOf(door: string): Exported[] {
  const program = ts.createProgram([door], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const all = (symbol: ts.Symbol): Exported[] =>
    checker.getExportsOfModule(symbol).flatMap((exported): Exported[] => {
      const isAlias = exported.flags & ts.SymbolFlags.Alias;
      const meant = isAlias ? checker.getAliasedSymbol(exported) : exported;
      if (meant.flags & ts.SymbolFlags.ValueModule) return all(meant);
      const wanted = ts.SymbolFlags.Function | ts.SymbolFlags.Class;
      const node = meant.declarations?.[0];
      if (!(meant.flags & wanted) || !node) return [];
      const file = node.getSourceFile();
      const comment = file.text.slice(node.getFullStart(), node.getStart());
      return [{ name: exported.name, file, comment }];
    });
  const source = program.getSourceFile(door);
  const symbol = source && checker.getSymbolAtLocation(source);
  return symbol ? all(symbol) : [];
}

/**
 * Finds functions and classes of a door that no chapter is named for, neither
 * by themselves nor by their file, and those that none of the chapters that
 * they name speaks of.
 * @param root the folder of the course
 * @param door the file that exports them, below `root`
 * @param chapters what the chapters say
 * @returns a sentence for each
 */
export function unseenExports(
  root: string,
  door: string,
  chapters: ChapterTexts,
): string[] {
  return exportsOf(join(root, door)).flatMap(({ name, file, comment }) => {
    const place = nameOf(root, file.fileName);
    if (GIVEN.includes(place)) return [];
    const own = seen(comment);
    const ofFile = commentsOf(file.text).flatMap(seen);
    if (ofFile.length === 0) return [`${place}: ${name} names no chapter.`];
    const word = new RegExp(`\\b${name}\\b`);
    const spoken = own.some((one) => word.test(chapters.get(one) ?? ""));
    return own.length === 0 || spoken
      ? []
      : [`${place}: ${own.join(", ")} should speak of ${name}.`];
  });
}
