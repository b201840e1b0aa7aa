import assert from "node:assert/strict";
import { test } from "node:test";

import * as tinyllm from "../../index";
import type { AnyFunction, Exercise } from "../../exercises/checker/exercise";
import { judge } from "../../exercises/checker/judge";
import type { Verdict } from "../../exercises/checker/verdict";
import { COURSE, findExercise } from "../../exercises/course";
import { ATTEMPTS } from "../../testing/attempts";
import { functionExercises, mutantsOf } from "../../testing/mutants/mutants";
import { answerRequest, runAnswer } from "./child/answers";
import { beginJudging } from "./judging";
import type { Reply, Request } from "./messages";

/** The seed of the cases that `check` and `grade` use in a notebook. */
const SEED_OF_CHECK = 20;
const LIMIT_MS = 60_000;
const MUTANT_MS = 300;

/** What another process would receive. */
function sent<T>(message: T): T {
  return JSON.parse(JSON.stringify(message)) as T;
}

/** Judges an answer as if it ran in another process. */
function judgeAfar(
  exercise: Exercise,
  answer: unknown,
  limitMs: number = LIMIT_MS,
): Verdict {
  const options = { seed: SEED_OF_CHECK, limitMs };
  const request = sent(answerRequest(exercise.id, answer));
  const judging = beginJudging(exercise, request as never, options);
  if ("verdict" in judging) return judging.verdict;
  const ask = (asked: Request): Reply =>
    sent(judging.call(sent(asked) as never));
  const library = tinyllm as unknown as Record<string, unknown>;
  const run = sent(judging.run) as Extract<Reply, { type: "run" }>;
  const runs = runAnswer(run, answer as AnyFunction, { ask, library });
  return judging.judge(sent(runs) as never).verdict;
}

/** What a teacher and a learner read of a verdict. */
function words(verdict: Verdict): unknown {
  if (verdict.state === "passed") return verdict;
  if (verdict.state === "open") return verdict.sentence;
  const { sentence, mistake, candidates } = verdict.failure;
  return [sentence, mistake, candidates];
}

function assertAgrees(id: string, answer: unknown, label: string): void {
  const exercise = findExercise(id);
  assert.deepEqual(
    words(judgeAfar(exercise, answer)),
    words(judge(exercise, answer, LIMIT_MS)),
    `${id} ${label}`,
  );
}

for (const { number, exercises } of COURSE) {
  test(`${number}: right answers and classic mistakes are judged as by check`, () => {
    for (const exercise of exercises) {
      const { id, reference } = exercise;
      assert.equal(judgeAfar(exercise, reference).state, "passed", id);
      assertAgrees(id, reference, "reference");
      if (exercise.kind !== "predict") {
        assertAgrees(id, exercise.alsoRight, "also right");
        if (exercise.given) assertAgrees(id, exercise.given, "given");
      }
      for (const { name, answer } of exercise.mistakes) {
        assert.equal(judgeAfar(exercise, answer).state, "failed", name);
        assertAgrees(id, answer, name);
      }
    }
  });

  test(`${number}: wrong answers of learners are judged as by check`, () => {
    for (const { id, answer, label } of ATTEMPTS)
      if (id.startsWith(number)) assertAgrees(id, answer, label);
  });
}

/** As many as do not take long; `npm run mutants` judges all of them. */
const EVERY = 9;

test("references with one thing changed are judged as by check", () => {
  let compared = 0;
  for (const exercise of functionExercises())
    for (const [i, { change, code }] of mutantsOf(exercise.source).entries()) {
      if (i % EVERY !== 0) continue;
      const here = judge(exercise, code, MUTANT_MS);
      const afar = judgeAfar(exercise, code, MUTANT_MS);
      // One that does not end may end just in time.
      if (
        [here, afar].some((verdict) =>
          /did not end/.test(JSON.stringify(words(verdict))),
        )
      )
        continue;
      compared += 1;
      assert.equal(afar.state, here.state, `${exercise.id} ${change}`);
    }
  assert.ok(compared > 300, `only ${compared}`);
});

test("odd answers are judged as by check", () => {
  const odd: unknown[] = [
    ...[undefined, null, NaN, -0, "4", true, 3n, Symbol("s"), {}, [1]],
    ...[new Number(3), new Date(0), Promise.resolve(28)],
  ];
  for (const id of ["01.1", "01.3", "12.5"])
    for (const answer of [
      ...odd,
      ...odd.map((value) => () => value),
      ...odd.map((value) => () => {
        throw value;
      }),
      () => [[[]]],
      () => new Float32Array(3),
      () => Promise.resolve(1),
      () => () => 1,
    ])
      assertAgrees(id, answer, String(answer));
});

test("a value that goes round, or that throws when it is read, is no answer", () => {
  const round: unknown[] = [];
  round.push(round);
  const throwing = {
    get x(): never {
      throw new Error("no");
    },
  };
  const exercise = findExercise("01.1");
  for (const value of [round, throwing, new Proxy([1], { get: () => 1 / 0 })])
    assert.equal(judgeAfar(exercise, () => value).state, "failed");
});

test("messages that no answer sends earn nothing", () => {
  const exercise = findExercise("01.1");
  const options = { seed: SEED_OF_CHECK, limitMs: LIMIT_MS };
  const judging = beginJudging(
    exercise,
    { type: "answer", id: "01.1", text: "(w) => w" },
    options,
  );
  assert.ok("judge" in judging);
  for (const runs of [
    undefined,
    null,
    "runs",
    [],
    [null],
    Array(12).fill(null),
    Array(12).fill({ after: { $: "record", v: [["result"]] } }),
    Array(12).fill({ after: { $: "record", v: "x" } }),
    Array(12).fill({ after: { $: "list", of: "Function", v: [] } }),
    Array(12).fill({ after: { result: 4 } }),
    Array(12).fill({ error: null }),
  ]) {
    const request = { type: "runs", runs } as never;
    assert.equal(
      judging.judge(request).verdict.state,
      "failed",
      JSON.stringify(runs),
    );
  }
  const { cases } = judging.run as Extract<Reply, { type: "run" }>;
  assert.ok(!JSON.stringify(judging.run).includes("reference"));
  assert.ok(Array.isArray(cases) && cases.length > 3);
});
