import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { readJson } from "../setup/course-files.cjs";

/** The documents of the course, in markdown. */
export const DOCUMENTS: readonly string[] = [
  "README.md",
  ".github/CONTRIBUTING.md",
  ".github/STYLE.md",
  ".github/TEACHING.md",
  "datasets/README.md",
  "lib/README.md",
  "lib/kernel/README.md",
];

/** `npm test`, `npm run check` between backticks or at the start of a line. */
const COMMAND = /(?:`|^)npm (run )?([a-z-]+)/gm;

/** A path between backticks. */
const PATH = /`((?:\.?[\w-]+\/)+[\w.-]*)`/g;

/** The first line of an unresolved merge, as git writes it. */
const CONFLICT = /^<{7}/m;

/** Output of commands, which a fresh clone does not have. */
const MADE = /^(node_modules|\.venv|\.artifacts|classroom|lib\/dist)\b/;

/** A tree of folders; those of lib are indented. */
const TREE = /```\n(notebooks\/[^]*?)```/;

/**
 * Finds what a document mentions but the course does not have (npm commands,
 * paths, and folders of lib in a tree), and an unresolved merge.
 * @param root the folder of the course
 * @param document its path below `root`
 * @returns one sentence per problem
 */
export function documentProblems(root: string, document: string): string[] {
  const text = readFileSync(join(root, document), "utf8");
  const { scripts } = readJson(join(root, "package.json")) as {
    scripts: Record<string, string>;
  };
  const commands = [...text.matchAll(COMMAND)]
    .filter(([, run, name]) => run || !["install", "ci"].includes(name))
    .filter(([, , name]) => !(name in scripts))
    .map(([, run = "", name]) => `there is no npm ${run}${name}`);
  const paths = [...text.matchAll(PATH)]
    .map(([, path]) => path)
    .filter((path) => !MADE.test(path))
    .filter((path) =>
      [root, join(root, dirname(document))].every(
        (folder) => !existsSync(join(folder, path)),
      ),
    )
    .map((path) => `there is no ${path}`);
  const tree = TREE.exec(text)?.[1] ?? "";
  const folders = [...tree.matchAll(/^ {2}(\w+)/gm)]
    .filter(([, name]) => !existsSync(join(root, "lib", name)))
    .map(([, name]) => `there is no lib/${name}`);
  const merge = CONFLICT.test(text) ? ["it has an unresolved merge"] : [];
  return [...commands, ...paths, ...folders, ...merge].map(
    (problem) => `${document}: ${problem}.`,
  );
}
