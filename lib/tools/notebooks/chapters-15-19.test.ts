import assert from "node:assert/strict";
import { test } from "node:test";

import { isSolved, testChapters } from "../../testing/chapters/run-chapters";

testChapters(15, 19);

test("all chapters except the long ones are solved by default", () => {
  const solved = (wanted?: string): string =>
    ["02", "06", "10", "15"].filter((one) => isSolved(one, wanted)).join(" ");
  assert.equal(solved(""), "02 10");
  assert.equal(solved("all"), "02 06 10 15");
  assert.equal(solved("06 15"), "06 15");
});
