import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";

import { courseFolder } from "../setup/places.cjs";
import { findNotebooks } from "../notebooks/publish";
import {
  chapterTexts,
  lostChapters,
  unlinkedFiles,
  unseenExports,
} from "./see";
import { temporaryFolder } from "../../testing/temporary-folder";

const root = courseFolder();
const chapters = chapterTexts(
  findNotebooks().filter((path) => /^\d/.test(basename(path))),
);

test("A chapter that is named and does not exist is found", (t) => {
  const folder = temporaryFolder(t, {
    "lib/core/a.ts":
      "/**\n * A.\n * @see notebooks/01-a.ipynb, 02-gone.ipynb\n */\n" +
      "export const a = 1;\n",
  });
  assert.deepEqual(lostChapters(folder, new Map([["01-a.ipynb", ""]])), [
    "lib/core/a.ts names 02-gone.ipynb: no file.",
  ]);
});

test("A file that no chapter of its own links is found", (t) => {
  const folder = temporaryFolder(t, {
    "lib/core/a.ts": "/** @see notebooks/01-a.ipynb, 02-b.ipynb */\n",
    "lib/core/b.ts": "/** @see notebooks/01-a.ipynb */\n",
  });
  const texts = new Map([
    ["01-a.ipynb", "Words."],
    ["02-b.ipynb", "[a](../lib/core/a.ts) [b](../lib/core/b.ts)"],
  ]);
  assert.deepEqual(unlinkedFiles(folder, texts), [
    "01-a.ipynb should link to lib/core/b.ts.",
  ]);
});

test("Every file of the core that names chapters is linked by one of them", () => {
  assert.deepEqual(unlinkedFiles(root, chapters), []);
});

test("An export that names no chapter, or one that is silent of it, is found", (t) => {
  const see = (chapter: string): string =>
    `/**\n * Words.\n * @see "A paper"; notebooks/${chapter}.ipynb\n */\n`;
  const folder = temporaryFolder(t, {
    "lib/index.ts": 'export * from "./a";\nexport * as b from "./b";\n',
    "lib/a.ts":
      see("01-a") +
      "export function good(): void {}\n" +
      see("01-a") +
      "export function silent(): void {}\n" +
      "/** The file of this one names a chapter. */\n" +
      "export function helper(): void {}\n" +
      "export type Of = number;\n",
    "lib/b.ts": "/** @see notes */\nexport class Lost {}\n",
  });
  const texts = new Map([["01-a.ipynb", "We call good here."]]);
  assert.deepEqual(unseenExports(folder, "lib/index.ts", texts).sort(), [
    "lib/a.ts: 01-a.ipynb should speak of silent.",
    "lib/b.ts: Lost names no chapter.",
  ]);
});

test("Every chapter that the library names exists", () => {
  assert.deepEqual(lostChapters(root, chapters), []);
});

test("What core and files export names a chapter that speaks of it", () => {
  for (const entry of ["lib/core/index.ts", "lib/files/index.ts"])
    assert.deepEqual(unseenExports(root, entry, chapters), []);
});
