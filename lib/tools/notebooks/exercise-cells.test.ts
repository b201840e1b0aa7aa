import assert from "node:assert/strict";
import { test } from "node:test";

import { findExercise } from "../../exercises/course";
import { exerciseProblems, openProblems } from "./exercise-cells";
import {
  code,
  notebook as notebookOf,
  text,
} from "../../testing/notebook-builder";
import { type NotebookCell, type NotebookOutput } from "./format";

const EXERCISE = findExercise("01.1");
const RIGHT = `### Exercise 01.1 · The update rule

*Write* · difficulty 1 of 5 · 5 minutes · 3 points

Words.`;
const CHECKED = code('const update = check("01.1", myUpdate);');

/** The problems of an exercise after `from` has become `to` in its text. */
function problems(from: string, to: string, ...cells: NotebookCell[]): string {
  const below = cells.length > 0 ? cells : [CHECKED];
  const notebook = notebookOf(text(RIGHT.replace(from, to)), ...below);
  return exerciseProblems(notebook, [EXERCISE]).join("\n");
}

test("a chapter that matches the exercises' data has no problems", () => {
  assert.equal(problems("", ""), "");
});

test("a title, kind, difficulty, time or number of points that differs from the data is reported", () => {
  assert.match(problems("The update", "An update"), /^01\.1 is called An up/);
  assert.match(problems("*Write*", "*Predict*"), /the data says write/);
  assert.match(problems("1 of 5", "2 of 5"), /^01\.1 says .*difficulty 1,/);
  assert.match(problems("5 minutes", "50 minutes"), /minutes 5,/);
  assert.match(problems("3 points", "30 points"), /points 3\./);
});

test("an exercise without its heading or its check is reported", () => {
  assert.match(
    problems("### Exercise", "### Task"),
    /headings are ; they must be 01/,
  );
  assert.match(
    problems("", "", code("mine()")),
    /checks are ; they must be 01\.1/,
  );
  const between = problems("", "", code("1;"), CHECKED);
  assert.equal(between, "01.1 must be checked in the next code cell.");
});

test("an unsolved exercise that already passes, or has another bug, is reported", () => {
  const shown = (id: string, card: string): string => {
    const output: NotebookOutput = {
      output_type: "display_data",
      metadata: {},
      data: { "text/plain": card },
    };
    const notebook = notebookOf(code(`check("${id}", mine);`, [output]));
    return openProblems(notebook, [findExercise(id)]).join();
  };
  const open = "○ Open: 01.1\nThe function is not written yet. Words.";
  assert.equal(shown("01.1", open), "");
  assert.match(shown("01.1", "✓ Passed: 01.1"), /01\.1 must begin open/);
  assert.match(shown("01.2", open), /not changed the function yet/);
});
