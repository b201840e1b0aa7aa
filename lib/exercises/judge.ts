import type { Exercise, NumberSpec } from "./exercise";
import { judgeFunction } from "./judge-function";
import { thrownText } from "./trial";
import { valueText } from "./values";
import { failed, type Verdict } from "./verdict";

/**
 * Judges an answer. Whatever it is or does, a verdict comes back.
 *
 * @param exercise what was asked
 * @param answer what came, of any type
 */
export function judge(exercise: Exercise, answer: unknown): Verdict {
  if (answer === undefined || answer === null)
    return { state: "open", sentence: "There is no answer yet." };
  try {
    return exercise.kind === "predict"
      ? judgeNumber(exercise, answer)
      : judgeFunction(exercise, answer);
  } catch (error) {
    return failed(`The answer could not be judged: ${thrownText(error)}.`);
  }
}

function judgeNumber(exercise: NumberSpec, answer: unknown): Verdict {
  const { reference, tolerance, mistakes, unit } = exercise;
  if (typeof answer !== "number" || !Number.isFinite(answer))
    return failed(
      `A prediction is a number (${unit}); got ${valueText(answer)}.`,
    );
  const rounding = 1e-9 * Math.max(1, Math.abs(reference));
  const isNear = (value: number): boolean =>
    Math.abs(answer - value) <= tolerance + rounding;
  if (isNear(reference)) {
    const largest = Math.abs(answer - reference);
    return { state: "passed", cases: 0, largest };
  }
  const side = answer < reference ? "too low" : "too high";
  const how = exercise.choice ? "not the one" : side;
  const { failure } = failed(`${valueText(answer)} is ${how}.`);
  failure.mistake = mistakes.find(({ value }) => isNear(value));
  return { state: "failed", failure };
}
