import type { Floats } from "../base/tensor";

/**
 * A matrix inside a flat array: element (i, j) is
 * `data[offset + i * rowStride + j * columnStride]`.
 */
export interface MatrixView {
  data: Floats;
  offset: number;
  rowStride: number;
  columnStride: number;
}

/** A whole row-major array as a matrix with `columns` columns. */
export function matrixView(data: Floats, columns: number): MatrixView {
  return { data, offset: 0, rowStride: columns, columnStride: 1 };
}

/** The transpose costs nothing: only the strides are exchanged. */
export function transposed(view: MatrixView): MatrixView {
  return {
    ...view,
    rowStride: view.columnStride,
    columnStride: view.rowStride,
  };
}

/** The operands of {@link addProduct} and their lengths. */
export interface Product {
  /** rows of `a` and of `out` */
  rows: number;
  /** columns of `b` and of `out` */
  columns: number;
  /** columns of `a`, which are the rows of `b` */
  depth: number;
  a: MatrixView;
  b: MatrixView;
  out: MatrixView;
}

/*
 * Three loops would do: out[i][j] += sum over k of a[i][k] b[k][j]. They wait
 * for memory, because they walk one of the matrices against its order, and
 * reach a third of the speed of what follows.
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

/** Scratch memory of one call; nothing in it outlives the call. */
const panelA: Float64Array = new Float64Array(TILE_ROWS * BLOCK_DEPTH);
const panelsB: Float64Array = new Float64Array(BLOCK_COLUMNS * BLOCK_DEPTH);
const tile: Float64Array = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/**
 * Adds a matrix product: out += a b. Sums run in 64 bits.
 *
 * @param product a (rows, depth), b (depth, columns), out (rows, columns)
 * @see notebooks/08-tensors.ipynb
 */
export function addProduct(product: Product): void {
  const { rows, columns, depth, a, b, out } = product;
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    const width = Math.min(BLOCK_COLUMNS, columns - column);
    for (let k = 0; k < depth; k += BLOCK_DEPTH) {
      const size = Math.min(BLOCK_DEPTH, depth - k);
      pack(partAt(b, k, column), [size, width], TILE_COLUMNS, panelsB);
      for (let row = 0; row < rows; row += TILE_ROWS) {
        const height = Math.min(TILE_ROWS, rows - row);
        const aT = transposed(partAt(a, row, k)); // (size, height)
        pack(aT, [size, height], TILE_ROWS, panelA);
        for (let j = 0; j < width; j += TILE_COLUMNS) {
          multiplyTile(j * size, size);
          const inside = [height, Math.min(TILE_COLUMNS, width - j)] as const;
          addTile(partAt(out, row, column + j), inside);
        }
      }
    }
  }
}

/** The part of a matrix that begins at element (i, j). */
function partAt(view: MatrixView, i: number, j: number): MatrixView {
  const { data, rowStride, columnStride } = view;
  const offset = view.offset + i * rowStride + j * columnStride;
  return { data, offset, rowStride, columnStride };
}

/** Copies a matrix as panels of `lanes` columns; missing ones become zeros. */
function pack(
  { data, offset, rowStride, columnStride }: MatrixView,
  [rows, columns]: readonly [number, number],
  lanes: number,
  panels: Float64Array,
): void {
  let to = 0;
  for (let first = 0; first < columns; first += lanes) {
    for (let k = 0; k < rows; k++) {
      const from = offset + k * rowStride + first * columnStride;
      for (let j = 0; j < lanes; j++) {
        const isInside = first + j < columns;
        panels[to++] = isInside ? data[from + j * columnStride] : 0;
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
function addTile(
  { data, offset, rowStride, columnStride }: MatrixView,
  [height, width]: readonly [number, number],
): void {
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      data[offset + i * rowStride + j * columnStride] +=
        tile[i * TILE_COLUMNS + j];
    }
  }
}
