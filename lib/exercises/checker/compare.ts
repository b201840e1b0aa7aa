import { isList, isRecord } from "./values";

/** Where and by how much an answer differs from what was expected. */
export interface Difference {
  /** a sentence: `result[1] should be 2, yours is 3` */
  sentence: string;
  /** the largest distance between two numbers, when only numbers differ */
  largest?: number;
}

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
  const worst: Worst = { largest: 0, excess: 0 };
  const misfit = walk(expected, actual, name, tolerance, worst);
  if (misfit) return { difference: { sentence: misfit }, largest: Infinity };
  const { largest, sentence } = worst;
  return sentence
    ? { difference: { sentence, largest }, largest }
    : { largest };
}

interface Worst {
  largest: number;
  /** by how much the worst number is beyond its own tolerance */
  excess: number;
  sentence?: string;
}

/** Returns a sentence when the shapes differ; numbers are kept in `worst`. */
function walk(
  expected: unknown,
  actual: unknown,
  path: string,
  tolerance: number,
  worst: Worst,
): string | undefined {
  const kind = kindOf(expected);
  if (kindOf(actual) !== kind)
    return `${path} should be ${kind}; yours is ${kindOf(actual)}.`;
  if (typeof expected === "number") {
    return walkNumber(expected, actual as number, path, tolerance, worst);
  }
  if (isList(expected) && isList(actual)) {
    if (expected.length !== actual.length)
      return (
        `${path} should hold ${items(expected.length)}; ` +
        `yours holds ${actual.length}.`
      );
    for (let i = 0; i < expected.length; i++) {
      const misfit = walk(
        expected[i],
        actual[i],
        `${path}[${i}]`,
        tolerance,
        worst,
      );
      if (misfit) return misfit;
    }
    return undefined;
  }
  if (isRecord(expected) && isRecord(actual)) {
    for (const key of Object.keys(expected)) {
      if (!(key in actual)) return `${path} should have a field ${key}.`;
      const misfit = walk(
        expected[key],
        actual[key],
        `${path}.${key}`,
        tolerance,
        worst,
      );
      if (misfit) return misfit;
    }
    return undefined;
  }
  if (Object.is(expected, actual)) return undefined;
  return `${path} should be ${JSON.stringify(expected)}; yours is ${JSON.stringify(actual)}.`;
}

const CAUSES_OF_NAN =
  " NaN comes from 0 / 0, from Infinity - Infinity, or from an index outside " +
  "of a list.";

function walkNumber(
  expected: number,
  actual: number,
  path: string,
  tolerance: number,
  worst: Worst,
): string | undefined {
  if (Object.is(expected, actual)) return undefined;
  if (!Number.isFinite(actual) || !Number.isFinite(expected))
    return (
      `${path} should be ${near(expected)}; yours is ${actual}.` +
      (Number.isNaN(actual) ? CAUSES_OF_NAN : "")
    );
  const distance = Math.abs(expected - actual);
  worst.largest = Math.max(worst.largest, distance);
  const excess = distance - tolerance * Math.max(1, Math.abs(expected));
  if (excess > worst.excess) {
    worst.excess = excess;
    const [right, yours] = apart(expected, actual);
    worst.sentence = `${path} should be ${right}; yours is ${yours}.`;
  }
  return undefined;
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
  if (value === undefined) return "undefined (is a return missing?)";
  if (value === null) return "null";
  if (value instanceof Promise) return "a Promise (leave out async)";
  if (isList(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return "true or false";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}
