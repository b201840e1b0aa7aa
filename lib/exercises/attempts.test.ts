import assert from "node:assert/strict";
import { test } from "node:test";

import { ATTEMPTS } from "../testing/attempts";
import type { Attempt } from "../testing/attempts/attempt";
import { judge } from "./checker/judge";
import { findExercise } from "./course";

/** What the card says of the cause: the mistake's name, or a sentence. */
function said({ id, answer }: Attempt): { name: string; text: string } {
  const verdict = judge(findExercise(id), answer);
  assert.equal(verdict.state, "failed", `${id}: a wrong answer passes`);
  if (verdict.state !== "failed") return { name: "", text: "" };
  const { mistake, candidates, sentence } = verdict.failure;
  const name = mistake?.name ?? candidates?.join(", or ") ?? "";
  return { name, text: `${name}. ${sentence}` };
}

const judged = ATTEMPTS.filter(({ expected }) => expected !== "TypeScript");

for (const attempt of judged)
  test(`${attempt.id}: ${attempt.label}`, () => {
    const { name, text } = said(attempt);
    if (attempt.expected === "generic") assert.equal(name, "");
    else assert.match(text, attempt.expected as RegExp);
  });

test("at least 85 % of the wrong answers get their name", (t) => {
  const generic = ATTEMPTS.filter(({ expected }) => expected === "generic");
  const share = 1 - generic.length / ATTEMPTS.length;
  t.diagnostic(`${(100 * share).toFixed(1)} % of ${ATTEMPTS.length}`);
  assert.ok(share >= 0.85, `${generic.length} of ${ATTEMPTS.length} generic`);
});
