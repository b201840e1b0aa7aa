import { TILE_ROWS } from "./kernels/constants";

/** The properties of a product that determine its division. */
export interface ProductShape {
  rows: number;
  columns: number;
  depth: number;
  /** whether `a` is stored column by column */
  transposed: boolean;
  /** whether the sum over the depth may be computed in parts */
  divisible: boolean;
}

/** The division of a product into tasks. */
export interface Blocks {
  blockRows: number;
  blockColumns: number;
  /** number of parts of the depth */
  parts: number;
}

const BLOCK_ROWS = 160;
const BLOCK_COLUMNS = 256;
/** Largest number of rows of a transpose that a task copies at once. */
const TALL_ROWS = 520;
/** Enough parts of a long sum for several threads; more cost memory. */
const FEWEST_PARTS = 20;
/** Enough tasks for all threads to end at about the same time. */
const FEWEST_TASKS = 40;
/** Number of multiplications that are worth a task. */
const TASK_WORK = 2 ** 19;
/** Limit for the numbers in all parts of a sum together: 8 MB. */
const PART_NUMBERS = 2 ** 21;

/**
 * Divides a product. The division depends only on the shape, so that each
 * number of `out` is summed in the same order by any number of threads.
 *
 * If `out` is small, like the gradient of a weight, the long sum over the depth
 * is divided too. Then each task can have all rows and read a transpose in
 * memory order: 59 GFLOP/s instead of 47.
 */
export function blocksOf(shape: ProductShape): Blocks {
  const { rows, columns, depth, transposed, divisible } = shape;
  const work = rows * columns * depth;
  const worth = Math.ceil(work / TASK_WORK);
  const fewest = Math.min(FEWEST_PARTS, worth);
  let blockRows = BLOCK_ROWS;
  let blockColumns = BLOCK_COLUMNS;
  const blocks = (): number =>
    Math.ceil(rows / blockRows) * Math.ceil(columns / blockColumns);
  let parts = 1;
  if (divisible && blocks() < fewest) {
    const deep = partsOf(shape, 256);
    if (transposed && rows <= TALL_ROWS && deep >= fewest / 2) {
      return { blockRows: TALL_ROWS, blockColumns, parts: deep };
    }
    parts = Math.min(Math.ceil(fewest / blocks()), partsOf(shape, 128));
  }
  while (blocks() * parts < Math.min(FEWEST_TASKS, worth)) {
    if (blockRows > 20) blockRows /= 2;
    else if (blockColumns > 64) blockColumns /= 2;
    else if (blockRows > TILE_ROWS) blockRows /= 2;
    else break;
  }
  return { blockRows, blockColumns, parts };
}

/** Number of parts of at least `least` into which the depth may be divided. */
function partsOf({ rows, columns, depth }: ProductShape, least: number) {
  const most = Math.min(depth / least, PART_NUMBERS / (rows * columns));
  return Math.max(1, Math.floor(most));
}
