import { isList, isRecord } from "./values";

/** How far off a number may be if its exercise does not say, relative above 1. */
export const TOLERANCE = 1e-9;

/** Where and by how much an answer differs from what was expected. */
export interface Difference {
  /** a sentence: `result[1] should be 2, yours is 3` */
  sentence: string;
  /** where that is, from the outside in: `["delta", "1"]` */
  place: Place;
  /** the largest distance between two numbers, when only numbers differ */
  largest?: number;
}

/** Fields and indices that lead to a part of a value. */
export type Place = readonly string[];

/** What {@link compare} found. */
export interface Comparison {
  /** missing when the two agree within the tolerance */
  difference?: Difference;
  /** the largest distance between two numbers that were compared */
  largest: number;
}

/**
 * Compares an answer with what was expected: first the shape, then every
 * number. A number may be off by `tolerance * max(1, |expected|)`.
 *
 * A list may be plain or typed: what counts is what it holds.
 *
 * @param expected the right answer
 * @param actual the learner's, which may be anything
 * @param name what the answer is called: `"result"`, `"weights"`
 * @param tolerance 0 or above
 */
export function compare(
  expected: unknown,
  actual: unknown,
  name: string,
  tolerance: number,
): Comparison {
  const worst: Worst = { largest: 0, excess: 0, name };
  const misfit = walk(expected, actual, [], tolerance, worst);
  if (misfit) return { difference: misfit, largest: Infinity };
  const { largest, found } = worst;
  return found ? { difference: { ...found, largest }, largest } : { largest };
}

/**
 * Whether {@link compare} finds no difference. It is faster: the first number
 * that differs ends it.
 */
export function agree(
  expected: unknown,
  actual: unknown,
  tolerance: number,
): boolean {
  const worst = { largest: 0, excess: 0, name: "", isEnough: true };
  return walk(expected, actual, [], tolerance, worst) === undefined;
}

/** `result.blocks[1].out` for a part of the result. */
export function partName(name: string, place: Place): string {
  const steps = place.map((key) => (/^\d/.test(key) ? `[${key}]` : `.${key}`));
  return name + steps.join("");
}

interface Worst {
  /** what the answer is called */
  name: string;
  largest: number;
  /** by how much the worst number is beyond its own tolerance */
  excess: number;
  found?: Difference;
  /** whether one number that differs is enough */
  isEnough?: boolean;
}

/** Returns a difference of shapes; numbers are kept in `worst`. */
function walk(
  expected: unknown,
  actual: unknown,
  place: Place,
  tolerance: number,
  worst: Worst,
): Difference | undefined {
  const differ = (says: string): Difference => differAt(place, says, worst);
  const kind = kindOf(expected);
  if (kindOf(actual) !== kind) {
    const isLost = actual === undefined && place.length === 0;
    const yours = kindOf(actual) + (isLost ? " (is a return missing?)" : "");
    return differ(`should be ${kind}; yours is ${yours}.`);
  }
  if (typeof expected === "number")
    return walkNumber(expected, actual as number, place, tolerance, worst);
  if (isList(expected) && isList(actual)) {
    if (expected.length !== actual.length)
      return differ(
        `should hold ${items(expected.length)}; yours holds ${actual.length}.`,
      );
    for (let i = 0; i < expected.length; i++) {
      if (Object.is(expected[i], actual[i])) continue;
      const inner = [...place, String(i)];
      const misfit = walk(expected[i], actual[i], inner, tolerance, worst);
      if (misfit) return misfit;
    }
    return undefined;
  }
  if (isRecord(expected) && isRecord(actual)) {
    for (const key of Object.keys(expected)) {
      if (!(key in actual)) return differ(`should have a field ${key}.`);
      if (Object.is(expected[key], actual[key])) continue;
      const inner = [...place, key];
      const misfit = walk(expected[key], actual[key], inner, tolerance, worst);
      if (misfit) return misfit;
    }
    return undefined;
  }
  if (Object.is(expected, actual)) return undefined;
  const [right, yours] = [expected, actual].map((v) => JSON.stringify(v));
  return differ(`should be ${right}; yours is ${yours}.`);
}

function differAt(place: Place, says: string, { name }: Worst): Difference {
  return { sentence: `${partName(name, place)} ${says}`, place };
}

const CAUSES_OF_NAN =
  " NaN comes from 0 / 0, from Infinity - Infinity, or from an index outside " +
  "of a list.";

function walkNumber(
  expected: number,
  actual: number,
  place: Place,
  tolerance: number,
  worst: Worst,
): Difference | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (!Number.isFinite(actual) || !Number.isFinite(expected)) {
    const cause = Number.isNaN(actual) ? CAUSES_OF_NAN : "";
    const says = `should be ${near(expected)}; yours is ${actual}.${cause}`;
    return differAt(place, says, worst);
  }
  const distance = Math.abs(expected - actual);
  worst.largest = Math.max(worst.largest, distance);
  const excess = distance - tolerance * Math.max(1, Math.abs(expected));
  if (excess > worst.excess) {
    worst.excess = excess;
    const [right, yours] = apart(expected, actual);
    worst.found = differAt(
      place,
      `should be ${right}; yours is ${yours}.`,
      worst,
    );
  }
  return worst.isEnough ? worst.found : undefined;
}

/** Two numbers with as many digits as it takes to tell them apart. */
function apart(a: number, b: number): [string, string] {
  for (let digits = 6; digits < 17; digits++) {
    const texts: [string, string] = [near(a, digits), near(b, digits)];
    if (texts[0] !== texts[1]) return texts;
  }
  return [String(a), String(b)];
}

function near(value: number, digits: number = 6): string {
  return String(Number(value.toPrecision(digits)));
}

function items(count: number): string {
  return count === 1 ? "1 item" : `${count} items`;
}

/** What a value is, in words that fit behind "should be". */
function kindOf(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value === null) return "null";
  if (value instanceof Promise) return "a Promise (leave out async)";
  if (isList(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}
