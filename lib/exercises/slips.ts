import type { Mistake } from "./checker/exercise";
import {
  after,
  before,
  indexOf,
  overwrite,
  transform,
  type Spoiled,
} from "./spoil";

/** How a slip that many exercises share is told in one of them. */
export interface SlipText {
  name?: string;
  hint?: string;
}

type Slip = Mistake<Spoiled<never>>;

/** Every number of a value times `by`: of a list, a matrix, an object. */
export function scaled<T>(value: T, by: number): T {
  return transform(value, (number) => number * by);
}

/** Every number with the other sign. */
export function negated<T>(value: T): T {
  return scaled(value, -1);
}

/** 0 in place of every number. */
export function zeros<T>(value: T): T {
  return transform(value, () => 0);
}

/** 1 in place of every number. */
export function ones<T>(value: T): T {
  return transform(value, () => 1);
}

/** Rows become columns; what a smaller matrix lacks stays undefined. */
export function turned(rows: number[][]): number[][] {
  return rows[0].map((_, j) => rows.map((row) => row[j]));
}

/** Spoils the whole result, or one of its fields or changed arguments. */
function spoilResult(
  field: string | undefined,
  change: (value: never, ...args: never[]) => unknown,
): Spoiled<never> {
  return after(field === undefined ? (change as never) : { [field]: change });
}

/**
 * The right numbers with the wrong sign.
 *
 * @param field of the result, or an argument changed in place
 */
export function signFlipped(field?: string, text: SlipText = {}): Slip {
  const {
    name = "the sign is flipped",
    hint = "All sizes are right, only the sign is not. Which way does the loss move when this number grows?",
  } = text;
  return { name, hint, answer: spoilResult(field, negated) };
}

/**
 * A sum where a mean is asked for.
 *
 * @param count N, from the arguments
 * @param field of the result, or an argument changed in place
 */
export function missingMean(
  count: (...args: never[]) => number,
  field?: string,
  text: SlipText = {},
): Slip {
  const {
    name = "the 1/N is missing",
    hint = "That is the sum. Divide it by how many there are.",
  } = text;
  const change = (value: never, ...args: never[]): unknown =>
    scaled(value, count(...args));
  return { name, hint, answer: spoilResult(field, change) };
}

/** A matrix whose rows and columns are swapped. */
export function transposed(field?: string, text: SlipText = {}): Slip {
  const {
    name = "rows and columns are swapped",
    hint = "The numbers are right, but row i stands where column i should be: `[i][j]`, not `[j][i]`.",
  } = text;
  return { name, hint, answer: spoilResult(field, turned) };
}

/** The matrix in this argument is read by columns instead of rows. */
export function rowsForColumns(argument: string, text: SlipText = {}): Slip {
  const {
    name = `the columns of ${argument} are taken for its rows`,
    hint = `\`${argument}[i]\` is row i, and \`${argument}[i][j]\` its number in column j.`,
  } = text;
  return { name, hint, answer: before({ [argument]: turned }) };
}

/** Of these lists, which run in step, only the last item is used. */
export function lastOnly(
  argumentNames: readonly string[],
  text: SlipText = {},
): Slip {
  const {
    name = "only the last one counts",
    hint = "Each turn of the loop overwrites the one before. Collect with `+=`.",
  } = text;
  const last = (list: unknown[]): unknown[] => list.slice(-1);
  const changes = Object.fromEntries(argumentNames.map((a) => [a, last]));
  return { name, hint, answer: before(changes) };
}

/** A number that is too large by one, or by `by`. */
export function offByOne(
  field?: string,
  by: number = 1,
  text: SlipText = {},
): Slip {
  const {
    name = by > 0 ? "one too many" : "one too few",
    hint = "Look at where counting begins and where it ends: `<` or `<=`, 0 or 1?",
  } = text;
  const change = <T>(value: T): T => transform(value, (n) => n + by);
  return { name, hint, answer: spoilResult(field, change) };
}

/**
 * `const next = weights` is no copy: the result is right, but it stands in the
 * argument, which the caller still needs.
 *
 * @param argument of the shape of the result, or of its field
 */
export function aliasReturned(
  argument: string,
  field?: string,
  text: SlipText = {},
): Slip {
  const {
    name = `a second name for ${argument}, not a copy`,
    hint = `\`const copy = ${argument}\` gives the same list a second name: what you write into one stands in the other. Copy it: \`[...${argument}]\`, and each row of a matrix.`,
  } = text;
  const answer: Spoiled<never> = {
    spoil:
      ({ reference, parameters }) =>
      (...args) => {
        const list = args[indexOf(argument, parameters)] as unknown[];
        const result = reference(...args);
        const whole = field === undefined;
        const values = whole ? result : (result as never)[field];
        overwrite(list, structuredClone(values) as unknown[]);
        return whole ? list : { ...(result as object), [field]: list };
      },
  };
  return { name, hint, answer };
}

/**
 * `Array(n).fill(row)` puts one row into every place, so that all rows of the
 * result collect what any of them should.
 */
export function sharedRows(field?: string, text: SlipText = {}): Slip {
  const {
    name = "all rows are one and the same list",
    hint = "`fill([])` puts the same list into every place. Make one for each row: `Array.from({ length: n }, () => ...)`.",
  } = text;
  const change = (rows: number[][]): number[][] => {
    const sum = rows[0].map((_, j) => rows.reduce((s, row) => s + row[j], 0));
    return rows.map(() => sum);
  };
  return { name, hint, answer: spoilResult(field, change) };
}
