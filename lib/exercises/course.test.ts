import assert from "node:assert/strict";
import { test } from "node:test";

import { COURSE } from "./course";

const ALL = COURSE.flatMap(({ exercises }) => exercises);

/** The parts of the course: their first and last chapters, and their points. */
const PARTS = [
  ["00", "06", 102],
  ["07", "11", 124],
  ["12", "17", 122],
  ["18", "18", 10],
] as const;

test("The parts are worth 102, 124 and 122 points, and the last page 10", () => {
  for (const [first, last, expected] of PARTS) {
    const points = ALL.filter(
      ({ id }) => id.slice(0, 2) >= first && id.slice(0, 2) <= last,
    ).map((exercise) => exercise.points);
    const sum = points.reduce((total, one) => total + one, 0);
    assert.equal(sum, expected, `chapters ${first} to ${last}`);
  }
});

test("The chapters run from 00 to 18, each with more than code to write", () => {
  assert.deepEqual(
    COURSE.map(({ number }) => number),
    Array.from({ length: 19 }, (_, n) => `0${n}`.slice(-2)),
  );
  for (const { number, exercises } of COURSE)
    assert.ok(
      exercises.some(({ kind }) => kind !== "write"),
      number,
    );
});
