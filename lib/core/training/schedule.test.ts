import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { cosineLrSchedule } from "./schedule";

const schedule = {
  maxLearningRate: 1,
  minLearningRate: 0.1,
  warmupSteps: 4,
  totalSteps: 12,
};

test("the rate rises from above zero, peaks, and falls to the minimum", () => {
  const rates = [1, 2, 3, 4, 8, 12, 50].map((step) =>
    cosineLrSchedule(step, schedule),
  );
  const expected = [0.25, 0.5, 0.75, 1, 0.55, 0.1, 0.1];
  assertClose(rates, expected, { tolerance: 1e-12 });
});

test("the defaults are those of the course's TinyLLM", () => {
  assert.equal(cosineLrSchedule(100, { totalSteps: 5000 }), 3e-4);
  assert.equal(cosineLrSchedule(1, { totalSteps: 5000 }), 3e-4 / 100);
  assert.ok(cosineLrSchedule(5000, { totalSteps: 5000 }) - 1e-6 < 1e-18);
});

test("a step of zero or a minimum above the maximum is rejected", () => {
  assert.throws(() => cosineLrSchedule(0, schedule), /step must be a whole/);
  assert.throws(
    () => cosineLrSchedule(1, { ...schedule, minLearningRate: 2 }),
    /minLearningRate must be a number above 0 and at most 1; got 2.*maxLearningRate/,
  );
  for (const minLearningRate of [0, -1, NaN])
    assert.throws(
      () => cosineLrSchedule(1, { ...schedule, minLearningRate }),
      /minLearningRate must be a number above 0 .* a step at rate 0 would learn/,
    );
});
