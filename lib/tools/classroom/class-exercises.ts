import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { compileFunction } from "node:vm";

import * as ts from "typescript";

import { pointsText } from "../../exercises/checker/cards";
import type {
  Draft,
  Exercise,
  Mistake,
} from "../../exercises/checker/exercise";
import { judge } from "../../exercises/checker/judge";
import { COURSE, keepExercise } from "../../exercises/course";
import type { Notebook, NotebookCell } from "../notebooks/format";
import { courseFolder, filesBelow } from "../setup/course-files.cjs";
import { dataCell, dataName } from "./data-cell";

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
 * with the results of the cases that learners see, which stand in a collapsed cell;
 * the number of a `prediction` stands there as a hash. `npm run grade` takes other
 * cases, and knows the mistakes.
 *
 * @param folder the folder of the class
 * @param chapter two digits
 * @throws if a file is not such an exercise; the message says how to repair it
 */
export function classExercises(
  folder: string,
  chapter: string,
): AddedExercise[] {
  const isCode = (path: string): boolean => /^[^.].*\.ts$/.test(basename(path));
  const paths = filesBelow(join(folder, EXERCISES), isCode);
  const ids = paths.map((path) => FILE.exec(basename(path))?.[1]);
  return paths.flatMap((path) => {
    const [, id, number] = FILE.exec(basename(path)) ?? [];
    try {
      if (!COURSE.some((one) => one.number === number))
        throw new Error(
          "its name must begin with the number of a chapter and 90 to 99, " +
            "such as 05.90-row-means.ts.",
        );
      if (ids.filter((one) => one === id).length > 1)
        throw new Error(`another file has the number ${id}, too.`);
      return number === chapter ? [openExercise(id, path)] : [];
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
    }
  });
}

function openExercise(id: string, path: string): AddedExercise {
  const text = readFileSync(path, "utf8").replaceAll("\r\n", "\n");
  const draft = loadDraft(text, path);
  const placed = draft.place(id, `${EXERCISES}/${basename(path)}`);
  const exercise: Exercise = { ...placed, kept: true };
  ensureFair(exercise);
  keepExercise(exercise);
  return { exercise, cells: cellsFor(exercise, text, path) };
}

/** Runs the file; what it imports are the course's own modules. */
function loadDraft(text: string, path: string): Draft<unknown> {
  const { CommonJS: module } = ts.ModuleKind;
  const compilerOptions = { module, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(text, { compilerOptions });
  const load = createRequire(join(courseFolder(), "package.json"));
  const exported: { default?: Partial<Draft<unknown>> } = {};
  const names = ["exports", "require"];
  const run = compileFunction(outputText, names, { filename: path }) as (
    exported: object,
    load: NodeJS.Require,
  ) => void;
  run(exported, load);
  if (typeof exported.default?.place !== "function")
    throw new Error("it must end with `export default exercise(...)`.");
  return exported.default as Draft<unknown>;
}

/** @throws if a right answer fails, or a wrong one passes */
function ensureFair(exercise: Exercise): void {
  const { hints, kind } = exercise;
  const isNumber = kind === "predict";
  if (hints.length === 0 || (!isNumber && exercise.changes))
    throw new Error("it must have a hint, and it must not have `changes`.");
  const right = isNumber ? exercise.reference : exercise.alsoRight;
  const passes = (answer: unknown): boolean =>
    judge(exercise, answer).state === "passed";
  if (!passes(right)) throw new Error("alsoRight must pass; it does not.");
  const mistakes: readonly Mistake<unknown>[] = exercise.mistakes;
  const missed = mistakes.find(({ answer }) => passes(answer));
  if (missed)
    throw new Error(
      `the mistake "${missed.name}" must fail; it passes. Add a case in which ` +
        `it makes a difference.`,
    );
}

/** The code that a learner completes or repairs. */
function openAnswer(exercise: Exercise, text: string, path: string): string {
  const { id } = exercise;
  if (exercise.kind === "predict") {
    const name = basename(path, ".ts")
      .replace(/^[\d.]+-/, "")
      .replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const open = `const ${name}: number | undefined = undefined;`;
    return `${open}\n\ncheck("${id}", ${name});`;
  }
  const { given, source } = exercise;
  const { name } = given ?? source;
  const [, head, body] =
    new RegExp(
      `^(?:export )?function ${name}\\b([^]*?\\)[^()\\n]*\\{)$([^]*?^\\}$)`,
      "m",
    ).exec(text) ?? [];
  if (head === undefined)
    throw new Error(
      `the file must declare the function that a learner gets, such as ` +
        `\`function rowMeans(rows: number[][]): number[] {\`; there is no ${name}.`,
    );
  const code = `function ${source.as}${head}`;
  const rest = given ? body : "\n  return yourTurn();\n}";
  return `${code}${rest}\n\ncheck("${id}", ${source.as});`;
}

const WORDS = { write: "Write", repair: "Find the bug", predict: "Predict" };

function cellsFor(
  exercise: Exercise,
  text: string,
  path: string,
): NotebookCell[] {
  const { id, title, task, minutes, difficulty, points, kind } = exercise;
  const name = dataName(id);
  const worth =
    `*${WORDS[kind]}* · difficulty ${difficulty} of 5 · ${minutes} minutes · ` +
    pointsText(points);
  const heading = { cell_type: "markdown", id: `${name}-text`, metadata: {} };
  const answer = { cell_type: "code", id: `${name}-answer`, metadata: {} };
  const source = `### Exercise ${id} · ${title}\n\n${worth}\n\n${task}`;
  return [
    { ...heading, source } as NotebookCell,
    dataCell(exercise),
    {
      ...{ ...answer, outputs: [], execution_count: null },
      source: openAnswer(exercise, text, path),
    } as NotebookCell,
  ];
}

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
