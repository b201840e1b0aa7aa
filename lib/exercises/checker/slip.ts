import { isList, isRecord } from "./values";
import type { KnownMistake } from "./verdict";

/** A part of an answer, in one case. */
export interface Part {
  right: unknown;
  yours: unknown;
  /** what stood there before, in an argument that is to be changed */
  before: unknown;
  /** the numbers that the arguments hold, and the lengths of their lists */
  given: Record<string, number>;
}

/** Makes the wrong value; undefined where the slip makes no sense. */
export type Wrong = (part: Part) => unknown;

/** A slip that any exercise may see, and how it spoils a right answer. */
export type Slip = KnownMistake & { wrong: Wrong };

/** Applies `change` to every number of a value of any shape. */
export function mapNumbers(
  value: unknown,
  change: (v: number) => number,
): unknown {
  if (typeof value === "number") return change(value);
  if (isList(value)) return Array.from(value, (v) => mapNumbers(v, change));
  return isRecord(value)
    ? mapFields(value, (v) => mapNumbers(v, change))
    : value;
}

/** Applies `change` to every field of a record, in the order of their names. */
export function mapFields(
  record: Record<string, unknown>,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  const fields = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([n, value]) => [n, change(value, n)]));
}

/** The numbers of a value of any shape, in one list. */
export function numbersOf(value: unknown): number[] {
  const numbers: number[] = [];
  mapNumbers(value, (v) => numbers.push(v));
  return numbers;
}

/** Rows of the columns; undefined if there are no rows. */
export function transposed(rows: unknown[]): unknown {
  if (rows.length === 0 || !rows.every(isList)) return undefined;
  return Array.from(rows[0], (_, c) => rows.map((row) => row[c]));
}

/** A slip in one line of a table. */
export type Row = [name: string, wrong: Wrong, hint: string];
