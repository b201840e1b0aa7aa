import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "./close";

test("numbers within the tolerance pass; infinities pass only if they are equal", () => {
  assertClose(0.5, 0.75, { tolerance: 0.25 });
  assertClose([1, -Infinity], Float64Array.of(1, -Infinity), { tolerance: 0 });
});

test("a failure names the worst element, both values and the difference", () => {
  assert.throws(
    () => assertClose([1, 2, 4, 4.5], [1, 2.5, 3, 4], { tolerance: 0.25 }),
    {
      message:
        /^value\[2\] is 4, expected 3: the difference 1 is more than 0\.25$/,
    },
  );
  assert.throws(() => assertClose(1, 2, { tolerance: 0.5, what: "loss" }), {
    message: /^loss is 1, expected 2: /,
  });
});

test("NaN is never close, and lists of different lengths are not compared", () => {
  for (const [actual, expected] of [
    [NaN, 1],
    [1, NaN],
    [NaN, NaN],
    [Infinity, -Infinity],
  ])
    assert.throws(() => assertClose(actual, expected, { tolerance: 1 }), {
      message: /the difference (NaN|Infinity) is more than 1/,
    });
  assert.throws(() => assertClose([1, NaN, 9], [1, 1, 1], { tolerance: 1 }), {
    message: /^value\[1\] is NaN/,
  });
  assert.throws(() => assertClose([1], [1, 1], { tolerance: 1 }), {
    message: /lengths differ/,
  });
});
