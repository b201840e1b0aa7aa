import { readFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";

import { filesBelow } from "../setup/course-files.cjs";
import { exportsOf } from "./exports";
import { joinLines, readNotebook } from "../notebooks/format";

/** `@see notebooks/07-text-to-tokens.ipynb`, or several chapters. */
const SEE = /@see[^@]*?notebooks\/[^@]*/g;
const CHAPTER = /\b\d\d-[\w-]+\.ipynb/g;

/** Files that no chapter builds or explains. */
const GIVEN = ["lib/core/base/display.ts"];

/** Maps a chapter's file name to its whole text, markdown and code. */
export type ChapterTexts = ReadonlyMap<string, string>;

/** Reads the chapters' texts. */
export function chapterTexts(paths: string[]): ChapterTexts {
  return new Map(
    paths.map((path) => {
      const { cells } = readNotebook(path);
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
 * Finds chapters that a doc comment of the library names but that do not exist.
 * @param root the folder of the course
 * @param chapters the existing chapters
 * @returns one sentence per problem
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
        .map(
          (chapter) => `${nameOf(root, path)} names ${chapter}: no such file.`,
        ),
    );
}

function commentsOf(text: string): string[] {
  return text.match(/\/\*\*[^]*?\*\//g) ?? [];
}

function nameOf(root: string, path: string): string {
  return relative(root, path).split(sep).join("/");
}

/**
 * Finds files of the core that name chapters, none of which links to the file.
 * @param root the folder of the course
 * @param chapters the chapters' texts
 * @returns one sentence per problem
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

/**
 * Finds exported functions and classes without a chapter: no `@see` of theirs
 * or of their file names one, or no chapter named there mentions them.
 * @param root the folder of the course
 * @param entry the file that exports them, below `root`
 * @param chapters the chapters' texts
 * @returns one sentence per problem
 */
export function unseenExports(
  root: string,
  entry: string,
  chapters: ChapterTexts,
): string[] {
  return exportsOf(join(root, entry)).flatMap(({ name, file, comment }) => {
    const place = nameOf(root, file.fileName);
    if (GIVEN.includes(place)) return [];
    const own = seen(comment);
    const ofFile = commentsOf(file.text).flatMap(seen);
    if (ofFile.length === 0) return [`${place}: ${name} names no chapter.`];
    const word = new RegExp(`\\b${name}\\b`);
    const mentioned = own.some((one) => word.test(chapters.get(one) ?? ""));
    return own.length === 0 || mentioned
      ? []
      : [`${place}: ${own.join(", ")} should mention ${name}.`];
  });
}
