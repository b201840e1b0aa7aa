import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { COURSE } from "../../exercises/course";
import { exerciseProblems, openProblems } from "../notebooks/exercise-cells";
import { findNotebooks } from "../notebooks/find";
import { readNotebook, type Notebook } from "../notebooks/format";
import { notebookProblems } from "../notebooks/publish-rules";
import { courseFolder } from "../setup/course-files.cjs";
import { look as lookAtLibrary } from "../setup/library.cjs";
import { cellProblems, cellSizes, sizeProblems } from "./cells";
import { chaptersOfExports, orderProblems } from "./chapter-order";
import { brokenDeclarations, newGenerics } from "./declarations";
import { documentProblems, DOCUMENTS } from "./documents";
import { brokenLinks, missingLinks } from "./links";
import { missingNumbers } from "./quoted-numbers";
import {
  chapterTexts,
  lostChapters,
  unlinkedFiles,
  unseenExports,
} from "./see-tags";
import { brokenBudgets, measureLibrary } from "./size";

/** One check. */
interface Check {
  /** a name for the output */
  title: string;
  /** @returns one text per problem */
  find: (root: string) => string[];
}

/** Runs a program of an npm package; its output is a problem if it fails. */
function run(root: string, module: string, args: string[]): string[] {
  const program = join(courseFolder(), "node_modules", module);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [program, ...args],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  return status === 0 ? [] : [(stdout + stderr).trim()];
}

/**
 * Finds forbidden imports between folders, and import cycles.
 * @param root the folder of the course
 * @returns the report of dependency-cruiser, or nothing if all imports are
 *   allowed
 */
export function importProblems(root: string): string[] {
  const config = join(courseFolder(), "lib/dependency-cruiser.config.mjs");
  return run(root, "dependency-cruiser/bin/dependency-cruise.mjs", [
    ...["--config", config],
    ...["--output-type", "err-long", "lib"],
  ]);
}

/**
 * Finds the problems of every chapter; a message begins with the chapter's
 * name.
 */
function ofChapters(
  find: (notebook: Notebook, name: string) => string[],
): string[] {
  return findNotebooks().flatMap((path) => {
    const name = basename(path);
    const notebook = readNotebook(path);
    return find(notebook, name).map((problem) => `${name}: ${problem}`);
  });
}

function findCellProblems(root: string): string[] {
  const read = (path: string): string | undefined =>
    existsSync(join(root, path))
      ? readFileSync(join(root, path), "utf8")
      : undefined;
  const sizes: number[] = [];
  const problems = ofChapters((notebook) => {
    sizes.push(...cellSizes(notebook));
    return cellProblems(notebook, read);
  });
  return [...problems, ...sizeProblems(sizes)];
}

function findSeeProblems(root: string): string[] {
  const chapters = chapterTexts(findNotebooks());
  return [
    ...lostChapters(root, chapters),
    ...unlinkedFiles(root, chapters),
    ...["lib/core/index.ts", "lib/files/index.ts"].flatMap((entry) =>
      unseenExports(root, entry, chapters),
    ),
  ];
}

/** All checks, the quick ones first. */
const CHECKS: Check[] = [
  {
    title: "strict TypeScript",
    find: (root) => {
      const trouble = lookAtLibrary(root);
      return trouble ? [trouble.cause] : [];
    },
  },
  {
    title: "line budgets",
    find: (root) => brokenBudgets(measureLibrary(root)),
  },
  {
    title: "declarations as tslab reads them",
    find: (root) => [
      ...brokenDeclarations(root),
      ...newGenerics(join(root, "lib", "dist")),
    ],
  },
  { title: "cells of the notebooks", find: findCellProblems },
  {
    title: "notebooks as committed",
    find: () => ofChapters(notebookProblems),
  },
  {
    title: "exercises in the notebooks",
    find: () =>
      ofChapters((notebook, name) => {
        const chapter = COURSE.find(({ number }) => name.startsWith(number));
        const exercises = chapter?.exercises ?? [];
        return [
          ...exerciseProblems(notebook, exercises),
          ...openProblems(notebook, exercises),
        ];
      }),
  },
  {
    title: "order of the chapters",
    find: (root) => {
      const built = chaptersOfExports(root);
      return ofChapters((notebook, name) =>
        orderProblems(notebook, Number(name.slice(0, 2)), built),
      );
    },
  },
  {
    title: "numbers that the text quotes",
    find: () => ofChapters(missingNumbers),
  },
  {
    title: "links",
    find: (root) => [
      ...findNotebooks().flatMap(brokenLinks),
      ...findNotebooks().flatMap((_, index, all) => missingLinks(all, index)),
      ...DOCUMENTS.flatMap((name) => brokenLinks(join(root, name))),
    ],
  },
  {
    title: "documents",
    find: (root) => DOCUMENTS.flatMap((name) => documentProblems(root, name)),
  },
  { title: "chapters named after @see", find: findSeeProblems },
  { title: "import directions", find: importProblems },
  {
    title: "format",
    find: (root) => run(root, "prettier/bin/prettier.cjs", ["--check", "."]),
  },
  {
    title: "lint",
    find: (root) =>
      run(root, "eslint/bin/eslint.js", [
        ...["--config", "lib/eslint.config.mjs"],
        ...["--max-warnings", "0", "lib"],
      ]),
  },
];

/**
 * Runs every check and prints a line for each, with the problems below it.
 * @param root the folder of the course
 * @param checks the checks to run
 * @returns how many checks failed
 */
export function check(root: string, checks: Check[] = CHECKS): number {
  let failed = 0;
  for (const { title, find } of checks) {
    const start = performance.now();
    const problems = find(root);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const mark = problems.length === 0 ? "ok    " : "FAILED";
    console.log(`${mark}  ${title} (${seconds} s)`);
    for (const problem of problems)
      console.log("        " + problem.replaceAll("\n", "\n        "));
    if (problems.length > 0) failed++;
  }
  return failed;
}

/**
 * Sums up a run.
 * @param failed how many checks failed
 * @returns the last line to print
 */
export function summary(failed: number): string {
  if (failed === 0) return "All checks passed.";
  return `${failed} check${failed === 1 ? "" : "s"} failed.`;
}

if (require.main === module) {
  const failed = check(courseFolder());
  console.log(`\n${summary(failed)}`);
  process.exitCode = failed === 0 ? 0 : 1;
}
