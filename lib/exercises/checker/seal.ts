import { scryptSync } from "node:crypto";

/**
 * Whether this library is part of a sealed hand-out, whose teacher keeps the
 * solutions. `npm run release -- 05 --sealed` sets it to true in its copy.
 */
export const SEALED: boolean = false;

/** A number that can be compared and not read. */
export interface SealedNumber {
  salt: string;
  hash: string;
  /** numbers are compared in steps of this size; 0 for nine equal digits */
  step: number;
}

const COST = { N: 4096, r: 8, p: 1 };
const BYTES = 16;
/** Steps within the tolerance, so that it is kept to an eighth. */
const STEPS = 4;
const DIGITS = 9;

/**
 * Seals a number. Trying out a number takes about ten milliseconds, so one of few
 * possible numbers is safe from a look and not from a program.
 *
 * @param number what is sealed
 * @param tolerance how far off a number may be
 * @param salt any text that differs from case to case
 */
export function sealNumber(
  number: number,
  tolerance: number,
  salt: string,
): SealedNumber {
  const step = tolerance > 1e-9 * Math.abs(number) ? tolerance / STEPS : 0;
  const [place] = placesOf(number, step);
  return { salt, hash: hashOf(place, salt), step };
}

/** Whether a number is the sealed one, within its tolerance. */
export function opensSeal(sealed: SealedNumber, number: number): boolean {
  const { salt, hash, step } = sealed;
  return placesOf(number, step).some((place) => hashOf(place, salt) === hash);
}

/** The place of a number, and then those that are near enough. */
function placesOf(number: number, step: number): string[] {
  if (step === 0) return [number.toPrecision(DIGITS)];
  const place = Math.round(number / step);
  const near = Array.from({ length: STEPS }, (_, i) => [-i - 1, i + 1]).flat();
  return [0, ...near].map((off) => String(place + off));
}

function hashOf(place: string, salt: string): string {
  return scryptSync(place, salt, BYTES, COST).toString("base64");
}
