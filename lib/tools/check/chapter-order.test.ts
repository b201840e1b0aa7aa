import assert from "node:assert/strict";
import { test } from "node:test";

import { code, notebook } from "../../testing/notebook-builder";
import { courseFolder } from "../setup/course-files.cjs";
import { chaptersOfExports, orderProblems } from "./chapter-order";

const built = chaptersOfExports(courseFolder());

test("doc comments name the chapter that builds a function", () => {
  assert.equal(built.get("sgdUpdateScalar"), 1);
  assert.equal(built.get("attentionForward"), 10);
  assert.equal(built.get("train"), 14);
});

test("a chapter that uses what a later one builds is reported", () => {
  const cell = code('import { train } from "tinyllm";\nops.geluForward;');
  assert.deepEqual(orderProblems(notebook(cell), 6, built), [
    "chapter 6 uses train, which chapter 14 builds.",
    "chapter 6 uses geluForward, which chapter 9 builds.",
  ]);
});
