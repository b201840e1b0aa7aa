import assert from "node:assert/strict";
import { relative } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "./temporary-folder";
import { testFiles } from "./test";

test("Every compiled test is found, or those that are asked for", (t) => {
  const root = temporaryFolder(t, {
    "lib/dist/core/a.test.js": "",
    "lib/dist/core/a.js": "",
    "lib/dist/core/layers/b.test.js": "",
    "lib/dist/tools/c.test.js": "",
    "lib/dist/tools/c.test.d.ts": "",
  });
  const names = (words?: string[]): string[] =>
    testFiles(root, words).map((path) =>
      relative(root, path).replaceAll("\\", "/").replace("lib/dist/", ""),
    );
  assert.deepEqual(names(), [
    "core/a.test.js",
    "core/layers/b.test.js",
    "tools/c.test.js",
  ]);
  assert.deepEqual(names(["layers"]), ["core/layers/b.test.js"]);
  assert.deepEqual(names(["nothing"]), []);
});
