import assert from "node:assert/strict";
import { test } from "node:test";

import { findExercise } from "../course";
import type { NumberSpec } from "./exercise";
import { isMeant, numberSlip } from "./number-slips";

const asked: NumberSpec = {
  ...(findExercise("07.5") as NumberSpec),
  reference: 1.5147,
  tolerance: 0.01,
  unit: "bits per byte",
};

function nameOf(answer: number, spec: Partial<NumberSpec> = {}): string {
  return numberSlip({ ...asked, ...spec }, answer)?.name ?? "";
}

test("a right number with too few digits says how many it takes", () => {
  assert.deepEqual(numberSlip(asked, 1.5), {
    name: "rounded too far",
    hint: "That is the right number to 2 digits. Give at least 3 digits.",
  });
  assert.equal(nameOf(0.3, { reference: 1 / 3 }), "rounded too far");
  for (const other of [1, 2, 1.4, 1.6, 3]) assert.equal(nameOf(other), "");
});

test("an exact count may be rounded when it is large", () => {
  const count = { reference: 4096, tolerance: 0, unit: "tokens" };
  assert.match(numberSlip({ ...asked, ...count }, 4000)?.hint ?? "", /exact/);
  assert.equal(nameOf(4100, count), "rounded too far");
  assert.equal(nameOf(4200, count), "");
  assert.equal(nameOf(30, { ...count, reference: 28 }), "");
});

test("a count is whole, and may be off by one", () => {
  const steps = { reference: 28, tolerance: 0, unit: "steps" };
  assert.equal(nameOf(27.85, steps), "not a whole number");
  assert.equal(nameOf(26.5, steps), "");
  assert.equal(nameOf(29, steps), "one too many");
  assert.equal(nameOf(27, steps), "one too few");
  assert.equal(nameOf(29, { ...steps, unit: "a slope" }), "");
  assert.equal(nameOf(4, { ...steps, reference: 3 }), "");
});

test("the right number in another unit is recognized", () => {
  assert.equal(nameOf(1.05), "nats instead of bits");
  assert.equal(nameOf(-1.51), "the sign is flipped");
  assert.equal(nameOf(0.66), "upside down");
  assert.equal(nameOf(15.1), "the decimal point is in another place");
  const memory = { reference: 81.92, tolerance: 0.1, unit: "MB" };
  assert.equal(nameOf(81_920_000, memory), "in bytes");
  assert.equal(nameOf(78.1, memory), "in binary megabytes");
  assert.equal(nameOf(655, memory), "in megabits");
  assert.equal(nameOf(0.0819, memory), "in gigabytes");
  const share = { reference: 0.125, tolerance: 0.001, unit: "a share" };
  assert.equal(nameOf(12.5, share), "in percent");
});

test("the number of a patient is never nearly right", () => {
  const choice = { reference: 12, tolerance: 0, unit: "numbers", choice: true };
  assert.equal(nameOf(13, choice), "");
});

test("of a number with a digit for each answer, the right digits are counted", () => {
  const choice = {
    reference: 4213,
    tolerance: 0,
    unit: "digits",
    choice: true,
  };
  assert.equal(nameOf(4231, choice), "2 of the 4 digits are right");
  assert.equal(nameOf(1111, choice), "1 of the 4 digits are right");
  assert.equal(nameOf(421, choice), "");
});

test("a number is meant when its written digits agree", () => {
  assert.ok(isMeant(4.7, 14 / 3, 2));
  assert.ok(isMeant(4.6, 14 / 3, 2));
  assert.ok(!isMeant(4.8, 14 / 3, 2));
  assert.ok(!isMeant(5, 14 / 3, 2));
  assert.ok(isMeant(-3.3, -Math.log(27), 2));
});
