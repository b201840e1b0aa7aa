import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { compare } from "./compare";

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
