import assert from "node:assert/strict";
import { test } from "node:test";

import { COURSE } from "../../exercises/course";
import { solveNotebook } from "../../testing/chapters/solve";
import { isThorough } from "../../testing/chapters/run-chapters";
import { cellsOf, chapterNotebook, gradeCells } from "../../testing/hand-ins";

/** Inputs that are functions, closures and tensors; a chapter that trains. */
const QUICK = ["02", "11", "12", "14"];

for (const { number, exercises } of COURSE) {
  if (exercises.length === 0 || !(isThorough() || QUICK.includes(number)))
    continue;
  test(
    `${number} gets all points when solved, and none as it is handed out`,
    { timeout: 600_000 },
    async () => {
      const chapter = chapterNotebook(number);
      for (const [notebook, state] of [
        [chapter, "open"],
        [solveNotebook(chapter).solved, "passed"],
      ] as const) {
        const { states } = await gradeCells(cellsOf(notebook), chapter);
        const expected = exercises.map(({ id }) => [id, state]);
        assert.deepEqual(states, Object.fromEntries(expected));
      }
    },
  );
}
