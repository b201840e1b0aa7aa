import assert from "node:assert/strict";
import { test } from "node:test";

import { brokenDirections, findCircle, importGraph } from "./imports";

function graph(files: Record<string, string>): ReturnType<typeof importGraph> {
  return importGraph(new Map(Object.entries(files)));
}

test("Imports are found in every form, and led to the files they mean", () => {
  const found = graph({
    "core/a.ts": 'import { b } from "./b";\nimport fs from "node:fs";',
    "core/b.ts": 'export * from "./layers";',
    "core/layers/index.ts": 'import type { A } from "../a";',
    "tools/c.cjs": 'const { a } = require("../core/a");',
    "tools/d.ts": 'const x = import("tinyllm");',
    "index.ts": "",
  });
  assert.deepEqual(Object.fromEntries(found), {
    "core/a.ts": ["core/b.ts"],
    "core/b.ts": ["core/layers/index.ts"],
    "core/layers/index.ts": ["core/a.ts"],
    "tools/c.cjs": ["core/a.ts"],
    "tools/d.ts": ["index.ts"],
    "index.ts": [],
  });
});

test("The core may import nothing of the other folders, not even a type", () => {
  const broken = brokenDirections(
    graph({
      "core/a.ts": 'import type { Card } from "../notebook/card";',
      "notebook/card.ts": "",
    }),
  );
  assert.deepEqual(broken, [
    "lib/core/a.ts imports lib/notebook/card.ts; lib/core may import only " +
      "lib/core.",
  ]);
});

test("Folders may import what they stand on", () => {
  const broken = brokenDirections(
    graph({
      "core/a.ts": "",
      "notebook/b.ts": 'import "../core/a";',
      "exercises/c.ts": 'import "../core/a";\nimport "../notebook/b";',
      "tools/d.ts": 'import "../exercises/c";',
    }),
  );
  assert.deepEqual(broken, []);
});

test("A circle is named with the files it goes through", () => {
  const round = graph({
    "core/start.ts": 'import "./a";',
    "core/a.ts": 'import "./b";',
    "core/b.ts": 'import "./a";',
  });
  assert.deepEqual(findCircle(round), ["core/a.ts", "core/b.ts", "core/a.ts"]);
  assert.deepEqual(brokenDirections(round), [
    "The imports go round: core/a.ts -> core/b.ts -> core/a.ts.",
  ]);
});

test("Two ways to the same file are no circle", () => {
  const diamond = graph({
    "core/top.ts": 'import "./left";\nimport "./right";',
    "core/left.ts": 'import "./base";',
    "core/right.ts": 'import "./base";',
    "core/base.ts": "",
  });
  assert.equal(findCircle(diamond), undefined);
});
