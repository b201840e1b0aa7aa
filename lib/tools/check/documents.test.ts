import assert from "node:assert/strict";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { documentProblems } from "./documents";

test("commands, paths and folders that do not exist are reported", (t) => {
  const root = temporaryFolder(t, {
    "package.json": '{ "scripts": { "test": "", "check": "" } }',
    "lib/core/a.ts": "",
    "docs/b.md":
      "`npm test`, `npm run check`, `npm ci`\nnpm run chek\n\n" +
      "`lib/core/a.ts` `docs/b.md` `lib/dist/a.js` `lib/core/gone.ts`\n\n" +
      "```\nnotebooks/\nlib/\n  core   the course\n  kore   a slip\n```\n",
  });
  assert.deepEqual(documentProblems(root, "docs/b.md"), [
    "docs/b.md: there is no npm run chek.",
    "docs/b.md: there is no lib/core/gone.ts.",
    "docs/b.md: there is no lib/kore.",
  ]);
});

test("a merge that was committed unresolved is reported", (t) => {
  const root = temporaryFolder(t, {
    "package.json": '{ "scripts": {} }',
    "b.md": "# Texts\n\n<<<<<<< HEAD\n\nours\n=======\ntheirs\n>>>>>>> main\n",
  });
  assert.deepEqual(documentProblems(root, "b.md"), [
    "b.md: it has an unresolved merge.",
  ]);
});
