import assert from "node:assert/strict";
import { test } from "node:test";

import { assertClose } from "../../testing/close";
import { createRandom } from "../base/random";
import { nextTokenProbabilities, sampleIndex } from "./sampling";

const logits = Float64Array.from([0.5, 0.25, 0.15, 0.1], Math.log);

function close(actual: Float64Array, expected: number[]): void {
  assertClose(actual, expected, { tolerance: 1e-12 });
}

test("temperature 1 keeps the model's probabilities", () => {
  close(nextTokenProbabilities(logits), [0.5, 0.25, 0.15, 0.1]);
});

test("temperature squares or flattens probabilities, or takes the likeliest", () => {
  const squares = [0.25, 0.0625, 0.0225, 0.01];
  const sum = squares.reduce((a, b) => a + b);
  const half = nextTokenProbabilities(logits, { temperature: 0.5 });
  close(
    half,
    squares.map((square) => square / sum),
  );
  const greedy = nextTokenProbabilities(logits, { temperature: 0 });
  close(greedy, [1, 0, 0, 0]);
});

test("top-k and top-p cut the tail and scale the rest", () => {
  close(nextTokenProbabilities(logits, { topK: 2 }), [2 / 3, 1 / 3, 0, 0]);
  const p = nextTokenProbabilities(logits, { topP: 0.8 });
  close(p, [0.5 / 0.9, 0.25 / 0.9, 0.15 / 0.9, 0]);
});

test("with ties, the allowed tokens are the first of a sorted list", () => {
  const random = createRandom(5);
  const many = Float64Array.from({ length: 300 }, () =>
    Math.round(8 * random()),
  );
  const weights = many.map(Math.exp);
  const all = weights.reduce((a, b) => a + b);
  const order = [...many.keys()].sort((a, b) => many[b] - many[a] || a - b);
  for (const [topK, topP] of [
    [70, 1],
    [300, 0.83],
    [40, 0.6],
    [9, 0.6],
  ]) {
    // prettier-ignore
    let kept = 0;
    const first = order.filter((id, rank) => {
      const comes = rank < topK && kept < topP * all;
      if (comes) kept += weights[id];
      return comes;
    });
    const expected = many.map((_, id) =>
      first.includes(id) ? weights[id] / kept : 0,
    );
    close(nextTokenProbabilities(many, { topK, topP }), [...expected]);
  }
});

test("draws are as frequent as their probabilities", () => {
  const random = createRandom(3);
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 40_000; i++) {
    counts[sampleIndex([0.5, 0.25, 0.15, 0.1], random)]++;
  }
  [0.5, 0.25, 0.15, 0.1].forEach((p, i) => {
    const deviation = Math.sqrt(p * (1 - p) * 40_000);
    assertClose(counts[i], p * 40_000, { tolerance: 4 * deviation });
  });
});

test("a negative temperature and a probability out of reach are rejected", () => {
  assert.throws(
    () => nextTokenProbabilities(logits, { temperature: -1 }),
    /temperature must be a number of at least 0; got -1/,
  );
  for (const topP of [0, 1.2, NaN]) {
    assert.throws(
      () => nextTokenProbabilities(logits, { topP }),
      new RegExp(`topP must be a number above 0 and at most 1; got ${topP}\\.`),
    );
  }
});

test("logits that are not finite are rejected, whatever the options", () => {
  const options = [{}, { temperature: 0 }, { topK: 2 }, { topP: 0.5 }];
  for (const wrong of [
    [1, NaN, 2],
    [NaN, 1, 2],
    [1, Infinity, 2],
    [-Infinity, -Infinity],
    [],
  ])
    for (const how of options)
      assert.throws(
        () => nextTokenProbabilities(Float64Array.from(wrong), how),
        /logits must be finite|topK must be/,
        `${wrong.join()} ${JSON.stringify(how)}`,
      );
  const masked = Float64Array.of(0, -Infinity, 0);
  close(nextTokenProbabilities(masked), [0.5, 0, 0.5]);
  close(nextTokenProbabilities(masked, { topK: 2 }), [0.5, 0, 0.5]);
});

test("a list that does not hold probabilities is rejected", () => {
  for (const wrong of [[NaN, NaN], [0, 0], []])
    assert.throws(
      () => sampleIndex(wrong, createRandom(1)),
      /sampleIndex: probabilities must be numbers from 0 to 1/,
    );
});
