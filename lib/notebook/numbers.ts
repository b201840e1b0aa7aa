import { ensure, show } from "../core/base/expect";

/** Numbers as base64 bytes, in plotly's format. */
export interface PackedNumbers {
  /** 32 or 64 bits per number */
  dtype: "f4" | "f8";
  bdata: string;
  /** rows and columns, for a grid */
  shape?: string;
}

/** Shorter lists stay readable in the notebook's file. */
const PACKED_FROM = 40;

/**
 * Encodes numbers for a figure. A few become a list, rounded to 7 digits, with
 * `null` for those that are not finite. Many become bytes, because a notebook's
 * file uses one line per entry of a list.
 *
 * @param values (n) any numbers
 * @returns numbers in a form that plotly reads
 */
export function numbers(
  values: ArrayLike<number>,
): (number | null)[] | PackedNumbers {
  const list = listOf(values);
  return list.length < PACKED_FROM ? list.map(rounded) : packed(list);
}

/**
 * Encodes a grid of numbers for a figure, see {@link numbers}.
 *
 * @param rows (rows, columns) any numbers
 * @returns numbers in a form that plotly reads
 * @throws RangeError if the rows differ in length
 */
export function grid(
  rows: readonly ArrayLike<number>[],
): (number | null)[][] | PackedNumbers {
  const columns = rows[0]?.length ?? 0;
  for (const row of rows)
    ensure(
      row.length === columns,
      () =>
        `figure: rows must be equally long; got ${columns} and ${row.length} columns.`,
    );
  const lists = rows.map(listOf);
  return rows.length * columns < PACKED_FROM
    ? lists.map((row) => row.map(rounded))
    : { ...packed(lists.flat()), shape: `${rows.length}, ${columns}` };
}

function listOf(values: ArrayLike<number>): number[] {
  const list = Array.from(values);
  for (const value of list)
    ensure(
      typeof value === "number",
      () =>
        `figure: values must be numbers, NaN for a gap; got ${show(value)}.`,
    );
  return list;
}

function packed(values: number[]): PackedNumbers {
  const short = values.every(fitsIn32Bits);
  const bytes = short ? Float32Array.from(values) : Float64Array.from(values);
  return {
    dtype: short ? "f4" : "f8",
    bdata: Buffer.from(bytes.buffer).toString("base64"),
  };
}

/**
 * Whether 32 bits keep about 7 digits of a value; their range is 1e-38 to 3e38.
 */
function fitsIn32Bits(value: number): boolean {
  const size = Math.abs(value);
  return !Number.isFinite(value) || size === 0 || (size > 1e-37 && size < 3e38);
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
}
