import assert from "node:assert/strict";
import { test } from "node:test";

import { type Entry, historyOf } from "./history";

const INPUTS = ["1 + 1", "let x = 2;", "1 + 1", "x * 3", "f(a[0])"];
const ENTRIES: Entry[] = INPUTS.map((input, i) => ({
  line: i + 1,
  input,
  output: input === "1 + 1" ? "2" : undefined,
}));

function lines(asked: object): unknown[] {
  return historyOf(ENTRIES, { ...asked }).map(
    (entry) => (entry as number[])[1],
  );
}

test("the tail is the last n inputs", () => {
  const tail = { hist_access_type: "tail", n: 2, raw: true, output: false };
  assert.deepEqual(historyOf(ENTRIES, tail), [
    [0, 4, "x * 3"],
    [0, 5, "f(a[0])"],
  ]);
  assert.deepEqual(lines({ hist_access_type: "tail" }), [1, 2, 3, 4, 5]);
  assert.deepEqual(lines({ hist_access_type: "tail", n: 0 }), []);
  assert.deepEqual(lines({ hist_access_type: "tail", n: 99 }), [1, 2, 3, 4, 5]);
});

test("with `output`, each input comes with its result", () => {
  const tail = { hist_access_type: "tail", n: 3, output: true };
  assert.deepEqual(historyOf(ENTRIES, tail), [
    [0, 3, ["1 + 1", "2"]],
    [0, 4, ["x * 3", null]],
    [0, 5, ["f(a[0])", null]],
  ]);
});

test("a range includes start and excludes stop", () => {
  const range = { hist_access_type: "range", session: 0 };
  assert.deepEqual(lines({ ...range, start: 2, stop: 4 }), [2, 3]);
  assert.deepEqual(lines({ ...range, start: 4 }), [4, 5]);
  assert.deepEqual(lines({ ...range, start: -2, stop: null }), [4, 5]);
  assert.deepEqual(lines({ ...range, session: -1, start: 1 }), []);
});

test("a search matches whole inputs with wildcards", () => {
  const search = (asked: object): unknown[] =>
    lines({ hist_access_type: "search", ...asked });
  assert.deepEqual(search({ pattern: "1*" }), [1, 3]);
  assert.deepEqual(search({ pattern: "1*", unique: true }), [3]);
  assert.deepEqual(search({ pattern: "1*", n: 1 }), [3]);
  assert.deepEqual(search({ pattern: "? + ?" }), [1, 3]);
  assert.deepEqual(search({ pattern: "[xl]*" }), [2, 4]);
  assert.deepEqual(search({ pattern: "*(a[[]0])" }), [5]);
  assert.deepEqual(search({ pattern: "1 +" }), []);
  assert.deepEqual(search({}), [1, 2, 3, 4, 5]);
  assert.deepEqual(search({ pattern: "[" }), []);
});
