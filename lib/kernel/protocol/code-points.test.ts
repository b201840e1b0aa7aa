import assert from "node:assert/strict";
import { test } from "node:test";

import { pointsBefore, unitsBefore } from "./code-points";

test("an emoji is one character and two units", () => {
  const text = 'a"😀"b';
  for (const [points, units] of [
    [0, 0],
    [2, 2],
    [3, 4],
    [5, 6],
  ] as const) {
    assert.equal(unitsBefore(text, points), units);
    assert.equal(pointsBefore(text, units), points);
  }
});

test("a position beyond the text, or none at all, is its end", () => {
  for (const points of [5, 100, Infinity, undefined, null, "2", NaN]) {
    assert.equal(unitsBefore("a😀bc", points), 5, String(points));
  }
  assert.equal(unitsBefore("abc", -2), 0);
});
