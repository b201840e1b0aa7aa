import type { Engine } from "../engine";
import { addParts } from "../product";

/** Rows per task. */
const TASK_ROWS = 64;

/**
 * out += the sum of the rows of x, in two steps: sums of 64 rows each, then the
 * sum of those.
 *
 * @param sums address of x, its rows and width, address of out
 */
export function addColumnSums(
  engine: Engine,
  sums: { x: number; rows: number; width: number; out: number },
): void {
  const { x, rows, width, out } = sums;
  const count = Math.ceil(rows / TASK_ROWS);
  const parts = engine.scratch("column sums", 4 * count * width);
  const args = { rows, width, height: TASK_ROWS, x, out: parts };
  engine.run("sumRows", count, args);
  addParts(engine, { size: width, count, parts, out });
}
