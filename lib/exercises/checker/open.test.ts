import { test } from "node:test";
import assert from "node:assert/strict";
import { runInThisContext } from "node:vm";
import { isSameCode } from "./open";

/** A function from its text, as a cell or the library compiles it. */
function made(text: string): (...args: never[]) => unknown {
  return runInThisContext(`(${text})`) as (...args: never[]) => unknown;
}

const GIVEN = made(`(logits, at) => {
        const p = (0, softmax_1.softmax)(logits);
        return (0, scalar_1.half)(p[at] - 1);
    }`);

test("spaces, comments, the name and the way to import make no other code", () => {
  for (const same of [
    "function my(logits, at) {\n  const p = (0, $softmax.softmax)(logits);\n  return half(p[at] - 1);\n}",
    "function my(logits, at) {\n  // P - onehot\n  const p = softmax(logits); /* (V) */\n\n  return (0, $half.half)(p[$at.at]-1);\n}",
    "(logits, at) => { const p = softmax(logits); return half(p[at] - 1); }",
    "function my(logits, at) { const p = (0, $softmax.softmax)(logits); return $half.half(p[at] - 1); }",
  ])
    assert.ok(isSameCode(made(same), GIVEN), same);
});

test("another number, name or line is other code", () => {
  for (const other of [
    "(logits, at) => { const p = softmax(logits); return half(p[at] - 2); }",
    "(logits, at) => { const q = softmax(logits); return half(q[at] - 1); }",
    "(logits, at) => { const p = softmax(logits); p[at]; return half(p[at] - 1); }",
    "(logits, at) => half(softmax(logits)[at] - 1)",
  ])
    assert.ok(!isSameCode(made(other), GIVEN), other);
});
