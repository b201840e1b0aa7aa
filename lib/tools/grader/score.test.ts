import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../../testing/temporary-folder";
import { type ClassRules, readRules } from "./class-rules";
import type { HandInRecord } from "./records";
import { mostOf, scoreOf } from "./score";

const RECORD: HandInRecord = {
  learner: "ada",
  chapter: "05-linear-layer",
  status: "graded",
  exercises: {
    "05.1": { points: 3, of: 3, state: "passed" },
    "05.2": { points: 2, of: 2, state: "passed" },
    "05.3": { points: 0, of: 5, state: "failed", share: 0.75 },
    "05.4": { points: 0, of: 4, state: "open" },
  },
  notes: [],
  from: "",
  mark: "",
  gradedAt: "",
};
const NONE = readRules("/there/is/no/such/folder");

function score(
  rules: Partial<ClassRules>,
  record: Partial<HandInRecord> = {},
): [total: number | undefined, notes: string] {
  const found = scoreOf({ ...RECORD, ...record }, { ...NONE, ...rules });
  return [found?.total, found?.notes.join("; ") ?? ""];
}

test("without rules the points of the exercises are added", () => {
  assert.deepEqual(score({}), [5, ""]);
  assert.equal(mostOf(RECORD, NONE), 14);
  assert.equal(score({}, { status: "not graded" })[0], undefined);
});

test("weights, partial credit and extra points count", () => {
  const weights = { "05.1": 2, "05.2": 0 };
  assert.deepEqual(score({ weights }), [6, ""]);
  assert.equal(mostOf(RECORD, { ...NONE, weights }), 15);
  // 0.75 of 5 points, to a tenth
  assert.deepEqual(score({ partialCredit: true }), [8.7, ""]);
  const extra = { ada: { "05": 1.5, "06": 9 }, bob: { "05": 9 } };
  assert.deepEqual(score({ extra }), [6.5, "extra: +1.5"]);
  assert.deepEqual(score({ extra: { ada: { "05": -9 } } }), [0, "extra: -9"]);
});

test("each day begun costs its share, and an extension moves the time", () => {
  const due = { "05": "2026-12-01T18:00:00Z" };
  const rules = { due, penaltyPerDay: 0.1 };
  const at = (handedInAt: string): [number | undefined, string] =>
    score(rules, { handedInAt });
  assert.deepEqual(at("2026-12-01T18:00:00Z"), [5, ""]);
  assert.deepEqual(at("2026-12-01T18:00:01Z"), [4.5, "late by 1 day: -0.5"]);
  assert.deepEqual(at("2026-12-03T18:00:00Z"), [4, "late by 2 days: -1"]);
  assert.deepEqual(at("2027-12-03T18:00:00Z")[0], 0);
  assert.deepEqual(score(rules, {}), [5, ""]);
  const extensions = { ada: { "05": "2026-12-04T18:00:00Z" } };
  const late = { handedInAt: "2026-12-05T00:00:00Z" };
  assert.equal(score({ ...rules, extensions }, late)[0], 4.5);
  assert.equal(score({ ...rules, extensions: {} }, late)[0], 3);
  // Canvas says that it was late, and not by how much.
  assert.equal(score(rules, { isLate: true })[0], 4.5);
});

test("a day alone ends at midnight where the class is", () => {
  const due = { "05": "2026-12-01" };
  const at = (handedInAt: Date): number | undefined =>
    scoreOf(
      { ...RECORD, handedInAt: handedInAt.toISOString() },
      { ...NONE, due },
    )?.daysLate;
  assert.equal(at(new Date(2026, 11, 1, 23, 59)), 0);
  assert.equal(at(new Date(2026, 11, 2, 0, 1)), 1);
});

test("a mistake in class.json is reported with the rule", (t) => {
  const folder = temporaryFolder(t);
  const read = (text: string): ClassRules => {
    writeFileSync(join(folder, "class.json"), text);
    return readRules(folder);
  };
  const rules = { due: { "05": "2026-12-01" }, penaltyPerDay: 0.1 };
  assert.deepEqual(read(JSON.stringify(rules)), { ...NONE, ...rules });
  assert.deepEqual(read("\ufeff{}"), NONE);
  for (const [text, said] of [
    ["{", /class\.json: must be JSON/],
    ["[]", /must be an object/],
    ['{ "dues": {} }', /no rule "dues"; the rules are due, extensions/],
    ['{ "due": { "05": "soon" } }', /"due" must be like .*; got .*soon/],
    ['{ "due": { "five": "2026-12-01" } }', /"due" must be like/],
    ['{ "penaltyPerDay": 10 }', /"penaltyPerDay" must be like 0\.1; got 10/],
    ['{ "weights": { "05.1": -1 } }', /"weights" must be like/],
    ['{ "extra": { "ada": 3 } }', /"extra" must be like/],
    ['{ "partialCredit": "yes" }', /"partialCredit" must be like true/],
  ] as const)
    assert.throws(() => read(text), said);
});
