import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { agree, compare } from "./compare";

const ONCE = { seed: 1, numRuns: 200 };
const answers = fc.jsonValue();

test("an answer agrees with a copy of itself", () => {
  fc.assert(
    fc.property(answers, (answer) => {
      const copy: unknown = structuredClone(answer);
      const expected = { largest: 0 };
      assert.deepEqual(compare(answer, copy, "result", 0), expected);
    }),
    ONCE,
  );
});

test("whatever the answer is, a difference is told in a sentence", () => {
  fc.assert(
    fc.property(answers, fc.anything(), (expected, actual) => {
      const { difference } = compare(expected, actual, "result", 1e-9);
      if (difference) assert.match(difference.sentence, /^result.*\.$/s);
    }),
    ONCE,
  );
});

test("a number is accepted up to its tolerance, in a list and alone", () => {
  const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const shifts = fc.double({ min: -3e-6, max: 3e-6, noNaN: true });
  fc.assert(
    fc.property(numbers, shifts, (value, shift) => {
      const actual = value + shift;
      const allowed = 1e-6 * Math.max(1, Math.abs(value));
      const distance = Math.abs(actual - value);
      fc.pre(Math.abs(distance - allowed) > 1e-12);
      const isWrong = distance > allowed;
      for (const [a, b] of [
        [value, actual],
        [
          [1, value],
          [1, actual],
        ],
      ])
        assert.equal("difference" in compare(a, b, "x", 1e-6), isWrong);
    }),
    ONCE,
  );
});

test("two answers agree exactly where comparing them finds no difference", () => {
  const lists = fc.array(fc.array(fc.integer({ min: 0, max: 1 })));
  const any = fc.oneof(lists, answers, fc.anything());
  fc.assert(
    fc.property(any, any, (a, b) => {
      const { difference } = compare(a, b, "result", 1e-9);
      assert.equal(agree(a, b, 1e-9), difference === undefined);
    }),
    ONCE,
  );
});

test("the place of a difference leads to it, through lists and fields", () => {
  const right = { blocks: [{ out: [1, 2] }, { out: [3, 4] }] };
  const place = (actual: unknown): unknown =>
    compare(right, actual, "result", 1e-9).difference?.place;
  const [first] = right.blocks;
  const other = { blocks: [first, { out: [3, 5] }] };
  assert.deepEqual(place(other), ["blocks", "1", "out", "1"]);
  assert.deepEqual(place({ blocks: [first] }), ["blocks"]);
  assert.deepEqual(place({ blocks: [first, {}] }), ["blocks", "1"]);
  assert.deepEqual(place(undefined), []);
});
