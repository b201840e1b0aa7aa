import type { Floats } from "../base/tensor";

/** A matrix that stands somewhere in a flat array: element (i, j) is
 * `data[offset + i * rowStride + j * columnStride]`. */
export interface MatrixView {
  data: Floats;
  offset: number;
  rowStride: number;
  columnStride: number;
}

/** A whole row-major array seen as a matrix with `columns` columns. */
export function matrixView(data: Floats, columns: number): MatrixView {
  return { data, offset: 0, rowStride: columns, columnStride: 1 };
}

/** The transpose costs nothing: only the strides change places. */
export function transposed(view: MatrixView): MatrixView {
  return {
    ...view,
    rowStride: view.columnStride,
    columnStride: view.rowStride,
  };
}

/** The operands of {@link addProduct} and their common lengths. */
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
 * How it gets fast without leaving TypeScript. The naive triple loop waits for
 * memory: it walks `b` against the grain and adds to `out` at each step. Here
 * a block of `b` is copied once into panels of four columns that lie in the
 * order of use, rows of `a` come two at a time, and a tile of 2 x 4 sums stays
 * in local variables, which the compiler keeps in registers.
 */
const TILE_ROWS = 2;
const TILE_COLUMNS = 4;
const BLOCK_COLUMNS = 512;
const BLOCK_DEPTH = 256;

/** Scratch of the product; it holds nothing between two calls. */
const panelA: Float64Array = new Float64Array(TILE_ROWS * BLOCK_DEPTH);
const panelsB: Float64Array = new Float64Array(BLOCK_COLUMNS * BLOCK_DEPTH);
const tile: Float64Array = new Float64Array(TILE_ROWS * TILE_COLUMNS);

/**
 * Adds a matrix product: out += a b. Sums run in 64 bits.
 *
 * @see notebooks/08-tensors.ipynb
 */
export function addProduct(product: Product): void {
  const { rows, columns, depth } = product;
  for (let column = 0; column < columns; column += BLOCK_COLUMNS) {
    for (let start = 0; start < depth; start += BLOCK_DEPTH) {
      const block = {
        column,
        width: Math.min(BLOCK_COLUMNS, columns - column),
        start,
        depth: Math.min(BLOCK_DEPTH, depth - start),
      };
      packB(product.b, block);
      for (let row = 0; row < rows; row += TILE_ROWS) {
        const height = Math.min(TILE_ROWS, rows - row);
        packA(product.a, row, height, block);
        for (let panel = 0; panel < block.width; panel += TILE_COLUMNS) {
          multiplyTile(panel * block.depth, block.depth);
          const width = Math.min(TILE_COLUMNS, block.width - panel);
          addTile(product.out, row, column + panel, { height, width });
        }
      }
    }
  }
}

interface Block {
  column: number;
  width: number;
  start: number;
  depth: number;
}

/** Two rows of `a`, interleaved; a missing second row becomes zeros. */
function packA(a: MatrixView, row: number, height: number, block: Block): void {
  const { data, rowStride, columnStride } = a;
  let first = a.offset + row * rowStride + block.start * columnStride;
  for (let k = 0; k < block.depth; k++) {
    panelA[2 * k] = data[first];
    panelA[2 * k + 1] = height === 2 ? data[first + rowStride] : 0;
    first += columnStride;
  }
}

/** A block of `b` as panels of four columns; missing columns become zeros. */
function packB(b: MatrixView, block: Block): void {
  const { data, rowStride, columnStride } = b;
  const corner =
    b.offset + block.start * rowStride + block.column * columnStride;
  let at = 0;
  for (let panel = 0; panel < block.width; panel += TILE_COLUMNS) {
    for (let k = 0; k < block.depth; k++) {
      const from = corner + k * rowStride + panel * columnStride;
      for (let j = 0; j < TILE_COLUMNS; j++) {
        const inside = panel + j < block.width;
        panelsB[at++] = inside ? data[from + j * columnStride] : 0;
      }
    }
  }
}

/** tile = the two packed rows of `a` times one packed panel of `b`. */
function multiplyTile(panel: number, depth: number): void {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  for (let k = 0; k < depth; k++) {
    const at = panel + TILE_COLUMNS * k;
    const a0 = panelA[2 * k];
    const a1 = panelA[2 * k + 1];
    const b0 = panelsB[at];
    const b1 = panelsB[at + 1];
    const b2 = panelsB[at + 2];
    const b3 = panelsB[at + 3];
    s00 += a0 * b0;
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

/** Adds the part of the tile that lies inside `out`. */
function addTile(
  out: MatrixView,
  row: number,
  column: number,
  { height, width }: { height: number; width: number },
): void {
  const { data, rowStride, columnStride } = out;
  for (let i = 0; i < height; i++) {
    let at = out.offset + (row + i) * rowStride + column * columnStride;
    for (let j = 0; j < width; j++) {
      data[at] += tile[i * TILE_COLUMNS + j];
      at += columnStride;
    }
  }
}
