import { findExercise } from "../../exercises/course";
import { type HandInRecord, printable, totalOf } from "./records";

/**
 * What a teacher wants to know of a class: per exercise how many passed, and
 * the most frequent mistakes; and what was not graded.
 *
 * @param records the hand-ins for one chapter
 * @returns lines of text
 */
export function summaryOf(records: readonly HandInRecord[]): string[] {
  const graded = records.filter(({ status }) => status === "graded");
  const failed = records.filter(({ status }) => status === "not graded");
  const ids = Object.keys(graded[0]?.exercises ?? {}).sort();
  return [
    ...ids.flatMap((id) => exerciseLines(id, graded)),
    ...(failed.length > 0 ? [`Not graded: ${failed.length}`] : []),
    ...failed.map(({ learner, cause }) => `  ${printable(learner)}: ${cause}`),
  ];
}

const MOST_MISTAKES = 3;

function exerciseLines(id: string, graded: readonly HandInRecord[]): string[] {
  const all = graded.flatMap(({ exercises }) => exercises[id] ?? []);
  const passed = all.filter(({ state }) => state === "passed").length;
  const counts = new Map<string, number>();
  for (const { mistake } of all)
    if (mistake !== undefined)
      counts.set(mistake, (counts.get(mistake) ?? 0) + 1);
  const mistakes = [...counts].sort((a, b) => b[1] - a[1]);
  return [
    `${id} ${findExercise(id).title}: ${passed} of ${all.length} passed`,
    ...mistakes
      .slice(0, MOST_MISTAKES)
      .map(([name, count]) => `  ${count} x ${name}`),
  ];
}

/** One line about a hand-in. */
export function lineOf(record: HandInRecord): string {
  const { points, of } = totalOf(record);
  const said =
    points === undefined
      ? `NOT GRADED, ${record.cause}`
      : `${points} of ${of} points`;
  const name = printable(`${record.learner}/${record.chapter}`);
  return [`${name}  ${said}`, ...record.notes].join("; ");
}
