import { blasBlocksOf } from "./blas";
import { type Blocks, blocksOf } from "./blocks";
import type { Engine, ScratchArea } from "./engine";
import {
  DEPTH_BLOCK,
  STRETCH,
  TILE_COLUMNS,
  TILE_GAP,
  TILE_ROWS,
} from "./kernels/constants";

/**
 * A matrix in the shared memory: element (i, j) is at the byte
 * `address + 4 * (i * row + j * column)`.
 */
export interface Matrix {
  address: number;
  row: number;
  column: number;
}

/** A row-major matrix with `columns` columns. */
export function rowMajor(address: number, columns: number): Matrix {
  return { address, row: columns, column: 1 };
}

/** The transpose: the same numbers with rows and columns exchanged. */
export function transposed({ address, row, column }: Matrix): Matrix {
  return { address, row: column, column: row };
}

/** out = base + a b */
export interface Product {
  /** number of rows of `a` and `out` */
  rows: number;
  /** number of columns of `b` and `out` */
  columns: number;
  /** number of columns of `a` and rows of `b` */
  depth: number;
  a: Matrix;
  b: Matrix;
  /** row-major: its `column` must be 1 */
  out: Matrix;
  /** address of the numbers to add to: `out`, a bias, or 0 for none */
  base?: number;
}

/** Limit for the numbers in packed panels at a time: 8 MB. */
const PANEL_NUMBERS = 2 ** 21;
/** A product with too many panels is divided into multiples of this. */
const WIDTH_UNIT = 512;

/** Computes a product, with BLAS or with packed panels. */
export function multiply(engine: Engine, product: Product): void {
  if (engine.blas) return multiplyUnpacked(engine, product);
  const { columns, depth } = product;
  const widest = PANEL_NUMBERS / Math.min(depth, PANEL_NUMBERS / WIDTH_UNIT);
  const wide = Math.max(
    WIDTH_UNIT,
    Math.floor(widest / WIDTH_UNIT) * WIDTH_UNIT,
  );
  const deep = Math.floor(
    PANEL_NUMBERS / Math.min(wide, roundUp(columns, TILE_COLUMNS)),
  );
  for (let column = 0; column < columns; column += wide) {
    for (let start = 0; start < depth; start += deep) {
      const part = partOf(product, { column, wide, start, deep });
      const blocks = blocksOf(shapeOf(part));
      const panels = ownPanels(part, blocks) ? 0 : packPanels(engine, part);
      multiplyBlocks(engine, part, blocks, panels);
    }
  }
}

/**
 * Prepares several products with the same `b`.
 *
 * @param area scratch memory for its panels
 * @returns a function that computes a product with it
 */
export function prepare(
  engine: Engine,
  shared: Pick<Product, "b" | "columns" | "depth">,
  area: ScratchArea,
): (rest: Omit<Product, "b" | "columns" | "depth">) => void {
  if (engine.blas) {
    return (rest) => multiplyUnpacked(engine, { ...shared, ...rest });
  }
  const panels = packPanels(engine, shared, area);
  return (rest) => {
    const product = { ...shared, ...rest };
    multiplyBlocks(engine, product, blocksOf(shapeOf(product)), panels);
  };
}

function shapeOf({ rows, columns, depth, a, out, base = 0 }: Product) {
  const transposed = a.column !== 1;
  const divisible = base === out.address && out.row === columns;
  return { rows, columns, depth, transposed, divisible };
}

/** Whether each task has all rows, so that no other task needs its panels. */
function ownPanels({ rows }: Product, { blockRows, parts }: Blocks): boolean {
  return parts > 1 && rows <= blockRows;
}

/** A BLAS library packs each block itself. */
function multiplyUnpacked(engine: Engine, product: Product): void {
  multiplyBlocks(engine, product, blasBlocksOf(shapeOf(product)), 0);
}

interface Part {
  column: number;
  wide: number;
  start: number;
  deep: number;
}

function partOf(product: Product, part: Part): Product {
  const { column, wide, start, deep } = part;
  const { a, b, base = 0 } = product;
  const out = at(product.out, 0, column);
  const isBias = base !== 0 && base !== product.out.address;
  const first = isBias ? base + 4 * column : base === 0 ? 0 : out.address;
  return {
    rows: product.rows,
    columns: Math.min(wide, product.columns - column),
    depth: Math.min(deep, product.depth - start),
    a: at(a, 0, start),
    b: at(b, start, column),
    out,
    base: start > 0 ? out.address : first,
  };
}

function at(matrix: Matrix, i: number, j: number): Matrix {
  const { address, row, column } = matrix;
  return { ...matrix, address: address + 4 * (i * row + j * column) };
}

/**
 * Copies `b` into the order in which the tiles use it.
 *
 * @param area scratch memory for the panels
 * @returns their address
 */
function packPanels(
  engine: Engine,
  { b, columns, depth }: Pick<Product, "b" | "columns" | "depth">,
  area: ScratchArea = "panels",
): number {
  const panels = engine.scratch(
    area,
    4 * depth * roundUp(columns, TILE_COLUMNS),
  );
  engine.run("packPanels", Math.ceil(columns / (2 * TILE_COLUMNS)), {
    b: b.address,
    bRow: b.row,
    bColumn: b.column,
    columns,
    depth,
    panels,
  });
  return panels;
}

/**
 * Computes a product block by block; if `panels` is 0, each task packs its own.
 */
function multiplyBlocks(
  engine: Engine,
  { rows, columns, depth, a, b, out, base = 0 }: Product,
  { blockRows, blockColumns, parts }: Blocks,
  panels: number,
): void {
  const partDepth = Math.ceil(depth / parts);
  const count = Math.ceil(depth / partDepth);
  const size = rows * columns;
  const down = Math.ceil(rows / blockRows);
  const across = Math.ceil(columns / blockColumns);
  const operands = {
    a: a.address,
    aRow: a.row,
    aColumn: a.column,
    b: b.address,
    bRow: b.row,
    bColumn: b.column,
    panels,
  };
  const target =
    count === 1
      ? { base, out: out.address, outRow: out.row }
      : {
          base: 0,
          out: engine.scratch("parts", 4 * count * size),
          outRow: columns,
        };
  const shape = { rows, columns, depth, blockRows, blockColumns, partDepth };
  const packedRows = a.column === 1 ? TILE_ROWS : Math.min(blockRows, rows);
  const width = Math.min(blockColumns, columns);
  const own = panels ? 0 : partDepth * roundUp(width, TILE_COLUMNS);
  engine.run(
    "multiply",
    down * across * count,
    { ...shape, ...operands, ...target },
    engine.blas ? 0 : 4 * (productScratch(packedRows) + own),
  );
  if (count === 1) return;
  addParts(engine, { size, count, parts: target.out, out: out.address });
}

/** out += the sum of `count` parts, each of `size` numbers. */
export function addParts(
  engine: Engine,
  sums: { size: number; count: number; parts: number; out: number },
): void {
  engine.run("addParts", Math.ceil(sums.size / STRETCH), sums);
}

/**
 * Size of the scratch memory of `product` in kernels/product.ts, in numbers.
 */
export function productScratch(packedRows: number): number {
  const tiles = Math.ceil(packedRows / TILE_ROWS);
  return (
    TILE_ROWS * TILE_COLUMNS + tiles * (TILE_ROWS * DEPTH_BLOCK + TILE_GAP)
  );
}

function roundUp(value: number, unit: number): number {
  return Math.ceil(value / unit) * unit;
}
