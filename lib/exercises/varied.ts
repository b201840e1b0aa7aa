import type { Random } from "../core/base/random";
import { one } from "./cases";
import type { Draft, Fixed, NumberSpec } from "./checker/exercise";

/**
 * A prediction that can be asked with other numbers, too: each class that gets
 * variants has its own.
 *
 * @param make the prediction with some numbers
 * @param standard the numbers of the course
 * @param others more numbers; those that would not be fair are left out: the right
 *   answer is that of the course, or a mistake is right or equals another one
 */
export function varied<Numbers extends readonly number[]>(
  make: (...numbers: Numbers) => Draft<number>,
  standard: Fixed<Numbers>,
  others: readonly Fixed<Numbers>[],
): Draft<number> {
  const { reference, place } = make(...standard);
  return {
    reference,
    place: (id, file) => {
      const placed = place(id, file) as NumberSpec;
      const variants = (): NumberSpec[] =>
        others
          .map((numbers) => make(...numbers).place(id, file) as NumberSpec)
          .filter((variant) => isFair(variant, placed));
      return {
        ...placed,
        variant: (random: Random) => one(random, variants()),
      };
    },
  };
}

function isFair(
  { reference, tolerance, mistakes }: NumberSpec,
  standard: NumberSpec,
): boolean {
  const isRight = (answer: number): boolean =>
    Math.abs(answer - reference) <= tolerance + 1e-9 * Math.abs(reference);
  const wrong = mistakes.map(({ answer }) => answer.toPrecision(9));
  return (
    !isRight(standard.reference) &&
    !mistakes.some(({ answer }) => isRight(answer)) &&
    new Set(wrong).size === wrong.length
  );
}

/** Every choice of one number from each list. */
export function combine<Lists extends readonly (readonly number[])[]>(
  ...lists: Lists
): { [List in keyof Lists]: number }[] {
  const all = lists.reduce<number[][]>(
    (begun, list) => begun.flatMap((some) => list.map((n) => [...some, n])),
    [[]],
  );
  return all as { [List in keyof Lists]: number }[];
}

/** A number as a text says it: 0.3, 4096, 20,480,000. */
export function say(number: number, digits: number = 9): string {
  const plain = Number(number.toPrecision(digits));
  return Math.abs(plain) < 10_000
    ? String(plain)
    : plain.toLocaleString("en-US");
}
