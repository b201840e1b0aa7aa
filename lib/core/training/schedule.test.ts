import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { assertClose } from "../../testing/close";
import { cosineLrSchedule, type CosineSchedule } from "./schedule";

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

test("any schedule rises to its maximum, then falls to its minimum", () => {
  const schedules = fc
    .record({
      totalSteps: fc.integer({ min: 2, max: 300 }),
      share: fc.double({ min: 0, max: 0.99, noNaN: true }),
      maxLearningRate: fc.double({ min: 1e-6, max: 10, noNaN: true }),
      ratio: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    })
    .map(({ totalSteps, share, maxLearningRate, ratio }) => ({
      totalSteps,
      maxLearningRate,
      minLearningRate: maxLearningRate * ratio,
      warmupSteps: Math.floor(share * totalSteps),
    }));
  const holds = (one: Required<CosineSchedule>): void => {
    const { totalSteps, warmupSteps, minLearningRate, maxLearningRate } = one;
    const rates = Array.from({ length: totalSteps }, (_, i) =>
      cosineLrSchedule(i + 1, one),
    );
    const slack = 1e-12 * maxLearningRate;
    for (let i = 1; i < totalSteps; i++)
      if (i < warmupSteps) assert.ok(rates[i] > rates[i - 1]);
      else assert.ok(rates[i] <= rates[i - 1] + slack);
    assert.ok(rates.every((r) => r > 0 && r <= maxLearningRate + slack));
    if (warmupSteps > 0)
      assertClose(rates[warmupSteps - 1], maxLearningRate, { tolerance: slack }); // prettier-ignore
    assertClose(rates[totalSteps - 1], minLearningRate, { tolerance: slack });
  };
  fc.assert(fc.property(schedules, holds), { seed: 1, numRuns: 200 });
});
