import { basename } from "node:path";

import { COURSE } from "../../exercises/course";
import { classChapter } from "../classroom/class-chapter";
import { joinLines, type Notebook, readNotebook } from "../notebooks/format";
import { type ChapterCell, chapterCells } from "./plan";
import { type ExerciseRecord, markOf, printable } from "./records";
import { seedProblems } from "./seed";
import type { Outcome } from "./session";

/** A chapter that is being graded. */
export interface Chapter {
  name: string;
  cells: ChapterCell[];
  /** the texts of its exercises as markdown, by id */
  texts: ReadonlyMap<string, string>;
  /** the points of its exercises, by id */
  points: ReadonlyMap<string, number>;
  /** differs when the chapter or the seed does */
  mark: string;
}

/**
 * Reads a chapter that is to be graded.
 *
 * @param path its notebook
 * @param seed that of the class
 * @param folder of the class, which may add exercises
 * @throws if it has no exercises, or if the seed does not fit one that was added
 */
export function openChapter(
  path: string,
  seed: number,
  folder: string,
): Chapter {
  const name = basename(path, ".ipynb");
  const { notebook, added } = classChapter(folder, path, readNotebook(path));
  const [problem] = seedProblems(
    seed,
    added.map(({ exercise }) => exercise),
  );
  if (problem !== undefined)
    throw new Error(
      `${problem} The cases of this class are too much alike: add some, or ` +
        `choose another --seed than ${seed}.`,
    );
  const exercises = [
    ...(COURSE.find(({ number }) => name.startsWith(number))?.exercises ?? []),
    ...added.map(({ exercise }) => exercise),
  ];
  if (exercises.length === 0)
    throw new Error(
      `A chapter that is graded must have exercises; ${name} has none.`,
    );
  const cells = chapterCells(notebook);
  const points = new Map(exercises.map((one) => [one.id, one.points]));
  const mark = markOf(JSON.stringify([cells, [...points], seed]));
  return { name, cells, texts: textsOf(notebook), points, mark };
}

/** What stands below the heading of each exercise. */
function textsOf({ cells }: Notebook): Map<string, string> {
  return new Map(
    cells.flatMap(({ cell_type, source }) => {
      const [, id, text] = EXERCISE.exec(joinLines(source)) ?? [];
      return cell_type === "markdown" && id ? [[id, text]] : [];
    }),
  );
}

const EXERCISE = /^### Exercise (\d\d\.\d+)[^\n]*\n([^]*)/m;

/** What became of each exercise of a chapter in a hand-in. */
export function exercisesOf(
  { points }: Chapter,
  outcomes: ReadonlyMap<string, Outcome>,
  answers: ReadonlyMap<string, string>,
): Record<string, ExerciseRecord> {
  return Object.fromEntries(
    [...points].map(([id, of]) => [
      id,
      {
        ...exerciseRecord(outcomes.get(id), of),
        answer: answers.get(id)?.slice(0, MOST_ANSWER),
      },
    ]),
  );
}

/** A longer answer is cut; characters. */
const MOST_ANSWER = 20_000;

function exerciseRecord(
  outcome: Outcome | undefined,
  of: number,
): ExerciseRecord {
  if (!outcome) return { points: 0, of, state: "missing" };
  const { state } = outcome;
  if (state === "passed") return { points: of, of, state };
  if (state !== "failed")
    return { points: 0, of, state, why: printable(outcome.sentence) };
  const { failure, share } = outcome;
  const { sentence, mistake, candidates } = failure;
  const name = mistake?.name ?? candidates?.join(", or ");
  return {
    ...{ points: 0, of, state, why: printable(sentence) },
    ...(name !== undefined && { mistake: name, cure: mistake?.hint }),
    share,
  };
}
