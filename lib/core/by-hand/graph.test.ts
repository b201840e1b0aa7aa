import { test } from "node:test";
import assert from "node:assert/strict";

import { assertClose } from "../../testing/close";
import { gradient } from "./derivative";
import * as graph from "./graph";
import { leaf, type ScalarNode } from "./graph";

/** One formula in three forms: a graph, plain code, and text for mathjs. */
const { add, divide, exp, log, multiply, power, subtract, tanh } = graph;
const TEXT = "tanh(x * y) / (x^2 + 1) + log(exp(y) + 2) * x - y^3";

function asGraph(x: ScalarNode, y: ScalarNode): ScalarNode {
  const left = divide(tanh(multiply(x, y)), add(power(x, 2), leaf(1)));
  const middle = multiply(log(add(exp(y), leaf(2))), x);
  return subtract(add(left, middle), power(y, 3));
}

function asCode([x, y]: number[]): number {
  return (
    Math.tanh(x * y) / (x * x + 1) + Math.log(Math.exp(y) + 2) * x - y ** 3
  );
}

test("backward, central differences and mathjs agree on one formula", async () => {
  const { derivative: symbolic } = await import("mathjs");
  const [x, y] = [leaf(0.8, "x"), leaf(-1.1, "y")];
  const output = asGraph(x, y);
  graph.backward(output);
  assertClose(output.value, asCode([0.8, -1.1]), { tolerance: 1e-15 });
  const nudged = gradient(asCode, [0.8, -1.1]);
  ["x", "y"].forEach((name, i) => {
    const found = [x, y][i].gradient;
    const exact = Number(symbolic(TEXT, name).evaluate({ x: 0.8, y: -1.1 }));
    assertClose(found, exact, { tolerance: 1e-14, what: name });
    assertClose(found, nudged[i], { tolerance: 1e-9, what: name });
  });
});

test("a number used several times receives the sum of its shares", () => {
  const w = leaf(3);
  const square = multiply(w, w);
  graph.backward(add(square, w));
  assert.equal(w.gradient, 2 * 3 + 1);
});

test("a shared middle node passes its gradient on once it is complete", () => {
  const w = leaf(2);
  const middle = multiply(w, leaf(5));
  const late = power(middle, 2);
  graph.backward(add(middle, multiply(late, middle)));
  assert.equal(middle.gradient, 1 + 3 * 10 ** 2);
  assert.equal(w.gradient, 5 * 301);
});

test("a second call gives the same gradients, not twice as much", () => {
  const w = leaf(3);
  const output = multiply(w, w);
  graph.backward(output);
  graph.backward(output);
  assert.equal(w.gradient, 6);
});

test("a chain of 200,000 nodes goes backward without a stack overflow", () => {
  const w = leaf(1);
  let end = w;
  for (let n = 0; n < 200_000; n++) end = add(end, w);
  graph.backward(end);
  assert.equal(w.gradient, 200_001);
});

test("the order lists every node once, after its inputs", () => {
  const [a, b] = [leaf(1), leaf(2)];
  const product = multiply(a, b);
  const output = add(product, a);
  const order = graph.topologicalOrder(output);
  assert.equal(order.length, 4);
  assert.ok(order.indexOf(product) > order.indexOf(a));
  assert.ok(order.indexOf(product) > order.indexOf(b));
  assert.equal(order.indexOf(output), 3);
});

test("numbers outside a function's domain are rejected", () => {
  assert.throws(() => leaf(NaN), /leaf: value must be a finite number/);
  assert.throws(() => log(leaf(0)), /log: a must be a number above 0; got 0/);
  assert.throws(() => divide(leaf(1), leaf(0)), /b must not be 0; got 0/);
  assert.throws(() => power(leaf(-1), 0.5), /must be finite.*got NaN/);
  assert.throws(() => power(leaf(0), 0.5), /finite slope; got 0 and Infinity/);
});
