import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Cells } from "../cells/cells";

const cells = new Cells(process.cwd());
after(() => cells.executor.close());

async function shown(source: string): Promise<unknown> {
  const outcome = await cells.run(source, "Cell [1]");
  if (outcome.status === "ok") return outcome.shown?.value;
  return outcome.status === "mistyped"
    ? outcome.diagnostics[0]?.messageText
    : outcome;
}

test("cells may use everything in ES2023", async () => {
  for (const [code, value] of [
    ["[3, 1, 2].toSorted()", [1, 2, 3]],
    ["[1, 2, 3].toReversed().with(0, 9)", [9, 2, 1]],
    ["[1, 2, 3].toSpliced(1, 1, 7, 8)", [1, 7, 8, 3]],
    ["[1, 2, 3].findLast((x) => x < 3)", 2],
    ["new Float32Array([2, 1]).findLastIndex((x) => x > 1)", 0],
    ["([2, 1] as readonly number[]).toSorted((a, b) => a - b)", [1, 2]],
    ["new Float64Array([2, 1]).toSorted()", new Float64Array([1, 2])],
    ["'a\\ud83d'.toWellFormed()", "a\ufffd"],
  ] as const) {
    assert.deepEqual(await shown(code), value, code);
  }
});

test("newer features are a type error exactly if this Node lacks them", async () => {
  const cases = [
    [
      Object,
      "groupBy",
      "Object.groupBy([1, 2], (x) => x % 2 ? 'a' : 'b').a",
      [1],
    ],
    [Map, "groupBy", "Map.groupBy([1, 2], (x) => x % 2).get(0)", [2]],
    [
      Array,
      "fromAsync",
      "await Array.fromAsync([1, Promise.resolve(2)])",
      [1, 2],
    ],
    [
      Promise,
      "withResolvers",
      "const { promise, resolve } = Promise.withResolvers<number>(); resolve(3); await promise",
      3,
    ],
    [Set.prototype, "union", "[...new Set([1]).union(new Set([2]))]", [1, 2]],
    [
      [].values(),
      "toArray",
      "[1, 2].values().map((x) => x * 2).toArray()",
      [2, 4],
    ],
  ] as const;
  for (const [owner, name, code, value] of cases) {
    const found = await shown(code);
    if (name in owner) assert.deepEqual(found, value, code);
    else assert.match(String(found), /^Property '\w+' does not exist/, code);
  }
});
