import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { test } from "node:test";

import { brokenLinks, innerLinks, missingLinks } from "./links";
import { draftToNotebook } from "../../testing/notebook-draft";
import { formatNotebook } from "../notebooks/format";
import { courseFolder } from "../setup/places.cjs";
import { findNotebooks } from "../notebooks/publish";
import { temporaryFolder } from "../../testing/temporary-folder";

const chapters = findNotebooks().filter((path) => /^\d/.test(basename(path)));
const DOCUMENTS = [
  "README.md",
  ".github/CONTRIBUTING.md",
  "datasets/README.md",
].map((name) => join(courseFolder(), name));

/** A chapter's file, made of a draft. */
function chapter(draft: string): string {
  return formatNotebook(draftToNotebook(draft));
}

test("A link to no file or to no heading is named, in text and in HTML", (t) => {
  const folder = temporaryFolder(t, {
    "01-a.ipynb": chapter(
      "[here](02-b.ipynb#The-map) [gone](03-c.ipynb) [no](02-b.ipynb#Map) " +
        '[web](https://example.org) `[code](x.md)` <a href="y.md">y</a>\n\n' +
        '~~~ts\n"[shown](z.md)"\n~~~\n',
    ),
    "02-b.ipynb": chapter("## The map\n\n[self](#The-map)\n"),
    "read.md": "# To begin, `npm`\n\n[b](02-b.ipynb) [me](#to-begin-npm)\n",
  });
  assert.deepEqual(brokenLinks(join(folder, "01-a.ipynb")), [
    "01-a.ipynb links to 03-c.ipynb: no file.",
    "01-a.ipynb links to 02-b.ipynb#Map: no such heading.",
    "01-a.ipynb links to y.md: no file.",
  ]);
  assert.deepEqual(brokenLinks(join(folder, "02-b.ipynb")), []);
  assert.deepEqual(brokenLinks(join(folder, "read.md")), []);
});

test("A chapter without its neighbours and its files is named", (t) => {
  const cell = "```ts\n// -> lib/core/scalar.ts\nconst a = 1;\n```\n";
  const folder = temporaryFolder(t, {
    "01-a.ipynb": chapter("[b](02-b.ipynb#x) [lib](../lib/core/scalar.ts)"),
    "02-b.ipynb": chapter(`[a](01-a.ipynb) [lib](../lib/core)\n\n${cell}`),
    "03-c.ipynb": chapter("Words.\n"),
  });
  const paths = ["01-a", "02-b", "03-c"].map((n) => join(folder, `${n}.ipynb`));
  assert.deepEqual(missingLinks(paths, 0), []);
  assert.deepEqual(missingLinks(paths, 1), [
    "02-b.ipynb should link to 03-c.ipynb.",
    "02-b.ipynb should link to ../lib/core/scalar.ts.",
  ]);
  assert.deepEqual(missingLinks(paths, 2), [
    "03-c.ipynb should link to 02-b.ipynb.",
    "03-c.ipynb should link to its files in lib.",
  ]);
});

for (const path of [...chapters, ...DOCUMENTS]) {
  test(`${basename(path)} has no broken link`, () => {
    assert.deepEqual(brokenLinks(path), []);
  });
}

for (const [index, path] of chapters.entries()) {
  test(`${basename(path)} links its neighbours and its files`, () => {
    assert.ok(innerLinks(path).length > 2);
    assert.deepEqual(missingLinks(chapters, index), []);
  });
}
