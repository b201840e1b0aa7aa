import assert from "node:assert/strict";
import { test } from "node:test";

import { findNotebooks } from "./find";
import { joinLines, readNotebook } from "./format";

/** A link to a section: `[04](04-softmax.ipynb#Perplexity)`. */
const LINK = /\[\d\d\]\((\d\d)-[^)#]*#([^)]+)\)/g;

const BLOCKS_OF_CODE = /^(```|~~~)[^]*?^\1/gm;

interface Row {
  cells: string[];
  /** chapter and anchor of each link in the row */
  links: [string, string][];
}

/** All markdown of a chapter. */
function markdownOf(chapter: string): string {
  return readNotebook(findNotebooks([chapter])[0])
    .cells.filter((cell) => cell.cell_type === "markdown")
    .map((cell) => joinLines(cell.source))
    .join("\n\n")
    .replace(BLOCKS_OF_CODE, "");
}

/** A heading and the text below, up to the next one of the same or a higher level. */
function sectionOf(chapter: string, anchor: string): string {
  const lines = markdownOf(chapter).split("\n");
  const level = (line: string): number => /^(#+) /.exec(line)?.[1].length ?? 9;
  const start = lines.findIndex(
    (line) =>
      level(line) < 9 &&
      line
        .replace(/^#+ /, "")
        .replace(/[`*]/g, "")
        .trim()
        .replaceAll(" ", "-") === anchor,
  );
  assert.ok(start >= 0, `chapter ${chapter} has no heading ${anchor}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => level(line) <= level(lines[start]));
  const below = end < 0 ? rest : rest.slice(0, end);
  const text = [lines[start], ...below].join(" ");
  return text.replace(/\s+/g, " ").toLowerCase();
}

/** The rows of the table below a heading of the appendix. */
function rowsBelow(heading: string): Row[] {
  const [, section = ""] = markdownOf("19").split(`\n### ${heading}\n`);
  return section
    .split(/\n#+ /)[0]
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(1)
    .map((line) => ({
      cells: line.split("|").map((cell) => cell.trim()),
      links: [...line.matchAll(LINK)].map(([, chapter, anchor]) => [
        chapter,
        anchor,
      ]),
    }));
}

/** `"byte-pair encoding"` for `"byte-pair encoding (BPE)"`. */
const bare = (term: string): string => term.replace(/ \(.*/, "").toLowerCase();

const terms = rowsBelow("The field's words");
const ours = rowsBelow("The course's own words");

test("each term of the index is bold in the sections that it links to", () => {
  assert.ok(terms.length > 80, `only ${terms.length} terms`);
  for (const { cells, links } of terms) {
    assert.ok(links.length > 0, `${cells[1]}: no link`);
    for (const [chapter, anchor] of links)
      assert.ok(
        sectionOf(chapter, anchor).includes(`**${bare(cells[1])}`),
        `${cells[1]} is not bold in chapter ${chapter}, ${anchor}`,
      );
  }
});

test("the terms of the index are sorted, and each occurs once", () => {
  const names = terms.map(({ cells }) => bare(cells[1]));
  assert.deepEqual(names, [...new Set(names)].sort());
});

test("each of the course's own words is in its section, and the field's word in the index", () => {
  assert.ok(ours.length > 10, `only ${ours.length} words`);
  const known = terms.map(({ cells }) => bare(cells[1]));
  for (const { cells, links } of ours) {
    const [, own, standard] = cells;
    assert.ok(links.length > 0, `${own}: no link`);
    for (const [chapter, anchor] of links)
      assert.ok(
        sectionOf(chapter, anchor).includes(own.toLowerCase()),
        `"${own}" does not occur in chapter ${chapter}, ${anchor}`,
      );
    for (const word of standard.matchAll(/\*\*([^*]+)\*\*/g))
      assert.ok(
        known.includes(bare(word[1])),
        `${word[1]} is not in the index`,
      );
  }
});
