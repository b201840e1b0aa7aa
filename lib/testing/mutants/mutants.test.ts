import assert from "node:assert/strict";
import { test } from "node:test";

import { functionExercises, mutantsOf, reviewed, search } from "./mutants";
import { editsOf } from "./mutations";
import { REVIEWED } from "./reviewed";
import { isThorough } from "../chapters/run-chapters";

function changed(program: string): string[] {
  return editsOf(program).map(
    ({ start, end, text }) =>
      program.slice(0, start) + text + program.slice(end),
  );
}

test("operators, constants, indices and names are changed one at a time", () => {
  const mutants = changed("x = a[i][j] < 2 && -b * c;");
  for (const one of [
    "x = a[i][j] <= 2 && -b * c;",
    "x = a[i][j] < 2 || -b * c;",
    "x = a[i][j] < 3 && -b * c;",
    "x = a[j][i] < 2 && -b * c;",
    "x = a[i][(j) + 1] < 2 && -b * c;",
    "x = a[i][i] < 2 && -b * c;",
    "x = a[i][j] < 2 && b * c;",
    "x = a[i][j] < 2 && -b / c;",
    "x = a[i][j] < 2 && -b;",
    ";",
  ])
    assert.ok(mutants.includes(one), `${one} in\n${mutants.join("\n")}`);
});

test("loops, branches, calls and copies are changed; argument checks are not", () => {
  const mutants = changed(
    "function f(a, k = 3) {\n" +
      '  ensureList("f", a.length);\n' +
      "  for (const b of [...a]) if (k) a.push(Math.sqrt(b));\n" +
      "}",
  );
  for (const one of [
    "for (const b of [...a].slice(1)) if (k) a.push(Math.sqrt(b));",
    "for (const b of a) if (k) a.push(Math.sqrt(b));",
    "for (const b of [...a]) { a.push(Math.sqrt(b)); }",
    "for (const b of [...a]) if (k) a.unshift(Math.sqrt(b));",
    "for (const b of [...a]) if (k) a.push((b));",
  ])
    assert.ok(
      mutants.some((mutant) => mutant.includes(`  ${one}\n`)),
      `${one} in\n${mutants.join("\n")}`,
    );
  for (const mutant of mutants) {
    assert.match(mutant, /^function f\(a, k = 3\) \{/);
    assert.match(mutant, /\n {2}ensureList\("f", a\.length\);\n/);
  }
});

test("a function is changed together with the functions it calls in its file", () => {
  const changes = mutantsOf({
    file: "core/by-hand/softmax.ts",
    name: "softmaxCrossEntropyGrad",
    as: "myGrad",
  }).map(({ change }) => change);
  assert.ok(
    changes.includes("delta[trueId] -= 1; => delta[trueId] += 1;"),
    changes.join("\n"),
  );
  assert.ok(changes.includes("if (logit > max) => if (logit < max)"));
});

/** The whole search takes half a minute; only `.ci/run` does it. */
const searched = functionExercises().filter(
  ({ id }) => isThorough() || id.endsWith(".1"),
);

for (const exercise of searched)
  test(`every change of the answer to ${exercise.id} is rejected or reviewed`, () => {
    const found = search(exercise);
    assert.ok(found.mutants >= 5, `${found.mutants} mutants`);
    const unseen = found.survivors.filter(
      (change) => !reviewed(exercise.id, change),
    );
    assert.deepEqual(unseen, []);
  });

test("the search makes every reviewed change", () => {
  for (const { ids, changes } of REVIEWED) {
    const made = functionExercises()
      .filter(({ id }) => ids.includes(id))
      .flatMap(({ source }) => mutantsOf(source));
    for (const known of changes)
      assert.ok(
        made.some(({ change }) => change.startsWith(known)),
        `${ids.join(", ")}: ${known}`,
      );
  }
});
