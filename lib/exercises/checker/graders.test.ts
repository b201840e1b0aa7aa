import { test } from "node:test";
import assert from "node:assert/strict";

import { createRandom } from "../../core/base/random";
import { verdictCard } from "./cards";
import { COURSE, findExercise } from "../course";
import type { AnyFunction, Exercise, FunctionSpec } from "./exercise";
import { solutionMarkdown } from "./help";
import { judge } from "../../testing/patient-judge";
import { judge as judgeAtOnce } from "./judge";
import { yourTurn } from "./open";
import { createTrial } from "./trial";
import { valueText } from "./value-text";
import { deepCopy, isList, isRecord } from "./values";
import type { Verdict } from "./verdict";

const ALL: readonly Exercise[] = COURSE.flatMap(({ exercises }) => exercises);
const FUNCTIONS = ALL.filter(
  (exercise): exercise is FunctionSpec<AnyFunction> =>
    exercise.kind !== "predict",
);

/** Places below `holder` that hold a number or a text, and how to set them. */
function leaves(holder: object): { value: unknown; set(to: unknown): void }[] {
  const slots = holder as Record<string, unknown>;
  return Object.keys(slots).flatMap((key) => {
    const value = slots[key];
    if (isList(value) || isRecord(value)) return leaves(value);
    return [{ value, set: (to: unknown) => void (slots[key] = to) }];
  });
}

/** Takes the last item out of the first list; false when there is no list. */
function shorten(holder: object): boolean {
  const slots = holder as Record<string, unknown>;
  return Object.keys(slots).some((key) => {
    const value = slots[key];
    if (Array.isArray(value) && value.length > 0) value.pop();
    else if (isList(value) && value.length > 0)
      slots[key] = (value as Float64Array).slice(0, -1);
    else return isRecord(value) && shorten(value);
    return true;
  });
}

/** The names of what is judged: `"result"`, or arguments to be changed. */
function judgedOf(exercise: FunctionSpec<AnyFunction>): string[] {
  return createTrial(exercise).judged;
}

/** The reference, with one of the things that are judged changed afterwards. */
function altered(
  exercise: FunctionSpec<AnyFunction>,
  name: string,
  change: (holder: Record<string, unknown>) => void,
): AnyFunction {
  return (...args) => {
    const result = exercise.reference(...args);
    const isResult = name === "result";
    // a copy, because a reference may give back a part of its input
    const holder = {
      [name]: isResult
        ? deepCopy(result)
        : args[exercise.parameters.indexOf(name)],
    };
    change(holder);
    return isResult ? holder.result : result;
  };
}

/** Adds a thousandth to a number that a run has left. */
function addNoise(place: ReturnType<typeof leaves>[number] | undefined): void {
  const value = Number(place?.value);
  place?.set(value + 1e-3 * Math.max(1, Math.abs(value)));
}

/** Throws what no careful code would throw. */
function throwing(odd: unknown): never {
  throw odd as Error;
}

function readable(exercise: Exercise, verdict: Verdict): string {
  const bundle = verdictCard(exercise, verdict, "");
  const text = bundle["text/plain"];
  assert.ok(typeof text === "string" && text.length > 40, String(text));
  assert.ok(text.includes(exercise.title));
  assert.ok(!/\[object|NaN%/.test(text), text);
  assert.doesNotMatch(String(bundle["text/html"]), /<script|<style/);
  return text;
}

test("ids are unique, in order, and belong to their chapter", () => {
  const ids = ALL.map(({ id }) => id);
  assert.deepEqual(ids, [...new Set(ids)].sort());
  for (const { number, exercises } of COURSE) {
    exercises.forEach(({ id }, n) => assert.equal(id, `${number}.${n + 1}`));
  }
});

test("an exercise states its task, hints, points, and at least two mistakes", () => {
  for (const { id, task, hints, points, minutes, mistakes } of ALL) {
    assert.ok(task.length > 20 && points > 0 && minutes > 0, id);
    assert.ok(hints.length >= 2 && mistakes.length >= 2, id);
    const names = new Set(mistakes.map(({ name }) => name));
    assert.equal(names.size, mistakes.length, id);
  }
});

test("every reference passes", () => {
  for (const exercise of ALL) {
    const verdict = judge(exercise, exercise.reference);
    assert.equal(verdict.state, "passed", exercise.id);
    assert.match(readable(exercise, verdict), /✓ Passed/);
  }
});

test("every stub is open: not written, empty, missing, or as it was given", () => {
  for (const exercise of ALL) {
    const stubs = [undefined, null] as unknown[];
    if (exercise.kind !== "predict")
      stubs.push(yourTurn, () => {}, exercise.given); // prettier-ignore
    for (const stub of stubs) {
      const verdict = judge(exercise, stub);
      assert.equal(verdict.state, "open", `${exercise.id} ${String(stub)}`);
      assert.match(readable(exercise, verdict), /○ Open/);
    }
  }
});

const BROKEN = FUNCTIONS.filter(({ kind }) => kind === "repair");

test("a broken function as given is open and keeps to itself where it fails", () => {
  for (const exercise of BROKEN) {
    const text = readable(exercise, judge(exercise, exercise.given));
    assert.match(text, /not changed the function yet.*it fails in some case/);
    assert.ok(text.includes(exercise.task));
    assert.doesNotMatch(text, /\n {2}(input|expected|your)|should be/);
  }
});

test("a change without effect is a try that fails, and is told as that", () => {
  for (const exercise of BROKEN) {
    const { given } = exercise;
    const verdict = judge(exercise, (...all: unknown[]) => given?.(...all));
    assert.equal(verdict.state, "failed", exercise.id);
    assert.match(
      readable(exercise, verdict),
      /Your change makes no difference: .*\n[^]*expected/,
    );
  }
});

test("every listed mistake fails, is recognised by name, and gets its hint", () => {
  for (const exercise of ALL) {
    for (const mistake of exercise.mistakes) {
      const verdict = judge(exercise, mistake.answer);
      assert.equal(verdict.state, "failed", `${exercise.id} ${mistake.name}`);
      const text = readable(exercise, verdict);
      const line = `The mistake: ${mistake.name}. ${mistake.hint}\n`;
      assert.ok(text.includes(line), text);
    }
  }
});

test("every listed mistake gives an answer in some of the cases", () => {
  for (const { id, cases, mistakes } of FUNCTIONS)
    for (const { name, answer } of mistakes) {
      const answered = cases(createRandom(1)).some((args) => {
        try {
          answer(...deepCopy<unknown[]>(args));
          return true;
        } catch {
          return false; // such as an argument that the library rejects
        }
      });
      assert.ok(answered, `${id} ${name} only throws`);
    }
});

test("a right answer in another style passes", () => {
  for (const exercise of FUNCTIONS) {
    const verdict = judge(exercise, exercise.alsoRight);
    assert.equal(verdict.state, "passed", readable(exercise, verdict));
  }
});

test("a thousandth of noise on the first number or the last one fails", () => {
  for (const exercise of FUNCTIONS.filter(({ id }) => id !== "15.1")) {
    for (const name of judgedOf(exercise)) {
      for (const end of [0, -1]) {
        const noisy = altered(exercise, name, (holder) => {
          const numbers = leaves(holder).filter(
            ({ value }) => typeof value === "number",
          );
          addNoise(numbers.at(end));
        });
        const verdict = judge(exercise, noisy);
        assert.equal(verdict.state, "failed", `${exercise.id} ${name} ${end}`);
        assert.match(
          readable(exercise, verdict),
          /should be .*; yours is .*[^]*(largest difference|expected {14}\S)/,
        );
      }
    }
  }
});

test("whatever a function does wrong, the card says what", () => {
  const circular: unknown[] = [];
  circular.push(circular);
  const wrongs: [AnyFunction, RegExp][] = [
    [() => { throw new TypeError("no such thing"); }, /It threw TypeError: no such thing/], // prettier-ignore
    [() => throwing("a text"), /It threw "a text"/],
    [() => throwing(undefined), /It threw undefined/],
    [function again(): unknown { return again(); }, /Maximum call stack/], // prettier-ignore
    [() => [[["deep"]]], /should|changed/],
    [() => Symbol("odd"), /should|changed/],
    [() => new Proxy({}, { get() { throw new Error("trap"); } }), /trap|should|changed/], // prettier-ignore
    [() => 10n, /should|changed/],
    [() => circular, /should|changed/],
    [() => new Map([[1, 2]]), /should|changed/],
  ];
  for (const exercise of FUNCTIONS) {
    for (const [wrong, says] of wrongs) {
      const verdict = judge(exercise, wrong);
      const text = readable(exercise, verdict);
      assert.equal(verdict.state, "failed", `${exercise.id} ${String(wrong)}`);
      if (!exercise.changes) assert.match(text, says);
    }
  }
});

test("NaN, infinite numbers and texts are called by their name", () => {
  for (const exercise of FUNCTIONS.filter(({ id }) => id !== "15.1")) {
    for (const name of judgedOf(exercise)) {
      const text = (value: unknown): string => {
        const spoiled = altered(exercise, name, (holder) =>
          leaves(holder)[0].set(value),
        );
        return readable(exercise, judge(exercise, spoiled));
      };
      assert.match(text(NaN), /should be .*; yours is NaN/);
      assert.match(text(Infinity), /should be .*; yours is Infinity/);
      assert.match(text(-Infinity), /should be .*; yours is -Infinity/);
      // what is a typed array makes a number of a text
      assert.match(text("3"), /should be a number; yours is a text|yours is 3/);
    }
  }
});

test("undefined and promised results are called by their name", () => {
  for (const exercise of FUNCTIONS) {
    const text = (answer: AnyFunction): string =>
      readable(exercise, judge(exercise, answer));
    const nothing = text(() => { void 0; }); // prettier-ignore
    const promise = text(async () => Promise.resolve(1));
    if (judgedOf(exercise)[0] === "result") {
      assert.match(nothing, /undefined \(is a return missing/);
      assert.match(promise, /leave out async/);
    } else {
      assert.match(nothing, /^✗ Not yet.*\n.* should be .*; yours is/);
      assert.match(promise, /^✗ Not yet.*\n.* should be .*; yours is/);
    }
  }
});

test("a wrong shape is told from a wrong number", () => {
  const counts = { lists: 0, records: 0 };
  for (const exercise of FUNCTIONS) {
    for (const name of judgedOf(exercise)) {
      const text = (change: (holder: Record<string, unknown>) => void) =>
        readable(exercise, judge(exercise, altered(exercise, name, change)));
      let [hasList, isObject] = [false, false];
      const short = text((holder) => {
        if (shorten(holder)) hasList = true;
      });
      const poor = text((holder) => {
        const value = holder[name];
        if (isRecord(value)) {
          isObject = true;
          delete value[Object.keys(value)[0]];
        }
      });
      if (name === "result") {
        const wrapped = text((holder) => (holder.result = [holder.result]));
        assert.match(wrapped, /should (be|hold) .*; yours (is|holds)/);
      }
      if (hasList) {
        assert.match(short, /should hold \d+ items?; yours holds \d+\./);
        counts.lists += 1;
      }
      if (isObject) {
        assert.match(poor, /should have a field \w+/);
        counts.records += 1;
      }
    }
  }
  assert.ok(counts.lists > 40 && counts.records > 10, JSON.stringify(counts));
});

test("an answer that changes its input is told so", () => {
  const exercise = findExercise("00.3");
  const verdict = judge(
    exercise,
    (numbers: number[]): number =>
      numbers.sort((a, b) => a - b)[numbers.length - 1],
  );
  assert.match(readable(exercise, verdict), /it changed the input numbers/);
});

test("an endless loop is stopped and named", () => {
  const exercise = findExercise("01.1");
  const verdict = judgeAtOnce(exercise, () => {
    for (;;);
  });
  assert.match(readable(exercise, verdict), /did not end within 0\.6 s/);
});

test("predictions outside the tolerance are too low or too high, no more", () => {
  const exercise = findExercise("06.5");
  const text = (answer: unknown): string =>
    readable(exercise, judge(exercise, answer));
  assert.match(text(3.3), /Close enough: off by 0\.0042/);
  assert.match(text(3.2), /3\.2 is too low/);
  assert.match(text(3.4), /3\.4 is too high/);
  assert.doesNotMatch(text(3.4), /3\.29/);
  for (const odd of [NaN, Infinity, "3.3", () => 3.3, [3.3]])
    assert.match(text(odd), /A prediction is a number \(nats\); got/);
});

test("no prediction passes from outside its tolerance, or as anything else", () => {
  for (const exercise of ALL) {
    if (exercise.kind !== "predict") continue;
    const { id, reference, tolerance } = exercise;
    const apart = tolerance > 0 ? 1.01 * tolerance : 1;
    assert.equal(judge(exercise, reference + 0.99 * tolerance).state, "passed");
    const wrongs = [reference - apart, reference + apart];
    const odd = [NaN, Infinity, String(reference), [reference], true, {}];
    for (const answer of [...wrongs, ...odd, () => reference]) {
      const verdict = judge(exercise, answer);
      assert.equal(verdict.state, "failed", `${id} ${valueText(answer)}`);
      assert.match(
        readable(exercise, verdict),
        /is too (low|high)|is not the one|A prediction is a number/,
      );
    }
  }
});

test("something that is no function is refused in words", () => {
  const exercise = findExercise("01.1");
  for (const odd of [5, "w", {}, true])
    assert.match(
      readable(exercise, judge(exercise, odd)),
      /must be a function; got/,
    );
});

test("every solution shows the code of a function, or an explanation", () => {
  for (const exercise of ALL) {
    const text = solutionMarkdown(exercise);
    assert.ok(text.includes(exercise.title));
    if (exercise.kind === "predict") {
      assert.match(text, /\*\*[\d./]+\*\*/);
      continue;
    }
    const { as } = exercise.source;
    assert.ok(text.includes(`\`\`\`typescript\nfunction ${as}(`), text);
    assert.doesNotMatch(text, /export |\/\*\*|ensure|expect[A-Z]/);
  }
});
