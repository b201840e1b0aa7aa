import assert from "node:assert/strict";
import { test } from "node:test";

import { grid, numbers, type PackedNumbers } from "./numbers";
import { unpacked } from "../testing/fake-notebook";

const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test("a few numbers stay readable, and a gap is null", () => {
  assert.deepEqual(numbers([1 / 3, NaN, -Infinity]), [0.3333333, null, null]);
});

test("many numbers are recovered from their bytes", () => {
  const values = count(1000).map((i) => i / 4);
  const packed = numbers(values) as PackedNumbers;
  assert.equal(packed.dtype, "f4");
  assert.deepEqual(unpacked(packed), values);
});

test("numbers too large or too small for 32 bits use 64", () => {
  for (const extreme of [1e200, 1e-200]) {
    const values = [...count(50), extreme];
    const packed = numbers(values) as PackedNumbers;
    assert.equal(packed.dtype, "f8");
    assert.deepEqual(unpacked(packed), values);
  }
});

test("a large grid keeps its shape and its row order", () => {
  const rows = count(8).map((i) => count(6).map((j) => 10 * i + j));
  const packed = grid(rows) as PackedNumbers;
  assert.equal(packed.shape, "8, 6");
  assert.deepEqual(unpacked(packed), rows.flat());
});

test("a grid whose rows differ in length is rejected", () => {
  assert.throws(() => grid([[1, 2], [3]]), /equally long; got 2 and 1 columns/);
});
