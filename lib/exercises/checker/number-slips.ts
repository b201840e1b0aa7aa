import type { NumberSpec } from "./exercise";
import type { KnownMistake } from "./verdict";

/** A value that a wrong prediction may be, seen from the right one. */
interface Related extends KnownMistake {
  value: number;
}

/**
 * What is true of a wrong prediction in any exercise: it is the right number
 * rounded, in another unit, upside down, or one too many.
 *
 * @param exercise what was asked
 * @param answer a number that is not close enough
 */
export function numberSlip(
  exercise: NumberSpec,
  answer: number,
): KnownMistake | undefined {
  if (exercise.choice) return digitsRight(exercise, answer);
  return (
    notWhole(exercise, answer) ??
    rounded(exercise, answer) ??
    related(exercise).find(({ value }) => isMeant(answer, value, 2))
  );
}

/** How many digits are right, if each of them answers a question of its own. */
function digitsRight(
  { reference }: NumberSpec,
  answer: number,
): KnownMistake | undefined {
  const [right, given] = [String(reference), String(answer)];
  if (right.length < 3 || given.length !== right.length) return undefined;
  const count = [...given].filter((digit, i) => digit === right[i]).length;
  return {
    name: `${count} of the ${right.length} digits are right`,
    hint: "Go through the clear cases again, then look at the others.",
  };
}

/**
 * Whether a number is meant: it, or it rounded or cut off, as people write it.
 *
 * @param answer what was written
 * @param value what may be meant
 * @param leastDigits how many significant digits must agree
 */
export function isMeant(
  answer: number,
  value: number,
  leastDigits: number,
): boolean {
  const digits = significantDigits(answer);
  if (digits > 15) return Math.abs(answer - value) <= 1e-12 * Math.abs(value);
  if (digits < leastDigits && answer !== value) return false;
  const unit = 10 ** (magnitude(value) - digits + 1);
  const [near, cut] = [Math.round, Math.trunc].map((f) => f(value / unit));
  // 9900 has two digits, but it does not round 10,000
  const isOne = (digitsOf: number): boolean =>
    Math.abs(answer / unit - digitsOf) < 1e-6;
  return isOne(near) || isOne(cut);
}

/** 3 for 0.0125 and 12.5, and 2 for 1200. */
function significantDigits(value: number): number {
  const [mantissa] = Math.abs(value).toExponential().split("e");
  return mantissa.replace(".", "").length;
}

/** The power of ten of the first digit: 1 for 12.5. */
function magnitude(value: number): number {
  return Number(value.toExponential().split("e")[1]);
}

/** The right number, but with fewer digits than it takes. */
function rounded(
  { reference, tolerance }: NumberSpec,
  answer: number,
): KnownMistake | undefined {
  const digits = significantDigits(answer);
  // a small count such as 28 is not rounded to 30
  const least = Number.isInteger(reference) && reference < 1000 ? 2 : 1;
  const near = Math.abs(answer - reference) <= 0.101 * Math.abs(reference);
  if (!near || !isMeant(answer, reference, least)) return undefined;
  const needed = Math.ceil(
    magnitude(reference) + 1 - Math.log10(2 * tolerance),
  );
  const here = digits === 1 ? "one digit" : `${digits} digits`;
  const cure =
    tolerance === 0 ? "the exact number" : `at least ${needed} digits`;
  return {
    name: "rounded too far",
    hint: `That is the right number to ${here}. Give ${cure}.`,
  };
}

/** A count that is not whole: the last step is still to be done. */
function notWhole(
  exercise: NumberSpec,
  answer: number,
): KnownMistake | undefined {
  const { reference, unit } = exercise;
  if (!isCount(exercise) || Number.isInteger(answer)) return undefined;
  if (Math.abs(answer - reference) >= 1) return undefined;
  return {
    name: "not a whole number",
    hint: `Only whole ${unit} count. Does your number go up or down to a whole one?`,
  };
}

/** Whether something is counted, such as `steps`; `a slope` is measured. */
function isCount({ tolerance, unit }: NumberSpec): boolean {
  return tolerance === 0 && !unit.startsWith("a ");
}

/** Bytes in each unit that memory is measured in. */
const BYTES: Record<string, number> = {
  bits: 1 / 8,
  bytes: 1,
  kilobytes: 1e3,
  kibibytes: 2 ** 10,
  megabits: 1e6 / 8,
  megabytes: 1e6,
  "binary megabytes": 2 ** 20,
  gigabytes: 1e9,
  "binary gigabytes": 2 ** 30,
};

const BYTES_OF: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };

function related(exercise: NumberSpec): Related[] {
  const { reference, unit } = exercise;
  const found: Related[] = [
    {
      name: "the sign is flipped",
      value: -reference,
      hint: "The size is right, the sign is not. Which way does it go?",
    },
    {
      name: "upside down",
      value: 1 / reference,
      hint: "The division is the wrong way round.",
    },
    ...inOtherUnits(reference, unit),
  ];
  if (isCount(exercise) && reference >= 10)
    found.push(
      {
        name: "one too many",
        value: reference + 1,
        hint: "What is counted, the steps or the places between them? Does the start count?",
      },
      {
        name: "one too few",
        value: reference - 1,
        hint: "What is counted, the steps or the places between them? Does the last one count?",
      },
    );
  // 10 against 1 would be found in too many guesses
  if (significantDigits(reference) > 1)
    for (const power of [1, 2, 3, 4, 5, 6, -1, -2, -3, -4, -5, -6])
      found.push({
        name: "the decimal point is in another place",
        value: reference * 10 ** power,
        hint: `The digits are right. ${power > 0 ? "The number is too large" : "The number is too small"} by a power of ten.`,
      });
  return found.filter(({ value }) => value !== reference);
}

function inOtherUnits(reference: number, unit: string): Related[] {
  const inUnit = (name: string, factor: number): Related => ({
    name,
    value: reference * factor,
    hint: `The task asks for ${unit}.`,
  });
  const found: Related[] = [];
  if (/\bnats?\b/.test(unit))
    found.push(inUnit("bits instead of nats", Math.LOG2E));
  if (/\bbits?\b/.test(unit))
    found.push(inUnit("nats instead of bits", Math.LN2));
  if (/percent|%/.test(unit))
    found.push(inUnit("a fraction, not percent", 0.01));
  else if (Math.abs(reference) <= 1) found.push(inUnit("in percent", 100));
  if (unit in BYTES_OF)
    for (const [name, bytes] of Object.entries(BYTES))
      found.push(inUnit(`in ${name}`, BYTES_OF[unit] / bytes));
  return found;
}
