import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative } from "node:path";
import { compileFunction } from "node:vm";

import * as ts from "typescript";

import type {
  AnyFunction,
  Draft,
  Exercise,
  FunctionSpec,
} from "../../exercises/checker/exercise";
import { pointsText } from "../../exercises/checker/cards";
import { judge } from "../../exercises/checker/judge";
import { createTrial } from "../../exercises/checker/trial";
import { COURSE, keepExercise } from "../../exercises/course";
import type { Notebook, NotebookCell } from "../notebooks/format";
import { courseFolder, filesBelow } from "../setup/course-files.cjs";
import { learnersFunction } from "./learners-function";

/** The folder of a class with the exercises that it adds. */
export const EXERCISES = "exercises";

/** An exercise that a class adds, and its cells for learners. */
export interface AddedExercise {
  exercise: Exercise;
  cells: NotebookCell[];
}

const FILE = /^((\d\d)\.9\d)(-[a-z]\w*)+\.ts$/;

/**
 * Reads the exercises that a teacher adds to a chapter, and makes them known.
 * Each is one file in the folder `exercises` of the class. Its name begins with an
 * id from 90 on, such as `05.90-row-means.ts`:
 *
 * ```ts
 * import {
 *   args, draw, exercise, matrix, mistake, whole,
 * } from "tinyllm/dist/exercises/author";
 *
 * function rowMeans(rows: number[][]): number[] {
 *   return rows.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length);
 * }
 *
 * export default exercise(rowMeans, {
 *   title: "The mean of each row",
 *   task: "Return the mean of each row.",
 *   effort: { minutes: 5, difficulty: 1, points: 3 },
 *   hints: ["Sum a row, then divide by how many numbers it has."],
 *   firstCase: args([[1, 2, 3], [4, 5, 9]]),
 *   randomCases: draw(6, (random) => args(matrix(random, 2, whole(random, 2, 5)))),
 *   mistakes: [
 *     mistake("the sum", "Divide by the length of the row.", (rows) =>
 *       rows.map((row) => row.reduce((sum, x) => sum + x, 0)),
 *     ),
 *   ],
 *   alsoRight: (rows) =>
 *     rows.map((row) => row.reduce((sum, x) => sum + x / row.length, 0)),
 * });
 * ```
 *
 * `npm run release` adds its text, its first hint and an empty `myRowMeans` at the
 * end of the chapter; with `given`, the function that has the bug. `check` compares
 * with the results of the cases that learners see, which stand in a collapsed cell.
 * `npm run grade` takes other cases, and knows the mistakes.
 *
 * @param folder the folder of the class
 * @param chapter two digits
 * @throws if a file is not such an exercise; the message says how to repair it
 */
export function classExercises(
  folder: string,
  chapter: string,
): AddedExercise[] {
  const paths = filesBelow(join(folder, EXERCISES), () => true);
  const named = paths.map((path) => {
    const [, id, number] = FILE.exec(basename(path)) ?? [];
    if (!COURSE.some((one) => one.number === number))
      throw new Error(
        `${path}: an exercise of a class must have a name such as ` +
          `05.90-row-means.ts, with a chapter's number, then 90 to 99.`,
      );
    return { id, number, path };
  });
  return named
    .filter(({ number }) => number === chapter)
    .map(({ id, path }) => {
      try {
        return openExercise(id, path);
      } catch (error) {
        const where = relative(process.cwd(), path);
        throw new Error(`${where}: ${(error as Error).message}`);
      }
    });
}

function openExercise(id: string, path: string): AddedExercise {
  const text = readFileSync(path, "utf8");
  const draft = loadDraft(text, path);
  const placed = draft.place(id, `${EXERCISES}/${basename(path)}`);
  if (placed.kind === "predict")
    throw new Error(
      "a function must answer it; it is a prediction. Its number would have " +
        "to stand in the notebook.",
    );
  const exercise = { ...placed, kept: true };
  ensureFair(exercise);
  keepExercise(exercise);
  const code = learnersFunction(text, exercise.source.as);
  return { exercise, cells: cellsFor(exercise, code) };
}

/** Runs the file; what it imports are the course's own modules. */
function loadDraft(text: string, path: string): Draft<unknown> {
  const { outputText, diagnostics = [] } = ts.transpileModule(text, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
    },
  });
  if (diagnostics.length > 0)
    throw new SyntaxError(
      ts.flattenDiagnosticMessageText(diagnostics[0].messageText, " "),
    );
  const load = createRequire(join(courseFolder(), "package.json"));
  const exported: { default?: Partial<Draft<unknown>> } = {};
  const names = ["exports", "require"];
  compileFunction(outputText, names, { filename: path })(exported, load);
  if (typeof exported.default?.place !== "function")
    throw new Error("it must end with `export default exercise(...)`.");
  return exported.default as Draft<unknown>;
}

/** @throws if a right answer fails, a wrong one passes, or data do not fit */
function ensureFair(exercise: FunctionSpec<AnyFunction>): void {
  const { alsoRight, changes = [], hints, mistakes } = exercise;
  if (changes.length > 0 || hints.length === 0)
    throw new Error("it must have a hint, and it must not have `changes`.");
  const right = judge(exercise, alsoRight);
  if (right.state !== "passed") {
    const { sentence } = right.state === "failed" ? right.failure : right;
    throw new Error(`alsoRight must pass; it does not: ${sentence}`);
  }
  const missed = mistakes.find(
    ({ answer }) => judge(exercise, answer).state === "passed",
  );
  if (missed)
    throw new Error(
      `the mistake "${missed.name}" must fail; it passes. Add a case in which ` +
        `it makes a difference.`,
    );
}

/** The cases that learners see, each with what the reference makes of it. */
function firstCases(exercise: FunctionSpec<AnyFunction>): unknown[] {
  const { cases, right } = createTrial(exercise);
  return cases.map((given, c) => {
    const pair = [given, right[c].after.result];
    if (right[c].error || !isPlain(pair))
      throw new Error(
        "its cases and their results must be finite numbers, texts, lists and " +
          `objects of those; case ${c + 1} holds something else.`,
      );
    return pair;
  });
}

/** Whether JSON can hold a value. */
function isPlain(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || value === null)
    return value === null || ["string", "boolean"].includes(typeof value);
  const { prototype } = Object;
  return (
    (Array.isArray(value) || Object.getPrototypeOf(value) === prototype) &&
    Object.values(value).every(isPlain)
  );
}

function cellsFor(
  exercise: FunctionSpec<AnyFunction>,
  code: string,
): NotebookCell[] {
  const { id, title, task, minutes, difficulty, points, kind } = exercise;
  const { hints, parameters, tolerance, source } = exercise;
  const data = {
    ...{ id, title, task, minutes, difficulty, points, tolerance, parameters },
    hints: hints.slice(0, 1),
    cases: firstCases(exercise),
  };
  const name = `class-${id.replace(".", "-")}`;
  const nbgrader = { schema_version: 3, grade_id: name, ...LOCKED };
  const emptied = { outputs: [], execution_count: null };
  return [
    {
      cell_type: "markdown",
      id: `${name}-text`,
      metadata: {},
      source:
        `### Exercise ${id} · ${title}\n\n` +
        `*${kind === "write" ? "Write" : "Find the bug"}* · difficulty ` +
        `${difficulty} of 5 · ${minutes} minutes · ${pointsText(points)}\n\n${task}`,
    },
    {
      ...{ cell_type: "code", id: name, ...emptied },
      metadata: { jupyter: { source_hidden: true }, nbgrader },
      source:
        `// Some cases, for the check below. Leave this cell as it is.\n` +
        `import { check, classExercise, yourTurn } from "tinyllm";\n\n` +
        `classExercise(${JSON.stringify(data)});`,
    },
    {
      ...{ cell_type: "code", id: `${name}-answer`, ...emptied },
      metadata: {},
      source: `${code}\n\ncheck("${id}", ${source.as});`,
    },
  ];
}

const LOCKED = { grade: false, locked: true, solution: false, task: false };

/**
 * A chapter with the exercises of a class at its end.
 *
 * @param chapter not changed
 * @param added from {@link classExercises}
 */
export function withClassExercises(
  chapter: Notebook,
  added: readonly AddedExercise[],
): Notebook {
  return {
    ...chapter,
    cells: [...chapter.cells, ...added.flatMap(({ cells }) => cells)],
  };
}
