import { ensure, show } from "../base/expect";

/** How many rows and columns a list of rows has. */
export interface MatrixSize {
  rows: number;
  columns: number;
}

/**
 * A matrix must be a list of rows of one length.
 *
 * @param where name of the function that asks
 * @param name what the matrix is called there
 * @param matrix what came
 * @returns its size
 * @throws if there is no row, an empty row, or rows of different lengths
 */
export function ensureMatrix(
  where: string,
  name: string,
  matrix: number[][],
): MatrixSize {
  const first = Array.isArray(matrix) ? matrix[0] : undefined;
  const columns = Array.isArray(first) ? first.length : 0;
  ensure(
    columns > 0 && matrix.every((row) => row.length === columns),
    () =>
      `${where}: ${name} must be a list of rows that all have the same ` +
      `length, at least 1; got ${show(matrix)}.`,
  );
  return { rows: matrix.length, columns };
}

/**
 * Lengths of nested lists, from the outside in: (2, 3) for two rows of three.
 *
 * @param value a number, a list, a list of lists, ...
 * @returns the lengths; empty for a number
 */
export function shapeOf(value: unknown): number[] {
  return Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : [];
}

/**
 * Weighted sum of two lists: a[0] * b[0] + a[1] * b[1] + ...
 *
 * @param a (n)
 * @param b (n)
 */
export function dot(a: number[], b: number[]): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}
