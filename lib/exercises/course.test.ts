import assert from "node:assert/strict";
import { test } from "node:test";

import { COURSE } from "./course";

const ALL = COURSE.flatMap(({ exercises }) => exercises);

/** The parts of the course, by their first and last chapters. */
const PARTS = [
  ["00", "06"],
  ["07", "11"],
  ["12", "17"],
] as const;

test("Each part of the course is worth 100 points", () => {
  for (const [first, last] of PARTS) {
    const points = ALL.filter(
      ({ id }) => id.slice(0, 2) >= first && id.slice(0, 2) <= last,
    ).map((exercise) => exercise.points);
    const sum = points.reduce((total, one) => total + one, 0);
    assert.equal(sum, 100, `chapters ${first} to ${last}`);
  }
});

test("The chapters run from 00 to 17, each with more than code to write", () => {
  assert.deepEqual(
    COURSE.map(({ number }) => number),
    Array.from({ length: 18 }, (_, n) => `0${n}`.slice(-2)),
  );
  for (const { number, exercises } of COURSE)
    assert.ok(
      exercises.some(({ kind }) => kind !== "write"),
      number,
    );
});
