import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";

import { joinLines, readNotebook } from "../notebooks/format";
import { BUILDS } from "./cells";

/** A link in markdown or HTML: its target, without a title. */
const LINK = /\]\(([^)\s]+)[^)]*\)|<(?:a|img)[^>]*\s(?:href|src)="([^"]+)"/g;

/** Targets outside the course. */
const OUTSIDE = /^(https?:|mailto:|data:|attachment:)/;

/** The markdown of a notebook or of a document. */
function markdownOf(path: string): string {
  if (!path.endsWith(".ipynb")) return readFileSync(path, "utf8");
  return readNotebook(path)
    .cells.filter((cell) => cell.cell_type === "markdown")
    .map((cell) => joinLines(cell.source))
    .join("\n\n");
}

const BLOCKS_OF_CODE = /^(```|~~~)[^]*?^\1/gm;
const CODE_IN_TEXT = /`[^`\n]*`/g;

/**
 * Finds the targets of links within the course.
 * @param path a notebook, or a document in markdown
 * @returns the targets as written
 */
export function innerLinks(path: string): string[] {
  const text = markdownOf(path).replace(BLOCKS_OF_CODE, "");
  return [...text.replace(CODE_IN_TEXT, "``").matchAll(LINK)]
    .map(([, markdown, html]) => markdown ?? html)
    .filter((target) => !OUTSIDE.test(target));
}

/**
 * Finds links to a file, or to a heading of a file, that does not exist.
 * @param path a notebook, or a document in markdown
 * @returns one sentence per link
 */
export function brokenLinks(path: string): string[] {
  return innerLinks(path).flatMap((target) => {
    const [file = "", anchor] = decodeURIComponent(target).split("#");
    const leadsTo = file === "" ? path : join(dirname(path), file);
    const name = basename(path);
    if (!existsSync(leadsTo))
      return [`${name} links to ${target}: no such file.`];
    return anchor === undefined || anchorsOf(leadsTo).includes(anchor)
      ? []
      : [`${name} links to ${target}: no such heading.`];
  });
}

/** The anchors of a file's headings, as JupyterLab or GitHub makes them. */
function anchorsOf(path: string): string[] {
  const inNotebook = path.endsWith(".ipynb");
  const text = markdownOf(path).replace(BLOCKS_OF_CODE, "");
  return Array.from(text.matchAll(/^#{1,6} (.+)$/gm), ([, heading = ""]) => {
    const plain = heading.replace(/[`*]/g, "").trim();
    return inNotebook
      ? plain.replaceAll(" ", "-")
      : plain.toLowerCase().replace(/[^\w\s-]/g, "").replaceAll(" ", "-"); // prettier-ignore
  });
}

/**
 * Finds links that a chapter lacks: to its neighbors, to the library, and to
 * each file that its cells build.
 * @param paths all chapters, in order
 * @param index of the chapter to check
 * @returns one sentence per link
 */
export function missingLinks(paths: string[], index: number): string[] {
  const path = paths[index];
  const links = innerLinks(path).map((target) => target.replace(/#.*/, ""));
  const code = readNotebook(path).cells.map(
    (cell) => BUILDS.exec(joinLines(cell.source))?.[1],
  );
  const built = code.flatMap((file) => (file ? [`../${file}`] : []));
  const neighbors = [paths[index - 1], paths[index + 1]]
    .filter(Boolean)
    .map((neighbor) => basename(neighbor));
  const missing = [...new Set([...neighbors, ...built])]
    .filter((target) => !links.includes(target))
    .map((target) => `${basename(path)} should link to ${target}.`);
  return links.some((target) => target.startsWith("../lib/"))
    ? missing
    : [...missing, `${basename(path)} should link to its files in lib.`];
}
