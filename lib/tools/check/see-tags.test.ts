import assert from "node:assert/strict";
import { test } from "node:test";

import { lostChapters, unlinkedFiles, unseenExports } from "./see-tags";
import { temporaryFolder } from "../../testing/temporary-folder";

test("a named chapter that does not exist is reported", (t) => {
  const folder = temporaryFolder(t, {
    "lib/core/a.ts":
      "/**\n * A.\n * @see notebooks/01-a.ipynb, 02-gone.ipynb\n */\n" +
      "export const a = 1;\n",
  });
  assert.deepEqual(lostChapters(folder, new Map([["01-a.ipynb", ""]])), [
    "lib/core/a.ts names 02-gone.ipynb: no such file.",
  ]);
});

test("a file that none of its chapters links to is reported", (t) => {
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

test("an export that names no chapter, or one that does not mention it, is reported", (t) => {
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
    "lib/a.ts: 01-a.ipynb should mention silent.",
    "lib/b.ts: Lost names no chapter.",
  ]);
});
