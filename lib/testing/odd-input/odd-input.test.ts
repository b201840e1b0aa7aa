import assert from "node:assert/strict";
import { test } from "node:test";

import { documented, takesLong, unusedExceptions } from "./exceptions";
import { MODELS } from "./models";
import { NUMBERS } from "./numbers";
import { type Outcome, tryOddInput } from "./odd-input";
import { OPERATIONS } from "./operations";
import { OTHERS } from "./others";
import { TEXTS } from "./texts";

/** Enough for a busy machine; only a call that never ends takes as long. */
const LIMIT_MS = 20_000;

test("no public function answers NaN or Infinity silently", async (t) => {
  const calls = [...NUMBERS, ...TEXTS, ...OPERATIONS, ...MODELS, ...OTHERS];
  const counts = new Map<string, number>();
  const problems: Outcome[] = [];
  for (const call of calls)
    for (const outcome of await tryOddInput(call, LIMIT_MS, takesLong)) {
      counts.set(outcome.kind, (counts.get(outcome.kind) ?? 0) + 1);
      const isBad = ["silent", "inside", "hang"].includes(outcome.kind);
      if (isBad && !documented(outcome)) problems.push(outcome);
    }
  const total = [...counts].map(([kind, count]) => `${kind} ${count}`);
  t.diagnostic(`${calls.length} functions: ${total.join(", ")}`);
  const lines = problems.map(
    ({ kind, name, place, value, detail }) =>
      `${name}, ${place} = ${value}: ${kind} ${detail}`,
  );
  assert.deepEqual(lines, []);
  assert.deepEqual(unusedExceptions(), []);
});
