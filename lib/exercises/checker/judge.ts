import type { Exercise, Mistake, NumberSpec } from "./exercise";
import { judgeFunction } from "./judge-function";
import { isMeant, numberSlip } from "./number-slips";
import { opensSeal } from "./seal";
import { thrownText } from "./trial";
import { valueText } from "./value-text";
import { diagnosis, failed, type KnownMistake, type Verdict } from "./verdict";

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
  const { reference, tolerance, unit, sealed } = exercise;
  if (typeof answer !== "number" || !Number.isFinite(answer)) {
    const { failure } = failed(
      `A prediction is a number (${unit}); got ${valueText(answer)}.`,
    );
    const meant = exercise.mistakes.filter(
      (mistake) => mistake.answer === answer,
    );
    return { state: "failed", failure: { ...failure, ...diagnosis(meant) } };
  }
  if (sealed)
    return opensSeal(sealed, answer)
      ? { state: "passed", cases: 0, largest: 0 }
      : failed(`${valueText(answer)} is not the one.`);
  const rounding = 1e-9 * Math.max(1, Math.abs(reference));
  const largest = Math.abs(answer - reference);
  if (largest <= tolerance + rounding)
    return { state: "passed", cases: 0, largest };
  const side = answer < reference ? "too low" : "too high";
  const how = exercise.choice ? "not the one" : side;
  const { failure } = failed(`${valueText(answer)} is ${how}.`);
  const meant = fittingNumbers(exercise, answer);
  return { state: "failed", failure: { ...failure, ...diagnosis(meant) } };
}

/** The mistakes that give this number; a wrong answer may be rounded, too. */
function fittingNumbers(
  exercise: NumberSpec,
  answer: number,
): readonly KnownMistake[] {
  const { mistakes, tolerance } = exercise;
  const distance = (mistake: Mistake<number>): number =>
    Math.abs(answer - mistake.answer);
  const nearest = (meant: NumberSpec["mistakes"]): NumberSpec["mistakes"] => {
    const least = Math.min(...meant.map(distance));
    return meant.filter((mistake) => distance(mistake) <= least + 1e-9);
  };
  // 0 is not meant for 0.00004, whatever the tolerance
  const exact = mistakes.filter(
    (mistake) =>
      distance(mistake) <=
      Math.min(tolerance, Math.abs(mistake.answer) / 2) + 1e-9,
  );
  if (exact.length > 0) return nearest(exact);
  const meant = (digits: number): NumberSpec["mistakes"] =>
    nearest(
      mistakes.filter((mistake) => isMeant(answer, mistake.answer, digits)),
    );
  if (meant(3).length > 0) return meant(3);
  const slip = numberSlip(exercise, answer);
  return slip ? [slip] : meant(2);
}
