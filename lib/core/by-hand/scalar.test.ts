import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { sgdUpdateScalar } from "./scalar";

test("a step goes against the gradient, by learning rate times slope", () => {
  assert.equal(sgdUpdateScalar(2, 4, 0.25), 1);
  assert.equal(sgdUpdateScalar(-3, -2, 0.5), -2);
  assert.equal(sgdUpdateScalar(5, 0, 0.1), 5);
});

test("on the parabola (w - 3)^2 every step of 0.1 closes a fifth of the gap", () => {
  let weight = 8;
  for (let step = 0; step < 10; step++) {
    weight = sgdUpdateScalar(weight, 2 * (weight - 3), 0.1);
  }
  assertClose(weight, 3 + 5 * 0.8 ** 10, { tolerance: 1e-12 });
});

test("unusable numbers are rejected with the rule, the value and a cure", () => {
  assert.throws(
    () => sgdUpdateScalar(1, NaN, 0.1),
    /gradient must be a finite number; got NaN\..*ten times smaller/,
  );
  assert.throws(
    () => sgdUpdateScalar(Infinity, 1, 0.1),
    /weight must be a finite number; got Infinity/,
  );
  for (const rate of [0, -0.1, NaN, Infinity]) {
    assert.throws(
      () => sgdUpdateScalar(1, 1, rate),
      /learningRate must be a number above 0; got .*try 0\.1/,
    );
  }
});
