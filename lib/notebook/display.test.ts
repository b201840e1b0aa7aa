import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

import { encodeBytes, inNotebook } from "./display";

/** The output of a script that calls `show` outside a notebook. */
function printed(script: string): string {
  const module = JSON.stringify(join(__dirname, "display"));
  const code = `const { show } = require(${module}); ${script}`;
  return execFileSync(process.execPath, ["-e", code], { encoding: "utf8" });
}

test("outside a notebook the text is printed, once", () => {
  const script = `const handle = show({ "text/plain": "0 %", "a/b": "c" });
    handle.update({ "text/plain": "50 %" });`;
  assert.equal(printed(script), "0 %\n");
});

test("outside a notebook a bundle without text prints nothing", () => {
  assert.equal(printed('show({ "text/html": "<b>x</b>" });'), "");
  assert.equal(inNotebook(), false);
});

test("each display has its own id, or the given one", () => {
  const script = `const [a, b] = [show({}), show({})];
    console.log(a.id !== b.id, a.id.length > 8, show({}, { id: "mine" }).id);`;
  assert.equal(printed(script), "true true mine\n");
});

test("bytes become base64 text and the rest stays as it is", () => {
  const json = { deep: [1, 2] };
  const bytes = new Uint8Array([9, 255, 0, 1]).subarray(1);
  assert.deepEqual(encodeBytes({ a: "text", b: json, c: bytes }), {
    a: "text",
    b: json,
    c: "/wAB",
  });
});
