import type { Exercise, NumberSpec } from "./exercise";
import { judgeFunction } from "./judge-function";
import { thrownText } from "./trial";
import { valueText } from "./values";
import { diagnosis, failed, type Verdict } from "./verdict";

/**
 * Judges an answer. Whatever it is or does, a verdict comes back.
 *
 * @param exercise what was asked
 * @param answer what came, of any type
 * @param limitMs how long a function may take
 */
export function judge(
  exercise: Exercise,
  answer: unknown,
  limitMs?: number,
): Verdict {
  if (answer === undefined || answer === null)
    return { state: "open", sentence: "There is no answer yet." };
  try {
    return exercise.kind === "predict"
      ? judgeNumber(exercise, answer)
      : judgeFunction(exercise, answer, limitMs);
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
  const largest = Math.abs(answer - reference);
  if (largest <= tolerance + rounding)
    return { state: "passed", cases: 0, largest };
  const side = answer < reference ? "too low" : "too high";
  const how = exercise.choice ? "not the one" : side;
  const { failure } = failed(`${valueText(answer)} is ${how}.`);
  const meant = nearest(answer, mistakes, tolerance);
  return { state: "failed", failure: { ...failure, ...diagnosis(meant) } };
}

/** The mistakes whose value was meant: a wrong answer may be rounded, too. */
function nearest(
  answer: number,
  mistakes: NumberSpec["mistakes"],
  tolerance: number,
): NumberSpec["mistakes"] {
  const distance = (mistake: { answer: number }): number =>
    Math.abs(answer - mistake.answer);
  const meant = mistakes.filter((mistake) => {
    const rounded = Math.min(
      0.005 * Math.abs(mistake.answer),
      0.999 * lastPlace(answer),
    );
    return distance(mistake) <= Math.max(tolerance, rounded) + 1e-9;
  });
  const least = Math.min(...meant.map(distance));
  return meant.filter((mistake) => distance(mistake) <= least + 1e-9);
}

/** One unit of the last digit of a number: 0.01 for 12.05. */
function lastPlace(value: number): number {
  const decimals = /\.(\d+)$/.exec(String(value))?.[1] ?? "";
  return 10 ** -decimals.length;
}
