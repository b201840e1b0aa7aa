import { show } from "../notebook/display";
import { card } from "../notebook/card";
import { table } from "../notebook/table";
import { COURSE, type Chapter } from "./course";
import type { Exercise } from "./exercise";
import { escapeHtml } from "../notebook/html";
import {
  readProgress,
  updateProgress,
  type ExerciseRecord,
  type ProgressRecords,
} from "./progress-file";

/**
 * Shows the whole course as a table: every exercise, its state and points.
 *
 * @example
 * progress()
 */
export function progress(): void {
  const { records, problem } = readProgress();
  const all = COURSE.flatMap((chapter) => chapter.exercises);
  const reached = sumPoints(all.filter(({ id }) => records[id]?.passedAt));
  const caption = `Your progress: ${reached} of ${sumPoints(all)} points`;
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
    rows: COURSE.flatMap((chapter) => chapterRows(chapter, records)),
  }).show();
}

/**
 * Forgets what was passed and tried in one chapter, to do it again.
 *
 * @param chapter two digits, such as `"01"`
 * @throws if there is no such chapter
 */
export function resetProgress(chapter: string): void {
  const found = COURSE.find(({ number }) => number === chapter);
  if (!found) {
    const known = COURSE.map(({ number }) => `"${number}"`).join(", ");
    throw new RangeError(
      `resetProgress: chapter must be one of ${known}; got ${String(chapter)}. ` +
        `Write it with two digits and quotes.`,
    );
  }
  const { problem } = updateProgress((records) => {
    for (const { id } of found.exercises) delete records[id];
  });
  const text =
    problem ??
    "All its exercises are open again. Your code in the notebook stays.";
  const title = `Chapter ${chapter}, ${found.title}`;
  show(card({ tone: "open", title, bodyHtml: escapeHtml(text), text }));
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
