import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { brokenLinks, missingLinks } from "./links";
import { code, notebook, text } from "../../testing/notebook-builder";
import { formatNotebook } from "../notebooks/format";
import { temporaryFolder } from "../../testing/temporary-folder";

/** A chapter's file: text, and a cell of code if there is one. */
function chapter(markdown: string, source?: string): string {
  const below = source === undefined ? [] : [code(source)];
  return formatNotebook(notebook(text(markdown), ...below));
}

test("a link to a missing file or heading is reported, in text and in HTML", (t) => {
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
    "01-a.ipynb links to 03-c.ipynb: no such file.",
    "01-a.ipynb links to 02-b.ipynb#Map: no such heading.",
    "01-a.ipynb links to y.md: no such file.",
  ]);
  assert.deepEqual(brokenLinks(join(folder, "02-b.ipynb")), []);
  assert.deepEqual(brokenLinks(join(folder, "read.md")), []);
});

test("a chapter that does not link to its neighbors and its files is reported", (t) => {
  const cell = "// -> lib/core/scalar.ts\nconst a = 1;";
  const folder = temporaryFolder(t, {
    "01-a.ipynb": chapter("[b](02-b.ipynb#x) [lib](../lib/core/scalar.ts)"),
    "02-b.ipynb": chapter("[a](01-a.ipynb) [lib](../lib/core)", cell),
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
