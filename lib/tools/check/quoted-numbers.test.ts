import assert from "node:assert/strict";
import { test } from "node:test";

import { code, notebook, printed, text } from "../../testing/notebook-builder";
import { missingNumbers } from "./quoted-numbers";

test("a quoted number must appear in an output", () => {
  const chapter = notebook(
    text("It is **0.25**, not 1.5 ± 0.1."),
    code("", [printed("0.2504")]),
  );
  assert.deepEqual(missingNumbers(chapter), ["no output shows 1.5."]);
});
