import { findExercise } from "../../exercises/course";
import type { ClassRules } from "./class-rules";
import { type ExerciseRecord, type HandInRecord, printable } from "./records";
import { mostOf, scoreOf } from "./score";

/** What a class made of an exercise. */
export interface Counts {
  id: string;
  /** how many hand-ins, by what became of it */
  states: Record<ExerciseRecord["state"], number>;
  /** the most frequent mistakes by name, and how many made them */
  mistakes: [name: string, count: number][];
}

const MOST_MISTAKES = 3;

/**
 * Counts what a class made of each exercise of a chapter.
 *
 * @param records the hand-ins for one chapter; those not graded are left out
 */
export function countsOf(records: readonly HandInRecord[]): Counts[] {
  const graded = records.filter(({ status }) => status === "graded");
  const ids = Object.keys(graded[0]?.exercises ?? {}).sort();
  return ids.map((id) => {
    const states = { passed: 0, failed: 0, open: 0, missing: 0 };
    const named = new Map<string, number>();
    for (const { exercises } of graded) {
      const { state = "missing", mistake } = exercises[id] ?? {};
      states[state] += 1;
      if (mistake !== undefined)
        named.set(mistake, (named.get(mistake) ?? 0) + 1);
    }
    const mistakes = [...named].sort((a, b) => b[1] - a[1]);
    return { id, states, mistakes: mistakes.slice(0, MOST_MISTAKES) };
  });
}

/**
 * What a teacher wants to know of a class: per exercise how many passed, and
 * the most frequent mistakes; and what was not graded.
 *
 * @param records the hand-ins for one chapter
 * @returns lines of text
 */
export function summaryOf(records: readonly HandInRecord[]): string[] {
  const graded = records.filter(({ status }) => status === "graded").length;
  const failed = records.filter(({ status }) => status === "not graded");
  return [
    ...countsOf(records).flatMap(({ id, states, mistakes }) => [
      `${id} ${findExercise(id).title}: ${states.passed} of ${graded} passed`,
      ...mistakes.map(([name, count]) => `  ${count} x ${name}`),
    ]),
    ...(failed.length > 0 ? [`Not graded: ${failed.length}`] : []),
    ...failed.map(({ learner, cause }) => `  ${printable(learner)}: ${cause}`),
  ];
}

/** One line about a hand-in. */
export function lineOf(record: HandInRecord, rules: ClassRules): string {
  const score = scoreOf(record, rules);
  const said = score
    ? `${score.total} of ${mostOf(record, rules)} points`
    : `NOT GRADED, ${record.cause}`;
  const name = printable(`${record.learner}/${record.chapter}`);
  return [`${name}  ${said}`, ...record.notes, ...(score?.notes ?? [])].join(
    "; ",
  );
}
