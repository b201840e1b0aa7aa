import assert from "node:assert/strict";
import { test } from "node:test";

import { code, notebook } from "../../testing/notebook-builder";
import { courseFolder } from "../setup/course-files.cjs";
import { chaptersOfExports, orderProblems } from "./chapter-order";

const built = chaptersOfExports(courseFolder());

test("The doc comments tell which chapter builds what", () => {
  assert.equal(built.get("sgdUpdateScalar"), 1);
  assert.equal(built.get("attentionForward"), 10);
  assert.equal(built.get("train"), 14);
});

test("A chapter that runs ahead is named", () => {
  const cell = code('import { train } from "tinyllm";\nops.geluForward;');
  assert.deepEqual(orderProblems(notebook(cell), 6, built), [
    "chapter 6 uses train, which chapter 14 builds.",
    "chapter 6 uses geluForward, which chapter 9 builds.",
  ]);
});
