import { show } from "../../notebook/display";
import { card } from "../../notebook/card";
import { table } from "../../notebook/table";
import { COURSE } from "../course";
import type { Chapter } from "./exercise";
import type { Exercise } from "./exercise";
import {
  readProgress,
  updateProgress,
  type ExerciseRecord,
  type ProgressRecords,
} from "./progress-file";

/**
 * Shows exercises as a table: state, points and the rest.
 *
 * @param chapter two digits, such as `"01"`; the whole course by default
 * @throws if there is no such chapter
 * @example
 * progress("00")
 */
export function progress(chapter?: string): void {
  const { records, problem } = readProgress();
  const chapters =
    chapter === undefined ? COURSE : [findChapter("progress", chapter)];
  const all = chapters.flatMap(({ exercises }) => exercises);
  const reached = sumPoints(all.filter(({ id }) => records[id]?.passedAt));
  const where = chapter === undefined ? "" : ` in chapter ${chapter}`;
  const caption = `Your progress${where}: ${reached} of ${sumPoints(all)} points`;
  table({
    caption: problem ? `${caption} (${problem})` : caption,
    columns: [
      "exercise",
      "state",
      { title: "points", digits: 0 },
      { title: "minutes", digits: 0 },
      "difficulty",
      { title: "hints seen", digits: 0 },
    ],
    rows: chapters.flatMap((one) => chapterRows(one, records)),
  }).show();
}

/**
 * Forgets what was passed and tried in one chapter, to do it again.
 *
 * @param chapter two digits, such as `"01"`
 * @throws if there is no such chapter
 */
export function resetProgress(chapter: string): void {
  const found = findChapter("resetProgress", chapter);
  const { problem } = updateProgress((records) => {
    for (const { id } of found.exercises) delete records[id];
  });
  const text =
    problem ??
    "All its exercises are open again. Your code in the notebook stays.";
  const title = `Chapter ${chapter}, ${found.title}`;
  show(card({ tone: "open", title, body: text, text }));
}

function findChapter(where: string, chapter: string): Chapter {
  const found = COURSE.find(({ number }) => number === chapter);
  if (found) return found;
  const known = COURSE.map(({ number }) => `"${number}"`).join(", ");
  throw new RangeError(
    `${where}: chapter must be one of ${known}; got ${String(chapter)}. ` +
      `Write it with two digits and quotes.`,
  );
}

function chapterRows(
  chapter: Chapter,
  records: ProgressRecords,
): (string | number)[][] {
  return chapter.exercises.map((exercise) => {
    const record = records[exercise.id];
    return [
      `${exercise.id} ${exercise.title}`,
      stateText(record),
      exercise.points,
      exercise.minutes,
      "●".repeat(exercise.difficulty) + "○".repeat(5 - exercise.difficulty),
      record?.hints ?? 0,
    ];
  });
}

function stateText(record: ExerciseRecord | undefined): string {
  if (record?.passedAt)
    return record.solutionSeen ? "✓ passed, solution seen" : "✓ passed";
  if (record && record.failures > 0) return `tried ${record.failures}×`;
  return "open";
}

function sumPoints(exercises: readonly Exercise[]): number {
  return exercises.reduce((sum, { points }) => sum + points, 0);
}
