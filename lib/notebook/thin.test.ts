import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import { thin } from "./thin";

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test("a short line keeps every point", () => {
  assert.deepEqual(thin([1, 2, 3], [5, 4, 6]), { x: [1, 2, 3], y: [5, 4, 6] });
});

test("a long line keeps its lowest and highest points, its start and its end", () => {
  const x = count(10_000);
  const y = x.map((i) => Math.sin(i / 300));
  y[4321] = 9;
  y[8765] = -9;
  const thinned = thin(x, y, 400);
  assert.ok(thinned.x.length <= 460, `${thinned.x.length} points are too many`);
  assert.equal(thinned.y[thinned.x.indexOf(4321)], 9);
  assert.equal(thinned.y[thinned.x.indexOf(8765)], -9);
  assert.deepEqual(thinned.x.slice(0, 50), count(50));
  assert.equal(thinned.x.at(-1), 9999);
});

test("points stay in order, and each keeps its own value", () => {
  const x = count(3000).map((i) => i * 2);
  const { x: kept, y } = thin(x, x, 100);
  assert.deepEqual(y, kept);
  assert.deepEqual(
    kept,
    [...kept].sort((a, b) => a - b),
  );
});

test("a growing line keeps its points until runs double", () => {
  const y = count(2000).map((i) => Math.sin(i));
  const before = thin(count(1700), y.slice(0, 1700), 400).x;
  const after = new Set(thin(count(1900), y.slice(0, 1900), 400).x);
  const lost = before.filter((x) => !after.has(x));
  assert.ok(lost.length <= 3, `lost ${lost.join(", ")}`);
});

test("a value that is not finite does not hide a peak", () => {
  const y = count(1000);
  y[500] = Infinity;
  y[501] = NaN;
  y[503] = 5000;
  y[505] = -5000;
  const kept = thin(count(1000), y, 100);
  assert.equal(kept.y[kept.x.indexOf(503)], 5000);
  assert.equal(kept.y[kept.x.indexOf(505)], -5000);
});

test("the kept points of any line are its own, in order, with both extremes", () => {
  const lines = fc.array(fc.integer(), { minLength: 1, maxLength: 500 });
  fc.assert(
    fc.property(lines, fc.integer({ min: 2, max: 100 }), (y, limit) => {
      const kept = thin(count(y.length), y, limit);
      assert.deepEqual(
        kept.y,
        kept.x.map((i) => y[i]),
      );
      assert.ok(kept.x.every((at, i) => i === 0 || at > kept.x[i - 1]));
      assert.equal(kept.x[0], 0);
      assert.equal(kept.x.at(-1), y.length - 1);
      assert.equal(Math.max(...kept.y), Math.max(...y));
      assert.equal(Math.min(...kept.y), Math.min(...y));
    }),
    { seed: 1 },
  );
});
