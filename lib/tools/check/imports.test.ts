import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { importProblems } from "./check";

/** The problems of a library with these files: path below lib to source. */
function problems(t: TestContext, files: Record<string, string>): string {
  const below: Record<string, string> = {};
  for (const [path, text] of Object.entries(files))
    below[`lib/${path}`] = `${text}\nexport {};\n`;
  const root = temporaryFolder(t, below);
  return importProblems(root).join("\n");
}

test("downward imports are allowed, and tests may import everything", (t) => {
  const found = problems(t, {
    "core/base/a.ts": "",
    "core/ops/b.ts": 'import "../base/a";',
    "core/ops/b.test.ts": 'import "../../testing/d";',
    "exercises/c.ts": 'import "../core/ops/b";',
    "testing/d.ts": 'import "../tools/check/e";',
    "tools/check/e.ts": 'import "../../exercises/c";',
  });
  assert.equal(found, "");
});

test("an upward import is reported, even if it is only a type", (t) => {
  const found = problems(t, {
    "core/base/a.ts": 'import type { B } from "../../notebook/b";',
    "notebook/b.ts": "export type B = number;",
    "core/text/c.ts": 'import "../model/d";',
    "core/model/d.ts": "",
    "tools/e.ts": 'import "../testing/f";',
    "testing/f.ts": "",
    "kernel/variables/g.ts": 'export * from "../cells/h";',
    "kernel/cells/h.ts": "",
    "exercises/chapters/05-a/1-i.ts": 'import "../06-b/1-j";',
    "exercises/chapters/06-b/1-j.ts": "",
  });
  assert.match(found, /lib\/core\/base\/a\.ts → lib\/notebook\/b\.ts/);
  assert.match(found, /lib\/core may import only itself/);
  assert.match(found, /lib\/core\/text\/c\.ts → lib\/core\/model\/d\.ts/);
  assert.match(found, /lib\/tools\/e\.ts → lib\/testing\/f\.ts/);
  assert.match(found, /05-a\/1-i\.ts → lib\/exercises\/chapters\/06-b/);
  assert.match(found, /lib\/kernel\/variables\/g\.ts → lib\/kernel\/cells\/h/);
  assert.match(found, /\b5 dependency violations/);
});

test("an import cycle is reported with its files", (t) => {
  const found = problems(t, {
    "core/base/a.ts": 'import "./b";',
    "core/base/b.ts": 'import "./a";',
  });
  assert.match(found, /circle[^]*base\/a\.ts[^]*base\/b\.ts[^]*base\/a\.ts/);
});

test("grading may not load a browser driver, not even indirectly", (t) => {
  const found = problems(t, {
    "tools/classroom/grade.ts": 'import "../notebooks/publish";',
    "tools/notebooks/publish.ts": 'import "playwright-core";',
  });
  assert.match(found, /grading without a browser/);
});
