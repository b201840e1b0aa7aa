import { test } from "node:test";
import assert from "node:assert/strict";
import { Tensor } from "../../core/base/tensor";
import { compare } from "./compare";
import { valueText } from "./value-text";
import { deepCopy, identical } from "./values";

function sentence(expected: unknown, actual: unknown, tolerance = 1e-9) {
  return compare(expected, actual, "result", tolerance).difference?.sentence;
}

test("a copy holds the same and shares nothing, tensors and fields included", () => {
  const tensor = new Tensor(new Float32Array([1, 2]), [1, 2]);
  const original = { list: [[1], [2]], tensor, name: "w" };
  const copy = deepCopy(original);
  assert.ok(identical(copy, original));
  assert.ok(copy.tensor instanceof Tensor);
  copy.list[0][0] = 9;
  copy.tensor.data[0] = 9;
  assert.deepEqual(original.list, [[1], [2]]);
  assert.equal(tensor.data[0], 1);
  assert.ok(!identical(copy, original));
});

test("numbers may differ by the tolerance, relative above 1 and absolute below", () => {
  assert.equal(sentence([1000], [1000.9], 1e-3), undefined);
  assert.equal(sentence([0.001], [0.0019], 1e-3), undefined);
  assert.equal(
    sentence([1000], [1002], 1e-3),
    "result[0] should be 1000; yours is 1002.",
  );
});

test("the number that is furthest beyond its tolerance is named, with the largest gap", () => {
  const { difference } = compare([1, 2, 3], [1.1, 4, 3.5], "result", 1e-9);
  assert.equal(difference?.sentence, "result[1] should be 2; yours is 4.");
  assert.equal(difference?.largest, 2);
});

test("close numbers are written with enough digits to tell them apart", () => {
  assert.equal(
    sentence(1 / 3, 0.33333334),
    "result should be 0.33333333; yours is 0.33333334.",
  );
});

test("shapes, kinds, fields and texts are compared before numbers", () => {
  assert.equal(
    sentence([[1, 2]], [[1, 2, 3]]),
    "result[0] should hold 2 items; yours holds 3.",
  );
  assert.match(sentence([1], 1) ?? "", /should be a list; yours is a number/);
  assert.match(sentence({ gradW: [1] }, {}) ?? "", /have a field gradW/);
  assert.match(
    sentence({ a: { b: 1 } }, { a: { b: 2 } }) ?? "",
    /result\.a\.b/,
  );
  assert.match(sentence(["a"], ["b"]) ?? "", /should be "a"; yours is "b"/);
  assert.match(sentence(1, null) ?? "", /yours is null/);
});

test("plain and typed lists count as the same when they hold the same", () => {
  assert.equal(sentence([1, 2], new Float64Array([1, 2])), undefined);
});

test("NaN and infinity are expected only where the reference has them", () => {
  assert.equal(sentence([NaN, Infinity], [NaN, Infinity]), undefined);
  assert.match(
    sentence([Infinity], [1]) ?? "",
    /should be Infinity; yours is 1/,
  );
  assert.match(sentence([NaN], [1]) ?? "", /should be NaN; yours is 1/);
  assert.match(sentence([1], [NaN]) ?? "", /should be 1; yours is NaN/);
});

test("values are written short: rounded, cut, matrices row below row", () => {
  assert.equal(valueText([[1 / 3, 2], [3, 4]]), "[[0.333333, 2],\n [3, 4]]"); // prettier-ignore
  assert.equal(valueText([1, 2, 3], { items: 2 }), "[1, 2, … 1 more]");
  assert.equal(valueText({ a: "x", b: undefined }), '{ a: "x", b: undefined }');
  const circular: unknown[] = [];
  circular.push(circular);
  assert.match(valueText(circular), /^\[+…\]+$/m);
});

test("the place that matters is among the items that are written out", () => {
  const list = Array.from({ length: 2000 }, (_, i) => i);
  assert.equal(
    valueText(list, { items: 3, place: ["1234"] }),
    "[… 1,233 more, 1233, 1234, 1235, … 764 more]",
  );
  assert.equal(
    valueText(
      { rows: [[1], list] },
      { items: 3, place: ["rows", "1", "1999"] },
    ),
    "{ rows: [[1],\n [… 1,997 more, 1997, 1998, 1999]] }",
  );
});

test("a large value is written with fewer items, then with fewer levels", () => {
  const tensor = new Tensor(new Float32Array(2000), [40, 50]);
  const block = { up: tensor, down: tensor };
  const wide = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => [`w${i}`, tensor]),
  );
  assert.match(valueText(block), /up: \{ data: \[0, .*… 1,992 more\], shape/);
  assert.match(valueText(wide), /^\{ w0: tensor \(40, 50\), .*w9: tensor/);
  const layer = { a: wide, b: wide, c: wide, d: wide };
  const shown = "{ a: …, b: …, c: …, d: … }";
  assert.equal(
    valueText({ layers: [layer, layer], name: "model" }),
    `{ layers: [${shown}, ${shown}], name: "model" }`,
  );
  assert.ok(valueText(Array(8).fill("x".repeat(900))).length <= 501);
});
