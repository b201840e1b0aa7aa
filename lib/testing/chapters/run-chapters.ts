import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, test } from "node:test";

import { COURSE } from "../../exercises/course";
import { type Executor, openExecutor } from "../../tools/notebooks/execute";
import { openProblems } from "../../tools/notebooks/exercise-cells";
import {
  formatNotebook,
  readNotebook,
  type Notebook,
} from "../../tools/notebooks/format";
import { courseFolder } from "../../tools/setup/course-files.cjs";
import { findNotebooks } from "../../tools/notebooks/find";
import { shownCards, solvedProblems } from "./cards";
import { compareNumbers } from "./compare-numbers";
import { solveNotebook } from "./solve";

/** Chapters that train or wait for a long time; only `.ci/run` solves them. */
const LONG = ["00", "01", "06", "07", "11", "12", "13", "14", "15", "16", "18"];

const SECONDS = { timeout: 600_000 };

/** Whether to run everything, however long it takes, as in `.ci/run`. */
export function isThorough(): boolean {
  return process.env.TINYLLM_SOLVED === "all";
}

/**
 * Decides whether a chapter runs with its exercises solved.
 * @param number the chapter, such as `"02"`
 * @param wanted `TINYLLM_SOLVED`: chapters such as `"02 03"`, or `"all"`; if it
 *   is not set, all except the long ones
 */
export function isSolved(
  number: string,
  wanted: string | undefined = process.env.TINYLLM_SOLVED,
): boolean {
  if (wanted === undefined || wanted === "") return !LONG.includes(number);
  return wanted === "all" || wanted.split(" ").includes(number);
}

/**
 * Registers the tests that run chapters with the smoke preset, first with all
 * exercises open, then with all of them solved, and compare the outputs of both
 * runs.
 * @param first the first chapter's number
 * @param last the last chapter's number
 */
export function testChapters(first: number, last: number): void {
  // Inside the project, because a cell looks for `tinyllm` in folders above.
  const folder = mkdtempSync(join(courseFolder(), "lib/dist/chapters-test-"));
  const executor = openExecutor();
  after(() => {
    executor.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const run = (notebook: Notebook, path: string): Promise<Notebook> =>
    runCopy(executor, notebook, path);
  for (const path of findNotebooks()) {
    const number = Number(basename(path).slice(0, 2));
    if (number >= first && number <= last) testChapter(path, folder, run);
  }
}

function testChapter(path: string, folder: string, run: RunCopy): void {
  const name = basename(path);
  const number = name.slice(0, 2);
  const notebook = readNotebook(path);
  const chapter = COURSE.find((one) => one.number === number);
  const exercises = chapter?.exercises ?? [];
  let opened: Promise<Notebook> | undefined;
  // Each run has its own folder, so that it does not see another run's files.
  const runOpen = (): Promise<Notebook> =>
    (opened ??= run(notebook, join(folder, number, "open", name)));

  test(`${name} runs with its exercises open`, SECONDS, async () => {
    const executed = await runOpen();
    assert.deepEqual(openProblems(executed, exercises), []);
    const [stored, now] = [notebook, executed].map(shownCards);
    assert.deepEqual(stored, now, "the file must show the current cards");
  });

  if (exercises.length === 0 || !isSolved(number)) return;
  const title = `${name} shows the same numbers with its exercises solved`;
  test(title, SECONDS, async () => {
    const { solved } = solveNotebook(notebook);
    const executed = await run(solved, join(folder, number, "solved", name));
    assert.deepEqual(solvedProblems(executed, exercises), []);
    const { compared, differences } = compareNumbers(await runOpen(), executed);
    assert.deepEqual(differences, []);
    assert.ok(compared > 50, `only ${compared} numbers were compared`);
  });
}

/** Runs a copy of a notebook, written to a path in its own folder. */
type RunCopy = (notebook: Notebook, path: string) => Promise<Notebook>;

function runCopy(
  executor: Executor,
  notebook: Notebook,
  path: string,
): Promise<Notebook> {
  mkdirSync(join(path, ".."), { recursive: true });
  writeFileSync(path, formatNotebook(notebook));
  return executor.execute(path, { preset: "smoke" });
}
