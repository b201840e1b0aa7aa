import assert from "node:assert/strict";
import { test } from "node:test";
import {
  expectId,
  expectIds,
  expectNumber,
  expectShape,
  type NumberRule,
} from "./expect";
import { zeros } from "./tensor";

test("a number must be finite and obey its rule, which the message states", () => {
  const wrong: [number, NumberRule, string][] = [
    [NaN, {}, "a finite number; got NaN."],
    [NaN, { above: 0 }, "a number above 0; got NaN."],
    [0, { above: 0, hint: "Try 1." }, "a number above 0; got 0. Try 1."],
    [1, { least: 0, below: 1 }, "a number of at least 0 and below 1; got 1."],
    [2, { above: 0, most: 1 }, "a number above 0 and at most 1; got 2."],
    [0.5, { whole: true }, "a whole number; got 0.5."],
    [0, { whole: true, least: 1 }, "a whole number of at least 1; got 0."],
    [
      9,
      { whole: true, least: 1, most: 8 },
      "a whole number from 1 to 8; got 9.",
    ],
    ["3" as never, {}, 'a finite number; got "3".'],
  ];
  for (const [value, rule, message] of wrong)
    assert.throws(() => expectNumber("f: n", value, rule), {
      name: "RangeError",
      message: `f: n must be ${message}`,
    });
  expectNumber("f: n", 0, { least: 0, below: 1 });
  expectNumber("f: n", 8, { whole: true, least: 1, most: 8 });
  expectNumber("f: n", -0.5);
});

test("ids must be in the vocabulary", () => {
  const why = "because there are 4 tokens; got";
  assert.throws(() => expectId("f: id", 4, 4, "Ids count from 0."), {
    message: `f: id must be a whole number from 0 to 3, ${why} 4. Ids count from 0.`,
  });
  assert.throws(
    () => expectId("f: id", undefined as never, 4),
    /got undefined/,
  );
  assert.throws(() => expectIds("f: ids", [0, 1.5], 4), {
    message:
      `f: ids must be whole numbers from 0 to 3, ${why} 1.5 at index 1. ` +
      "Was the text encoded by another tokenizer?",
  });
  assert.throws(() => expectIds("f: ids", Int32Array.of(-1), 4), /got -1 at/);
  expectIds("f: ids", Int32Array.of(0, 3), 4);
});

test("a tensor or a list of lists must have the shape", () => {
  const wrong: [unknown, (number | string)[], string][] = [
    [zeros([3, 2]), [2, 3], "(2, 3); got (3, 2). Did you pass the transpose?"],
    [
      zeros([3, 2]),
      ["D", 3],
      "(D, 3); got (3, 2). Did you pass the transpose?",
    ],
    [zeros([4]), [5], "(5); got (4)."],
    [[1, 2], ["B", 2], "(B, 2); got (2)."],
    [
      [[1], [1, 2]],
      ["B", 1],
      "(B, 1); got lists of different lengths, [[1], [1, 2]].",
    ],
    [[1, [2]], [2], "(2); got lists of different lengths, [1, [2]]."],
    [[], ["N"], "(N); got (0)."],
    [undefined, ["N"], "(N); got undefined."],
  ];
  for (const [value, shape, message] of wrong)
    assert.throws(() => expectShape("f: x", value, shape), {
      message: `f: x must be ${message}`,
    });
  const reason = { because: "because y is (1)", hint: "Look at y." };
  assert.throws(() => expectShape("f: x", [1, 2], [1], reason), {
    message: "f: x must be (1) because y is (1); got (2). Look at y.",
  });
  expectShape("f: x", zeros([1, 2, 3]), ["B", "T", 3]);
  expectShape("f: x", [[1, 2]], ["B", 2]);
});
