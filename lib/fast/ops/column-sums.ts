import type { Engine } from "../engine";

/** Rows that are summed by one task. */
const TASK_ROWS = 64;

/**
 * out += the sum of the rows of x, in two steps: sums of 64 rows each, and
 * the sum of those.
 *
 * @param sums address of x, its rows and width, address of out
 */
export function addColumnSums(
  engine: Engine,
  sums: { x: number; rows: number; width: number; out: number },
): void {
  const { x, rows, width, out } = sums;
  const tasks = Math.ceil(rows / TASK_ROWS);
  const partials = engine.scratch("column sums", 4 * tasks * width);
  engine.run("sumRows", tasks, {
    rows,
    width,
    height: TASK_ROWS,
    x,
    out: partials,
    keep: 0,
  });
  addRows(engine, { x: partials, rows: tasks, width, out });
}

/** out += the sum of the rows of x, in one task. */
export function addRows(
  engine: Engine,
  sums: { x: number; rows: number; width: number; out: number },
): void {
  engine.run("sumRows", 1, { ...sums, height: sums.rows, keep: 1 });
}
