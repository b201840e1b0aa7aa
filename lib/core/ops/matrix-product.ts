import { type Floats, rowsOf, type Tensor } from "../base/tensor";

/**
 * A matrix inside a flat array: element (i, j) is
 * `data[offset + i * rowStride + j * columnStride]`.
 */
export interface MatrixView {
  data: Floats;
  offset: number;
  rows: number;
  columns: number;
  rowStride: number;
  columnStride: number;
}

/** A tensor as a matrix: (..., C) becomes (rows, C). */
export function matrixOf(tensor: Tensor): MatrixView {
  const { rows, width } = rowsOf(tensor);
  const strides = { rowStride: width, columnStride: 1 };
  return { data: tensor.data, offset: 0, rows, columns: width, ...strides };
}

/** Transposes a view at no cost: it only exchanges sizes and strides. */
export function transposed(view: MatrixView): MatrixView {
  return {
    ...view,
    rows: view.columns,
    columns: view.rows,
    rowStride: view.columnStride,
    columnStride: view.rowStride,
  };
}

/** Some rows of a matrix; not a copy. */
export function rowsFrom(
  view: MatrixView,
  first: number,
  rows: number,
): MatrixView {
  return { ...view, offset: view.offset + first * view.rowStride, rows };
}

/*
 * Three loops would do: out[i][j] += sum over k of a[i][k] b[k][j]. They wait
 * for memory, because they read one of the matrices column by column, and reach
 * a third of the speed of the code below.
 *
 * Here a block of `b` is copied once into panels of four columns that lie in
 * the order of use, and rows of `a` two at a time. A tile of 2 x 4 sums stays
 * in local variables, which the compiler keeps in registers: 8 sums and 6
 * operands fit the 16 that a processor has. A panel of 256 rows (8 KB) stays
 * in the first-level cache, a block (1 MB) in the second.
 */
const TILE_ROWS = 2;
const TILE_COLUMNS = 4;
const BLOCK_COLUMNS = 512;
const BLOCK_DEPTH = 256;

/** Scratch memory of one call; no value in it outlives the call. */
const panelA: Float64Array = new Float64Array(TILE_ROWS * BLOCK_DEPTH);
const panelsB: Float64Array = new Float64Array(BLOCK_COLUMNS * BLOCK_DEPTH);
const tile: Float64Array = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/**
 * Adds a matrix product: out += a b. Sums run in 64 bits.
 *
 * @param a (rows, depth)
 * @param b (depth, columns)
 * @param out (rows, columns)
 * @see notebooks/08-tensors.ipynb
 */
export function addProduct(
  a: MatrixView,
  b: MatrixView,
  out: MatrixView,
): void {
  const depth = a.columns;
  for (let column = 0; column < b.columns; column += BLOCK_COLUMNS) {
    const width = Math.min(BLOCK_COLUMNS, b.columns - column);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const size = Math.min(BLOCK_DEPTH, depth - k);
      pack(partOf(b, [k, column], [size, width]), TILE_COLUMNS, panelsB);
      for (let row = 0; row < a.rows; row += TILE_ROWS) {
        const height = Math.min(TILE_ROWS, a.rows - row);
        const aRows = partOf(a, [row, k], [height, size]);
        pack(transposed(aRows), TILE_ROWS, panelA);
        for (let j = 0; j < width; j += TILE_COLUMNS) {
          multiplyTile(j * size, size); // tile = two rows of a, times b
          const inside = Math.min(TILE_COLUMNS, width - j);
          // out += tile
          addTile(partOf(out, [row, column + j], [height, inside]));
        }
      }
    }
  }
}

/** The part of a matrix that begins at element (i, j). */
function partOf(
  { data, offset, rowStride, columnStride }: MatrixView,
  [i, j]: readonly [number, number],
  [rows, columns]: readonly [number, number],
): MatrixView {
  const at = offset + i * rowStride + j * columnStride;
  return { data, offset: at, rows, columns, rowStride, columnStride };
}

/** Copies a matrix as panels of `lanes` columns; missing ones become zeros. */
function pack(from: MatrixView, lanes: number, panels: Float64Array): void {
  const { data, rows, columns, rowStride, columnStride } = from;
  let to = 0;
  for (let first = 0; first < columns; first += lanes) {
    for (let k = 0; k < rows; k++) {
      const at = from.offset + k * rowStride + first * columnStride;
      for (let j = 0; j < lanes; j++) {
        // panels[first / lanes][k][j] = from[k][first + j]
        panels[to++] = first + j < columns ? data[at + j * columnStride] : 0;
      }
    }
  }
}

/** tile = the two packed rows of `a` times the packed panel of `b`. */
function multiplyTile(panelAt: number, depth: number): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = 0; k < depth; k++) {
    const at = panelAt + TILE_COLUMNS * k;
    const a0 = panelA[2 * k];
    const a1 = panelA[2 * k + 1];
    const b0 = panelsB[at];
    const b1 = panelsB[at + 1];
    const b2 = panelsB[at + 2];
    const b3 = panelsB[at + 3];
    s00 += a0 * b0; // sum[i][j] += a[i][k] b[k][j]
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
}

/** Adds the part of the tile that lies inside the matrix. */
function addTile(out: MatrixView): void {
  const { data, offset, rows, columns, rowStride, columnStride } = out;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const at = offset + i * rowStride + j * columnStride;
      data[at] += tile[i * TILE_COLUMNS + j]; // out[i][j] += sum[i][j]
    }
  }
}
