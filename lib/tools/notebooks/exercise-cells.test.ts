import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";

import { COURSE, findExercise } from "../../exercises/course";
import { exerciseProblems, openProblems } from "./exercise-cells";
import { draftToNotebook } from "../../testing/notebook-draft";
import { parseNotebook, type Notebook } from "./format";
import { findNotebooks } from "./publish";

const EXERCISE = findExercise("01.1");
const RIGHT = `### Exercise 01.1 · The update rule

*Write* · difficulty 1 of 5 · 5 minutes · 3 points

Words.

\`\`\`ts
const update = check("01.1", myUpdate);
\`\`\`
`;

/** What is said of the draft after `from` has become `to`. */
function problems(from: string | RegExp, to: string): string {
  const notebook = draftToNotebook(RIGHT.replace(from, to));
  return exerciseProblems(notebook, [EXERCISE]).join("\n");
}

test("A chapter that says what the data says has no problems", () => {
  assert.equal(problems("", ""), "");
});

test("A title, kind, difficulty, time or worth of its own is named", () => {
  assert.match(problems("The update", "An update"), /^01\.1 is called An up/);
  assert.match(problems("*Write*", "*Predict*"), /the data says write/);
  assert.match(problems("1 of 5", "2 of 5"), /^01\.1 says .*difficulty 1,/);
  assert.match(problems("5 minutes", "50 minutes"), /minutes 5,/);
  assert.match(problems("3 points", "30 points"), /points 3\./);
});

test("An exercise without its heading or its check is named", () => {
  assert.match(problems("### Exercise", "### Task"), /headings are ; want 01/);
  assert.match(problems('check("01.1"', "mine("), /checks are ; want 01\.1/);
  const between = problems("Words.\n", "```ts\n1;\n```\n");
  assert.equal(between, "01.1 must be checked in the next cell of code.");
});

test("A beginner who has passed, or whose bug is another one, is named", () => {
  const shown = (id: string, card: string): string => {
    const notebook = draftToNotebook(
      "```ts\n" + `check("${id}", mine);` + "\n```\n",
    );
    const [cell] = notebook.cells;
    const output = { output_type: "display_data", metadata: {} } as const;
    if (cell) cell.outputs = [{ ...output, data: { "text/plain": card } }];
    return openProblems(notebook, [findExercise(id)]).join();
  };
  const open = "○ Open: 01.1\nThe function is not written yet. Words.";
  assert.equal(shown("01.1", open), "");
  assert.match(shown("01.1", "✓ Passed: 01.1"), /01\.1 must begin open/);
  assert.match(shown("01.2", open), /not changed the function yet/);
});

for (const path of findNotebooks().filter((p) => /^\d/.test(basename(p)))) {
  const name = basename(path);
  const chapter = COURSE.find(({ number }) => name.startsWith(number));
  const exercises = chapter?.exercises ?? [];
  const notebook: Notebook = parseNotebook(readFileSync(path, "utf8"), name);

  test(`${name} says of its exercises what their data says`, () => {
    assert.deepEqual(exerciseProblems(notebook, exercises), []);
  });

  test(`${name} is committed with its exercises open`, () => {
    assert.deepEqual(openProblems(notebook, exercises), []);
  });
}
