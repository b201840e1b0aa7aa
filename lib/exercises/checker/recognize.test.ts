import { test } from "node:test";
import assert from "node:assert/strict";

import { findExercise } from "../course";
import type { AnyFunction, FunctionSpec } from "./exercise";
import { judge } from "../../testing/patient-judge";

type Code<A extends unknown[]> = (...args: A) => unknown;

/** What the card of a wrong answer names, in an exercise without mistakes. */
function named<A extends unknown[]>(
  reference: Code<A>,
  cases: A[],
  parameters: string[],
  changes: string[] = [],
): (answer: Code<A>) => string | undefined {
  const exercise = {
    ...(findExercise("00.1") as FunctionSpec<AnyFunction>),
    reference: reference as AnyFunction,
    parameters,
    changes,
    cases: () => cases,
    mistakes: [],
  };
  return (answer) => {
    const verdict = judge(exercise, answer);
    return verdict.state === "failed"
      ? verdict.failure.mistake?.name
      : verdict.state;
  };
}

test("an answer that is the right one turned around is recognized", () => {
  const squares = (x: number[]): number[] => x.map((v) => v * v - 3);
  const of = named(squares, [[[1, 2, 4]], [[5, 0.5, 3, 7]]], ["x"]);
  const expected: [name: string, answer: Code<[number[]]>][] = [
    ["the sign is flipped", (x) => squares(x).map((v) => -v)],
    ["twice as large as it should be", (x) => squares(x).map((v) => v + v)],
    ["3 times the right answer", (x) => squares(x).map((v) => 3 * v)],
    [
      "too large by the factor x.length",
      (x) => squares(x).map((v) => v * x.length),
    ],
    ["one too many", (x) => squares(x).map((v) => v + 1)],
    ["in reverse order", (x) => squares(x).reverse()],
    ["the last item is missing", (x) => squares(x.slice(0, -1))],
    ["the right items in another order", (x) => squares(x).sort()],
    ["rounded to whole numbers", (x) => squares(x).map((v) => Math.round(v))],
    ["a list around the answer", (x) => [squares(x)]],
    [
      "the right proportions, not the right size",
      (x) => squares(x).map((v) => v / (x[0] + 3)),
    ],
    ["shifted as a whole", (x) => squares(x).map((v) => v - x[0])],
    ["only the first item is wrong", (x) => squares(x).with(0, 99)],
    ["only the last item is wrong", (x) => squares(x).with(-1, 99)],
    [
      "only the first item is right",
      (x) => squares(x).map((v, i) => (i > 0 ? v + i : v)),
    ],
  ];
  for (const [name, answer] of expected) assert.equal(of(answer), name);
  assert.equal(
    of((x) => x.map((v) => v ** 3)),
    undefined,
  );
  assert.equal(of(squares), "passed");
});

test("names of fields, zeros and rounding are recognized", () => {
  const parts = (
    n: number,
  ): { whole: number; rest: number; all: number[] } => ({
    whole: Math.floor(n),
    rest: Math.floor(10 * n) % 10,
    all: [0, Math.floor(n)],
  });
  const of = named(parts, [[3.7], [12.4]], ["n"]);
  assert.equal(
    of((n) => ({ ...parts(n), whole: n })),
    "whole: not rounded",
  );
  assert.equal(
    of((n) => ({ ...parts(n), all: [Math.floor(n)] })),
    "all: the first item is missing",
  );
  assert.equal(
    of((n) => {
      const { whole, rest, all } = parts(n);
      return { all, whole: rest, rest: whole };
    }),
    "the right values under the wrong names",
  );
  assert.equal(
    of((n) => {
      const { rest, ...others } = parts(n);
      return { ...others, Rest: rest };
    }),
    "the right values, but a field has another name",
  );
  const halves = (text: string): string[] => [text.slice(0, 2), text.slice(2)];
  const ofText = named(halves, [["abcd"], ["efg"]], ["text"]);
  assert.equal(
    ofText((text) => [text, ""]),
    undefined,
  );
  const kept = named(
    (x: number[]) => x.map((v) => Math.max(0, v)),
    [[[-1, 2, -3, 4]], [[5, -1]]],
    ["x"],
  );
  assert.equal(
    kept((x) => x.filter((v) => v > 0)),
    "the zeros are left out",
  );
});

test("a tiny number is not taken for 0", () => {
  const days = (work: number): { days: number } => ({ days: work / 1e9 });
  const of = named(days, [[2e9], [7e9], [3e9]], ["work"]);
  assert.equal(
    of(() => ({ days: 0 })),
    "days: everything is 0",
  );
  assert.equal(
    of((work) => ({ days: 1 / work })),
    "only `days` is wrong",
  );
});

test("a 0 or a 1 is not taken for a number that was cut", () => {
  const shares = (x: number[]): number[] => {
    const sum = x.reduce((a, b) => a + b, 0);
    return x.map((v) => v / sum);
  };
  const of = named(shares, [[[7, 1]], [[1, 9]], [[2, 3]]], ["x"]);
  assert.equal(
    of((x) => x.map((v) => (v === Math.max(...x) ? 1 : 0))),
    undefined,
  );
});

test("the one part that is wrong is named when nothing more is known", () => {
  const parts = (n: number): { half: number; root: number } => ({
    half: n / 2,
    root: Math.sqrt(n),
  });
  const of = named(parts, [[9], [16], [2]], ["n"]);
  assert.equal(
    of((n) => ({ ...parts(n), root: Math.cbrt(n) })),
    "only `root` is wrong",
  );
  const add = (sum: number[], more: number[]): number => {
    more.forEach((v, i) => (sum[i] += v));
    return Math.hypot(...sum);
  };
  const cases: [number[], number[]][] = [
    [
      [1, 2],
      [3, 5],
    ],
    [
      [4, 0],
      [1, 1],
    ],
  ];
  const ofBoth = named(add, cases, ["sum", "more"], ["sum"]);
  assert.equal(
    ofBoth((sum, more) => Math.sin(add(sum, more))),
    "only the result is wrong",
  );
  assert.equal(
    of((n) => ({ half: Math.sin(n), root: Math.cos(n) })),
    undefined,
  );
});

test("rows that are one and the same list are recognized", () => {
  const table = (rows: number, width: number): number[][] =>
    Array.from({ length: rows }, (_, r) =>
      Array.from({ length: width }, (_, c) => r - c),
    );
  const of = named(
    table,
    [
      [2, 3],
      [3, 2],
    ],
    ["rows", "width"],
  );
  const filled = (rows: number, width: number): number[][] => {
    const all = new Array<number[]>(rows).fill(
      new Array<number>(width).fill(0),
    );
    all.forEach((row, r) => row.forEach((_, c) => (row[c] = r - c)));
    return all;
  };
  assert.equal(of(filled), "several rows are one and the same list");
  const swapped = (rows: number, width: number): number[][] =>
    table(width, rows).map((row) => row.map((v) => -v));
  assert.equal(of(swapped), "rows and columns are swapped");
});

test("an argument that was to be changed shows how it was changed", () => {
  const add = (sum: number[], more: number[]): void =>
    more.forEach((v, i) => (sum[i] += v));
  const cases: [number[], number[]][] = [
    [
      [1, 2],
      [10, 20],
    ],
    [[5], [-2]],
  ];
  const of = named(add, cases, ["sum", "more"], ["sum"]);
  const each = (change: (sum: number[], i: number, v: number) => void) =>
    of((sum, more) => more.forEach((v, i) => change(sum, i, v)));
  assert.equal(
    of((sum, more) => {
      const copy = [...sum];
      add(copy, more);
    }),
    "sum: left as it was",
  );
  assert.equal(
    each((sum, i, v) => (sum[i] = v)),
    "sum: overwritten, not added",
  );
  assert.equal(
    each((sum, i, v) => (sum[i] -= v)),
    "sum: moved the wrong way",
  );
});

test("an argument that is read as another one is recognized", () => {
  const line = (w: number, x: number[], y: number[]): number =>
    x.reduce((sum, v, i) => sum + w * v - y[i], 0);
  const cases: [number, number[], number[]][] = [
    [2, [1, 5], [3, 4]],
    [-3, [2, 0.5], [1, 7]],
  ];
  const of = named(line, cases, ["w", "x", "y"]);
  assert.equal(
    of((w, x) => line(w, x, x)),
    "as if `x` stood where `y` belongs",
  );
  assert.equal(
    of((w, x, y) => line(w, y, x)),
    "as if `x` and `y` were swapped",
  );
  assert.equal(
    of((_, x, y) => line(1, x, y)),
    "as if `w` were 1",
  );
  const difference = (b: number, a: number): number => b * b - 3 * a;
  const minus = named(
    difference,
    [
      [5, 2],
      [1, 7],
    ],
    ["b", "a"],
  );
  assert.equal(
    minus((b) => difference(b, 1)),
    "as if `a` were 1",
  );
  assert.equal(
    of((w, x, y) => line(w, x.slice(1), y.slice(0, 1))),
    "as if `x` had no first item",
  );
  const step = (w: number, g: number, eta: number): number => w - eta * g;
  const ofStep = named(
    step,
    [
      [2, 4, 0.25],
      [-1, 3, 0.5],
    ],
    ["w", "g", "eta"],
  );
  assert.equal(
    ofStep((w, g, eta) => w - 2 * eta * g),
    "as if `g` were twice as large",
  );
});

test("a wrong argument may throw or run for ever", () => {
  const count = (n: number): number => {
    if (n < 1) throw new RangeError("n must be at least 1");
    let steps = 0;
    while (n !== 1) {
      n -= 1;
      steps++;
    }
    return steps;
  };
  const of = named(count, [[3], [7]], ["n"]);
  assert.equal(
    of((n) => n + 100),
    undefined,
  );
  assert.equal(
    of((n) => n - 2),
    "one too few",
  );
  const loop: unknown[] = [];
  loop.push(loop);
  assert.equal(
    of(() => loop),
    undefined,
  );
});
