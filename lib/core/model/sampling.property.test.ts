import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { createRandom } from "../base/random";
import { nextTokenProbabilities, sampleIndex } from "./sampling";

const ONCE = { seed: 1, numRuns: 500 };

const logits = fc
  .array(fc.double({ min: -30, max: 30, noNaN: true }), { minLength: 1 })
  .map((list) => Float64Array.from(list));
const options = fc.record({
  temperature: fc.double({ min: 0, max: 5, noNaN: true }),
  topK: fc.integer({ min: 1, max: 20 }),
  topP: fc.double({ min: 1e-3, max: 1, noNaN: true }),
});

test("probabilities sum to 1, and topK and topP cut the tail", () => {
  const holds = (scores: Float64Array, how: { topK: number }): void => {
    const p = nextTokenProbabilities(scores, how);
    const sum = p.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(sum - 1) < 1e-12, `the sum is ${sum}`);
    const allowed = [...p.keys()].filter((id) => p[id] > 0);
    assert.ok(allowed.length >= 1 && allowed.length <= how.topK);
    const best = scores.indexOf(Math.max(...scores));
    assert.equal(p[best], Math.max(...p));
  };
  fc.assert(fc.property(logits, options, holds), ONCE);
});

test("the allowed tokens together reach topP", () => {
  const holds = (scores: Float64Array, topP: number): void => {
    const all = nextTokenProbabilities(scores);
    const cut = nextTokenProbabilities(scores, { topP });
    const kept = all.filter((_, id) => cut[id] > 0).reduce((a, b) => a + b, 0);
    assert.ok(kept >= topP - 1e-9, `${kept} of ${topP}`);
  };
  const shares = fc.double({ min: 1e-3, max: 1, noNaN: true });
  fc.assert(fc.property(logits, shares, holds), ONCE);
});

test("a lower temperature makes the likeliest token likelier", () => {
  const holds = (scores: Float64Array): void => {
    const best = [0.25, 0.5, 1, 2, 4].map((temperature) =>
      Math.max(...nextTokenProbabilities(scores, { temperature })),
    );
    best.reduce((colder, warmer) => {
      assert.ok(warmer <= colder + 1e-12, best.join());
      return warmer;
    });
  };
  fc.assert(fc.property(logits, holds), ONCE);
});

test("draws pass a chi-square test", () => {
  const p = nextTokenProbabilities(Float64Array.of(2, 1, 0, -1, 0.5));
  const draws = 50_000;
  const random = createRandom(7);
  const counts = p.map(() => 0);
  for (let i = 0; i < draws; i++) counts[sampleIndex(p, random)]++;
  // sum of (count - expected)^2 / expected; 18.5 is exceeded once in a thousand
  const chiSquare = counts.reduce(
    (sum, count, id) => sum + (count - p[id] * draws) ** 2 / (p[id] * draws),
    0,
  );
  assert.ok(chiSquare < 18.5, `chi-square is ${chiSquare}`);
});
