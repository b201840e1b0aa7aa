import { ensure } from "../core/base/expect";

/** Numbers as bytes in base64, which plotly reads. */
export interface PackedNumbers {
  /** 32 or 64 bits each */
  dtype: "f4" | "f8";
  bdata: string;
  /** rows and columns, of a grid */
  shape?: string;
}

/** A shorter list stays readable in the notebook's file. */
const PACKED_FROM = 40;

/**
 * Numbers as a figure keeps them. A few are a list, rounded to 7 digits, with
 * `null` for those that are not finite. Many are bytes, because a notebook's
 * file uses one line for each entry of a list.
 *
 * @param values (n) any numbers
 * @returns a form that plotly reads
 */
export function numbers(
  values: ArrayLike<number>,
): (number | null)[] | PackedNumbers {
  return values.length < PACKED_FROM
    ? Array.from(values, rounded)
    : packed(Array.from(values));
}

/**
 * A grid of numbers as a figure keeps it, see {@link numbers}.
 *
 * @param rows (rows, columns) any numbers
 * @returns a form that plotly reads
 * @throws RangeError if the rows are not equally long
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
  const lists = rows.map((row) => Array.from(row));
  return rows.length * columns < PACKED_FROM
    ? lists.map((row) => row.map(rounded))
    : { ...packed(lists.flat()), shape: `${rows.length}, ${columns}` };
}

function packed(values: number[]): PackedNumbers {
  const short = values.every(fitsIn32Bits);
  const bytes = short ? Float32Array.from(values) : Float64Array.from(values);
  return {
    dtype: short ? "f4" : "f8",
    bdata: Buffer.from(bytes.buffer).toString("base64"),
  };
}

/** Whether 32 bits keep about 7 digits of a value. Their range is 1e-38 to 3e38. */
function fitsIn32Bits(value: number): boolean {
  const size = Math.abs(value);
  return !Number.isFinite(value) || size === 0 || (size > 1e-37 && size < 3e38);
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(7)) : null;
}
