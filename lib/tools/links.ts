import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { joinLines, parseNotebook, type Notebook } from "./notebook-format";

/** A link in markdown or HTML: its target, without a title. */
const LINK = /\]\(([^)\s]+)[^)]*\)|<(?:a|img)[^>]*\s(?:href|src)="([^"]+)"/g;

/** What leads out of the course. */
const OUTSIDE = /^(https?:|mailto:|data:|attachment:)/;

/** `// -> lib/core/scalar.ts` at the head of a cell that builds that file. */
const BUILDS = /^\/\/ -> (lib\/[\w./-]+\.ts)\b/;

/** The text of a notebook's cells of one kind, one below the other. */
function textOf(notebook: Notebook, kind: "markdown" | "code"): string {
  const cells = notebook.cells.filter((cell) => cell.cell_type === kind);
  return cells.map((cell) => joinLines(cell.source)).join("\n\n");
}

/** The markdown of a notebook or of a document, without its code. */
function markdownOf(path: string): string {
  const file = readFileSync(path, "utf8");
  const text = path.endsWith(".ipynb")
    ? textOf(parseNotebook(file, path), "markdown")
    : file;
  return text.replace(/^(```|~~~)[^]*?^\1/gm, "").replace(/`[^`\n]*`/g, "``");
}

/**
 * Finds the targets of the links that stay in the course.
 * @param path a notebook, or a document in markdown
 * @returns the targets as they are written
 */
export function innerLinks(path: string): string[] {
  return [...markdownOf(path).matchAll(LINK)]
    .map(([, markdown, html]) => markdown ?? html)
    .filter((target) => !OUTSIDE.test(target));
}

/**
 * Finds links that lead to no file, or to no heading of that file.
 * @param path a notebook, or a document in markdown
 * @returns a sentence for each
 */
export function brokenLinks(path: string): string[] {
  return innerLinks(path).flatMap((target) => {
    const [file = "", anchor] = decodeURIComponent(target).split("#");
    const leadsTo = file === "" ? path : join(dirname(path), file);
    const name = basename(path);
    if (!existsSync(leadsTo)) return [`${name} links to ${target}: no file.`];
    return anchor === undefined || anchorsOf(leadsTo).includes(anchor)
      ? []
      : [`${name} links to ${target}: no such heading.`];
  });
}

/** The headings as a link names them: JupyterLab's way, or GitHub's. */
function anchorsOf(path: string): string[] {
  const file = readFileSync(path, "utf8");
  const inNotebook = path.endsWith(".ipynb");
  const text = inNotebook
    ? textOf(parseNotebook(file, path), "markdown")
    : file;
  return Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading = ""]) => {
    const plain = heading.replace(/[`*]/g, "").trim();
    return inNotebook
      ? plain.replaceAll(" ", "-")
      : plain.toLowerCase().replace(/[^\w\s-]/g, "").replaceAll(" ", "-"); // prettier-ignore
  });
}

/**
 * Finds the links that a chapter should have and has not: to its neighbours,
 * to the library at all, and to each file that its cells build.
 * @param paths all chapters, in order
 * @param index which of them
 * @returns a sentence for each
 */
export function missingLinks(paths: string[], index: number): string[] {
  const path = paths[index];
  const links = innerLinks(path).map((target) => target.replace(/#.*/, ""));
  const code = parseNotebook(readFileSync(path, "utf8"), path).cells.map(
    (cell) => BUILDS.exec(joinLines(cell.source))?.[1],
  );
  const built = code.flatMap((file) => (file ? [`../${file}`] : []));
  const neighbours = [paths[index - 1], paths[index + 1]]
    .filter(Boolean)
    .map((neighbour) => basename(neighbour));
  const missing = [...new Set([...neighbours, ...built])]
    .filter((target) => !links.includes(target))
    .map((target) => `${basename(path)} should link to ${target}.`);
  return links.some((target) => target.startsWith("../lib/"))
    ? missing
    : [...missing, `${basename(path)} should link to its files in lib.`];
}
