import assert from "node:assert/strict";
import { test } from "node:test";

import { ATTEMPTS } from "../testing/attempts";
import type { Attempt } from "../testing/attempts/attempt";
import { verdictCard } from "./checker/cards";
import { judge } from "../testing/patient-judge";
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

test("a card is short, and shows the part that differs, however large it is", () => {
  for (const { id, label, answer } of judged) {
    const exercise = findExercise(id);
    const verdict = judge(exercise, answer);
    const text = String(verdictCard(exercise, verdict, "")["text/plain"]);
    assert.ok(text.length < 2500, `${id} ${label}: ${text.length} characters`);
    if (verdict.state !== "failed" || !verdict.failure.yours) continue;
    const lines = text.matchAll(/^ {2}(\S.{19}) {2}(.*(?:\n {24}.*)*)/gm);
    const shown = new Map(Array.from(lines, ([, l, v]) => [l.trim(), v]));
    const differs = [...shown].some(([what, value]) => {
      const your = what === "expected" ? "yours" : `your${what.slice(8)}`;
      return what.startsWith("expected") && shown.get(your) !== value;
    });
    assert.ok(differs, `${id} ${label}: ${text}`);
  }
});

test("at least 85 % of the wrong answers get their name", (t) => {
  const generic = ATTEMPTS.filter(({ expected }) => expected === "generic");
  const share = 1 - generic.length / ATTEMPTS.length;
  t.diagnostic(`${(100 * share).toFixed(1)} % of ${ATTEMPTS.length}`);
  assert.ok(share >= 0.85, `${generic.length} of ${ATTEMPTS.length} generic`);
});
