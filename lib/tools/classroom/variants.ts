import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { createRandom, type Random } from "../../core/base/random";
import { replaceFile } from "../../disk/replace-file";
import { whole } from "../../exercises/cases";
import type { Exercise, NumberSpec } from "../../exercises/checker/exercise";
import { edited, withBug } from "../../exercises/checker/open";
import { COURSE, keepExercise } from "../../exercises/course";
import { exerciseOf } from "../notebooks/exercise-cells";
import {
  joinLines,
  type Notebook,
  type NotebookCell,
} from "../notebooks/format";
import { dataCell } from "./data-cell";
import { parseSeed } from "./parse-seed";

/** The file of a class with the seeds of its chapters' variants. */
export const VARIANTS_FILE = "variants.json";

/**
 * Decides which variant of a chapter a class gets. It is kept with the class, since
 * hand-ins must be graded with the same one.
 *
 * @param folder the folder of the class
 * @param chapter two digits
 * @param seed from the command line; without one, the chapter is the course's
 * @throws if the seed is no integer from 0 to 2^31 - 1
 */
export function keepVariant(
  folder: string,
  chapter: string,
  seed: string | undefined,
): void {
  const number =
    seed === undefined
      ? undefined
      : parseSeed(seed, {
          what: "--seed",
          cure: "Take one number for each class, such as --seed 7.",
        });
  const { [chapter]: before, ...others } = readSeeds(folder);
  if (before === number) return;
  // JSON leaves out what is undefined
  const seeds = { ...others, [chapter]: number };
  const text = `${JSON.stringify(seeds, null, 2)}\n`;
  replaceFile(join(folder, VARIANTS_FILE), text, { where: "npm run release" });
}

function readSeeds(folder: string): Record<string, number> {
  const path = join(folder, VARIANTS_FILE);
  if (!existsSync(path)) return {};
  try {
    const seeds = JSON.parse(readFileSync(path, "utf8")) as object;
    if (Object.values(seeds).every(Number.isInteger))
      return seeds as Record<string, number>;
  } catch {
    // the message below says what to do
  }
  throw new Error(
    `${path} must hold the seeds of variants, such as {"05": 7}; it does not. ` +
      `Release the chapters again, with the --seed that this class has got.`,
  );
}

/**
 * A chapter with the numbers and bugs of a class: predictions ask for other
 * numbers, and functions to repair have another bug, where the exercise has some.
 * Its exercises are known from then on.
 *
 * @param folder the folder of the class
 * @param number two digits
 * @param chapter not changed
 */
export function withVariants(
  folder: string,
  number: string,
  chapter: Notebook,
): Notebook {
  const { [number]: seed } = readSeeds(folder);
  if (seed === undefined) return chapter;
  const random = createRandom(seed);
  const { exercises = [] } = COURSE.find((one) => one.number === number) ?? {};
  const cells = exercises.reduce<readonly NotebookCell[]>(
    (all, exercise) => variantCells(all, exercise, random),
    chapter.cells,
  );
  return { ...chapter, cells: [...cells] };
}

function variantCells(
  cells: readonly NotebookCell[],
  exercise: Exercise,
  random: Random,
): readonly NotebookCell[] {
  const { id } = exercise;
  if (exercise.kind !== "predict") {
    const { otherBugs = [] } = exercise;
    if (otherBugs.length === 0) return cells;
    const bug = whole(random, 0, otherBugs.length - 1);
    keepExercise(withBug(exercise, bug));
    return withData(cells, dataCell(exercise, bug), id, (source) =>
      edited(source, otherBugs[bug]),
    );
  }
  if (!exercise.variant) return cells;
  const variant = { ...exercise.variant(random), kept: true };
  keepExercise(variant);
  const asked = cells.map((cell) => withTask(cell, variant));
  return withData(asked, dataCell(variant), id);
}

/** The data of an exercise before its answer, which may change. */
function withData(
  cells: readonly NotebookCell[],
  data: NotebookCell,
  id: string,
  change = (source: string): string => source,
): NotebookCell[] {
  return cells.flatMap((cell) =>
    exerciseOf(cell) === id
      ? [data, { ...cell, source: change(joinLines(cell.source)) }]
      : [cell],
  );
}

const OWN_NUMBERS =
  "*These are the numbers of your class. Where the chapter measures with its own, " +
  "put yours in their place.*";

/** The cell with an exercise's heading, which its text follows to the end. */
function withTask(cell: NotebookCell, variant: NumberSpec): NotebookCell {
  const { id, title, task } = variant;
  const source = joinLines(cell.source);
  const heading = new RegExp(`^### Exercise ${id} · .*\\n\\n(.*)\\n[^]*`, "m");
  if (cell.cell_type !== "markdown" || !heading.test(source)) return cell;
  const text = (_: string, worth: string): string =>
    [`### Exercise ${id} · ${title}`, worth, task, OWN_NUMBERS].join("\n\n");
  return { ...cell, source: source.replace(heading, text) };
}
