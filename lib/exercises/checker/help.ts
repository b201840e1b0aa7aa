import { show } from "../../notebook/display";
import { hintCard, titleOf } from "./cards";
import { findExercise, type ExerciseId } from "../course";
import type { Exercise } from "./exercise";
import { emptyRecord, updateProgress } from "./progress-file";
import { SEALED } from "./seal";
import { functionText } from "./source-text";

/**
 * Shows the next hint of an exercise, below those you have seen.
 *
 * @param id which exercise, such as `"01.1"`
 * @throws if there is no such exercise
 */
export function hint(id: ExerciseId): void {
  const exercise = findExercise(id);
  let count = 1;
  const { problem } = updateProgress((records) => {
    const record = (records[id] ??= emptyRecord());
    count = Math.min(record.hints + 1, exercise.hints.length);
    record.hints = count;
  });
  // without a memory the next hint would always be the first
  if (problem) count = exercise.hints.length;
  show(hintCard(exercise, count, problem ?? ""));
}

const KEPT = "The teacher who gave you this notebook keeps the solutions.";

/**
 * Shows one right answer: the TypeScript text of the reference, or how a
 * predicted number comes about.
 *
 * @param id which exercise, such as `"01.1"`
 * @throws if there is no such exercise
 */
export function solution(id: ExerciseId): void {
  const exercise = findExercise(id);
  if (SEALED) {
    show({ "text/markdown": KEPT, "text/plain": KEPT });
    return;
  }
  const { problem } = updateProgress((records) => {
    const record = (records[id] ??= emptyRecord());
    if (!record.passedAt) record.solutionSeen = true;
  });
  const text = solutionMarkdown(exercise);
  const markdown = problem ? `${text}\n\n${problem}` : text;
  show({ "text/markdown": markdown, "text/plain": markdown });
}

/** The TypeScript of a solution; none for a prediction. */
export function solutionCode(exercise: Exercise): string | undefined {
  return exercise.kind === "predict"
    ? undefined
    : functionText(exercise.source).code;
}

/** A solution as markdown, so that the notebook colours its code. */
export function solutionMarkdown(exercise: Exercise): string {
  const heading = `**Solution of ${titleOf(exercise)}**`;
  if (exercise.kind === "predict")
    return `${heading}\n\n${exercise.explanation}`;
  const { source } = exercise;
  const { file, code, checksInput } = functionText(source);
  const where = file.startsWith("core/")
    ? `As in \`lib/${file}\`${checksInput ? ", which also checks its input" : ""}.`
    : "One way among many.";
  return (
    `${heading}\n\n\`\`\`typescript\n${code}\n\`\`\`\n\n${where} ` +
    "Pasted over the function in the exercise's cell, it passes."
  );
}
