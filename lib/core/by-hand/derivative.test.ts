import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient, partialDerivative } from "./derivative";

test("nudging agrees with mathjs's symbolic derivative in every direction", async () => {
  const { derivative: symbolic } = await import("mathjs");
  const text = "x^2 * y + sin(x * y) + exp(y / 3)";
  const f = ([x, y]: number[]): number =>
    x * x * y + Math.sin(x * y) + Math.exp(y / 3);
  const point = [1.3, -0.7];
  const [x, y] = point;
  ["x", "y"].forEach((name, index) => {
    const exact = Number(symbolic(text, name).evaluate({ x, y }));
    const measured = partialDerivative(f, point, index);
    assertClose(measured, exact, { tolerance: 1e-9, what: name });
  });
});

test("a parabola's slope is exact up to rounding, whatever the nudge", () => {
  for (const epsilon of [1, 0.1, 1e-3]) {
    const slope = partialDerivative(([w]) => w * w, [3], 0, epsilon);
    assertClose(slope, 6, { tolerance: 1e-9, what: `epsilon ${epsilon}` });
  }
});

test("the error of a cubic is epsilon squared, as the Taylor series says", () => {
  const slope = partialDerivative(([w]) => w ** 3, [2], 0, 0.1);
  assertClose(slope, 12 + 0.01, { tolerance: 1e-12 });
});

test("the gradient holds one slope per number, and the point does not change", () => {
  const point = [1, 2, 3];
  const f = (p: number[]): number => {
    const value = p[0] * p[1] * p[2];
    p.fill(0);
    return value;
  };
  const slopes = gradient(f, point);
  assertClose(slopes, [6, 3, 2], { tolerance: 1e-9 });
  assert.deepEqual(point, [1, 2, 3]);
});

test("a wrong index, nudge, point or function is rejected with a cure", () => {
  const f = ([w]: number[]): number => w;
  for (const index of [-1, 1, 0.5]) {
    assert.throws(() => partialDerivative(f, [1], index), /from 0 to 0.*got/);
  }
  assert.throws(() => partialDerivative(f, [1], 0, 0), /epsilon.*above 0/);
  assert.throws(
    () => gradient(f, []),
    /point must be \(n\); got \(0\)\. Pass at least one number/,
  );
  assert.throws(
    () => gradient(([w]) => Math.log(w), [-1]),
    /finite number near the point; got NaN at \[-0.99.*log of a negative/,
  );
  assert.throws(() => gradient(() => undefined as never, [1]), /got undefined/);
});
