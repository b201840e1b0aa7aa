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

test("Every chapter from 00 to 17 has three exercises or more", () => {
  const numbers = Array.from({ length: 18 }, (_, n) => `0${n}`.slice(-2));
  assert.deepEqual(
    COURSE.map(({ number }) => number),
    numbers,
  );
  for (const { number, exercises } of COURSE)
    assert.ok(exercises.length >= 3, number);
});

test("There are 72 exercises or more, and more than code is asked for", () => {
  const count = (kind: string): number =>
    ALL.filter((exercise) => exercise.kind === kind).length;
  assert.ok(ALL.length >= 72, `${ALL.length} exercises`);
  const [repair, predict] = [count("repair"), count("predict")];
  assert.ok(
    repair + predict >= 12,
    `${repair} to repair, ${predict} to predict`,
  );
  assert.ok(repair >= 6 && predict >= 6);
});

test("At least 150 mistakes are known, with hints of their own", () => {
  const hints = ALL.flatMap(({ id, mistakes }) =>
    mistakes.map(({ name, hint }) => {
      assert.ok(name.length > 3 && hint.length > 15, `${id} ${name}`);
      return `${id} ${hint}`;
    }),
  );
  // a mistake and its small variations share a hint, and count once
  const different = new Set(hints).size;
  assert.ok(different >= 150, `${different} hints`);
});
