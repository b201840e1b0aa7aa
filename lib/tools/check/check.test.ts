import assert from "node:assert/strict";
import { test } from "node:test";

import { check, summary } from "./check";

test("a check that fails is printed with its problems and counted", (t) => {
  const said: unknown[] = [];
  t.mock.method(console, "log", (line: unknown) => said.push(line));
  const failed = check("/", [
    { title: "good", find: () => [] },
    { title: "bad", find: (root) => [`in ${root}`, "two\nlines"] },
  ]);
  assert.equal(failed, 1);
  assert.match(String(said[0]), /^ok {6}good \([\d.]+ s\)$/);
  assert.match(String(said[1]), /^FAILED {2}bad/);
  assert.deepEqual(said.slice(2), [
    "        in /",
    "        two\n        lines",
  ]);
});

test("the last line says how many checks failed", () => {
  assert.equal(summary(0), "All checks passed.");
  assert.equal(summary(1), "1 check failed.");
  assert.equal(summary(3), "3 checks failed.");
});
