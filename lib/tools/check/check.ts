import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { cellProblems, cellSizes, sizeProblems } from "./cells";
import { brokenDeclarations, newGenerics } from "./declarations";
import { brokenDirections, libraryImports } from "./imports";
import { filesBelow, look as lookAtLibrary } from "../setup/library.cjs";
import { parseNotebook } from "../notebooks/format";
import { courseFolder } from "../setup/places.cjs";
import { brokenCaps, measureLibrary } from "./size";

/** One check: what it is called, and how it finds what is wrong. */
interface Check {
  title: string;
  /** @returns what is wrong, one text a problem */
  find: (root: string) => string[];
}

function run(root: string, module: string, args: string[]): string[] {
  const tool = join(root, "node_modules", module);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tool, ...args],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  return status === 0 ? [] : [(stdout + stderr).trim()];
}

function checkCells(root: string): string[] {
  const files = filesBelow(join(root, "notebooks"), (path) =>
    /^[^.]*(\.ipynb)?$/.test(basename(path)),
  );
  const read = (path: string): string | undefined =>
    existsSync(join(root, path))
      ? readFileSync(join(root, path), "utf8")
      : undefined;
  const sizes: number[] = [];
  const problems = files.flatMap((file) => {
    const notebook = parseNotebook(readFileSync(file, "utf8"), file);
    sizes.push(...cellSizes(notebook));
    return cellProblems(notebook, read).map(
      (problem) => `${basename(file)}, ${problem}`,
    );
  });
  return [...problems, ...sizeProblems(sizes)];
}

/** Every check, the quick ones first. */
const CHECKS: Check[] = [
  {
    title: "strict TypeScript",
    find: (root) => {
      const trouble = lookAtLibrary(root);
      return trouble ? [trouble.cause] : [];
    },
  },
  {
    title: "sizes",
    find: (root) => brokenCaps(measureLibrary(root)),
  },
  {
    title: "direction of imports",
    find: (root) => brokenDirections(libraryImports(root)),
  },
  {
    title: "declarations, as tslab reads them",
    find: (root) => [
      ...brokenDeclarations(root),
      ...newGenerics(join(root, "lib", "dist")),
    ],
  },
  { title: "cells of the notebooks", find: checkCells },
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
 * Runs every check and prints a line for each, with what is wrong below it.
 * @param root the folder of the course
 * @param checks what to run
 * @returns how many checks found something
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

if (require.main === module) {
  const failed = check(courseFolder());
  console.log(failed === 0 ? "\nAll well." : `\n${failed} to mend.`);
  process.exitCode = failed === 0 ? 0 : 1;
}
