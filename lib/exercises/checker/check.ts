import { show } from "../../notebook/display";
import { titleOf, verdictCard } from "./cards";
import { findExercise, type Answers, type ExerciseId } from "../course";
import { judge } from "./judge";
import { emptyRecord, updateProgress } from "./progress-file";
import type { Verdict } from "./verdict";

/** What {@link check} gives for an answer of type `A`. */
export type Checked<A> = A extends number ? void : A;

/**
 * Judges an answer and shows a card: passed, not yet (with the first case that
 * differs, and a hint when the mistake is a classic), or still open.
 *
 * A function is called with copies of seeded inputs.
 *
 * @param id which exercise, such as `"01.1"`; it decides the answer's type
 * @param answer a function or a number; `undefined` while it is open
 * @returns the function if it passes, else the reference: the notebook runs on.
 *   Nothing for a number, so that a cell's end does not give it away
 * @throws if there is no such exercise
 * @example
 * const update = check("01.1", sgdUpdateScalar);
 */
export function check<Id extends ExerciseId>(
  id: Id,
  answer: Answers[Id] | undefined,
): Checked<Answers[Id]> {
  const exercise = findExercise(id);
  const verdict = judge(exercise, answer);
  const passed = verdict.state === "passed";
  const isFunction = exercise.kind !== "predict";
  const notes = remember(id, verdict);
  if (!passed && isFunction && !exercise.kept)
    notes.unshift("Until you pass, the notebook uses the course's own answer.");
  show(verdictCard(exercise, verdict, notes.join(" ")));
  const kept = passed ? answer : exercise.reference;
  return (isFunction && !exercise.kept ? kept : undefined) as Checked<
    Answers[Id]
  >;
}

/** Nobody waits for a grade, and a grader's machine may be busy. */
const PATIENCE_MS = 10_000;

/**
 * Judges an answer for a teacher: shows the card of what is not open, and keeps
 * nothing.
 *
 * @param id which exercise
 * @param answer a function or a number
 * @throws if the answer does not pass, so that a grader gives no points
 * @example
 * grade("01.1", sgdUpdateScalar);
 */
export function grade<Id extends ExerciseId>(
  id: Id,
  answer: Answers[Id] | undefined,
): void {
  const exercise = findExercise(id);
  const verdict = withoutWarnings(() => judge(exercise, answer, PATIENCE_MS));
  const isOpen = verdict.state === "open";
  if (!isOpen) show(verdictCard(exercise, verdict, ""));
  if (verdict.state === "passed") return;
  const reason = isOpen ? verdict.sentence : verdict.failure.sentence;
  throw new Error(`exercise ${titleOf(exercise)}: ${reason}`);
}

/** Runs something whose warnings become lines, because nbgrader fails them. */
function withoutWarnings<T>(run: () => T): T {
  const { warn, error } = console;
  console.warn = console.error = console.log;
  try {
    return run();
  } finally {
    Object.assign(console, { warn, error });
  }
}

/** Keeps the outcome in the learner's file; says so if that fails. */
function remember(id: string, verdict: Verdict): string[] {
  if (verdict.state === "open") return [];
  const { problem } = updateProgress((records) => {
    const record = (records[id] ??= emptyRecord());
    if (verdict.state === "failed") record.failures += 1;
    else record.passedAt ??= new Date().toISOString();
  });
  return problem ? [problem] : [];
}
