import assert from "node:assert/strict";
import { test } from "node:test";

import { spellOutShorthands } from "./shorthand";

const EARLIER = `
import { readFileSync } from "node:fs";
import * as path from "node:path";
declare const size = 5, width: { height: number };
declare function train(model: string): void;
declare class Model {}
declare enum Kind { Big = 0 }
`;

function spelled(compiled: string): string {
  return spellOutShorthands(compiled, EARLIER);
}

test("a shorthand that names a variable of an earlier cell is spelled out", () => {
  assert.equal(
    spelled("const run = { size, steps: 3, width };"),
    "const run = { size: exports.size, steps: 3, width: exports.width };",
  );
});

test("functions, classes, enums and imports of earlier cells count too", () => {
  for (const name of ["train", "Model", "Kind", "readFileSync", "path"]) {
    assert.equal(
      spelled(`f({ ${name} });`),
      `f({ ${name}: exports.${name} });`,
    );
  }
});

test("a shorthand is assigned to where it stands on the left", () => {
  assert.equal(
    spelled("({ size, width = 2 } = it());"),
    "({ size: exports.size, width: exports.width = 2 } = it());",
  );
});

test("names of this cell, its parameters, and globals stay", () => {
  for (const code of [
    "function f(size) { return { size }; }",
    "const size = 1; const run = { size };",
    "const f = ({ size }) => size;",
    "const { size, width } = it(); { let train = 1; f({ train }); }",
    "f({ console, model, height });",
    "f({ size: 1, width() { return 2; } });",
  ]) {
    assert.equal(spelled(code), code);
  }
});
