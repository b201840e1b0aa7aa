/*
 * The matrix product, which takes four fifths of the training time. All speeds
 * in these files are for one core of a server processor from 2025.
 *
 * Three loops reach 1.8 GFLOP/s. They wait for memory, because each number of
 * `b` comes from far away and is used for one multiplication.
 *
 * A blocked product reaches 5.6 GFLOP/s in TypeScript. It copies `b` once into
 * panels in the order of use, 512 of its rows at a time, so that a panel stays
 * in the first-level cache while all rows of `a` are multiplied by it.
 *
 * SIMD reaches 62 of the 67 GFLOP/s that four lanes allow. A tile of 5 x 8 sums
 * stays in ten registers of four lanes. Each step loads eight numbers of `b`
 * and five of `a` for forty multiplications; no other tile that fits sixteen
 * registers loads so little for its work. With the rows in the order 3, 4, 2,
 * 1, 0, the compilers of Node 20 and 22 keep all sums in registers. In the
 * order 0 to 4 they spill them, which gives 27 GFLOP/s. Of 17 tiles, from 2 x 16
 * to 8 x 8, this one was the fastest on Node 20 and 22, with and without fused
 * multiply-add; 24 and 26 have a 6 x 8 tile that is 5 % faster with it.
 *
 * Fused multiply-add raises the peak of some processors: of an Intel Xeon (family
 * 6, model 207) from 31 to 47 GFLOP/s, and these products from 33 to 43. The
 * processor of these numbers gains nothing.
 */
import {
  DEPTH_BLOCK, ROW_OUTPUTS, TILE_COLUMNS, TILE_ROWS,
} from "./constants";
import { Lanes, ZEROS } from "./lanes";
import { pack, packRows, panelNumbers, tileStep } from "./packing";

/**
 * One block of out = base + a b. `base` is out, a bias, or 0 for none. If
 * `partDepth` is below `depth`, the sum over k is split into parts, one after
 * the other in `out`, each rows x columns, and `addParts` adds them up. Without
 * `panels`, the task packs the panels that it needs, and then finds them in its
 * cache.
 */
export function multiply(
  task: i32, scratch: usize, rows: i32, columns: i32, depth: i32,
  blockRows: i32, blockColumns: i32, partDepth: i32, a: usize, aRow: i32,
  aColumn: i32, b: usize, bRow: i32, bColumn: i32, panels: usize, base: usize,
  out: usize, outRow: i32,
): void {
  const down = (rows + blockRows - 1) / blockRows;
  const across = (columns + blockColumns - 1) / blockColumns;
  const part = task / (down * across);
  const row = ((task / across) % down) * blockRows;
  const column = (task % across) * blockColumns;
  const k = part * partDepth;
  const width = min(blockColumns, columns - column);
  const size = min(partDepth, depth - k);
  let panel = Lanes.at(panels, column * depth + k * TILE_COLUMNS);
  let panelDepth = depth;
  if (!panels) {
    const block = Lanes.at(b, k * bRow + column * bColumn);
    pack(block, bRow, bColumn, width, size, scratch);
    panel = scratch;
    panelDepth = size;
    scratch += 4 * panelNumbers(width, size);
  }
  const to = Lanes.at(out, (part * rows + row) * outRow + column);
  let from = base;
  if (base == out) from = to;
  else if (base) from = Lanes.at(base, column);
  product(
    min(blockRows, rows - row), width, size,
    Lanes.at(a, row * aRow + k * aColumn), aRow, aColumn, panel, panelDepth,
    from, to, outRow, scratch,
  );
}

/**
 * out = base + a b. The panels of b have `panelDepth` rows, of which only the
 * first `depth` count. If `a` is not row-major (a transpose), 512 of its
 * columns at a time are copied to `scratch`, so it must have few rows. A last
 * tile that is not full is copied too.
 */
export function product(
  rows: i32, columns: i32, depth: i32, a: usize, aRow: i32, aColumn: i32,
  panels: usize, panelDepth: i32, base: usize, out: usize, outRow: i32,
  scratch: usize,
): void {
  const packed = scratch + 4 * TILE_ROWS * TILE_COLUMNS;
  for (let k = 0; k < depth; k += DEPTH_BLOCK) {
    const size = min(DEPTH_BLOCK, depth - k);
    const baseRow = base == out ? outRow : 0;
    const block = Lanes.at(a, k * aColumn);
    if (aColumn != 1) packRows(block, aRow, aColumn, rows, size, packed);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      const height = min(TILE_ROWS, rows - i);
      const direct = aColumn == 1 && height == TILE_ROWS;
      let tile = direct ? Lanes.at(block, i * aRow) : packed;
      if (aColumn != 1)
        tile = Lanes.at(packed, (i / TILE_ROWS) * tileStep(size));
      else if (!direct) {
        packRows(Lanes.at(block, i * aRow), aRow, 1, height, size, packed);
      }
      const rowStep = direct ? aRow : 1;
      const columnStep = direct ? 1 : TILE_ROWS;
      for (let j = 0; j < columns; j += TILE_COLUMNS) {
        const width = min(TILE_COLUMNS, columns - j);
        const whole = height == TILE_ROWS && width == TILE_COLUMNS;
        const start = base ? Lanes.at(base, i * baseRow + j) : ZEROS;
        const to = Lanes.at(out, i * outRow + j);
        multiplyTile(
          size, tile, (<usize>rowStep) << 2, (<usize>columnStep) << 2,
          Lanes.at(panels, j * panelDepth + k * TILE_COLUMNS),
          whole ? start : ZEROS, whole ? (<usize>baseRow) << 2 : 0,
          whole ? to : scratch, whole ? (<usize>outRow) << 2 : 32,
        );
        if (whole) continue;
        for (let r = 0; r < height; r++) {
          for (let c = 0; c < width; c++) {
            const sum = load<f32>(Lanes.at(scratch, r * TILE_COLUMNS + c));
            const old = load<f32>(Lanes.at(start, r * baseRow + c));
            store<f32>(Lanes.at(to, r * outRow + c), old + sum);
          }
        }
      }
    }
    base = out;
  }
}

abstract class Tile {
  @inline static storeRow(out: usize, base: usize, c0: v128, c1: v128): void {
    v128.store(out, f32x4.add(v128.load(base), c0));
    v128.store(out, f32x4.add(v128.load(base, 16), c1), 16);
  }
}

/** A tile of out = base + a * panel, with all steps in bytes. */
function multiplyTile(
  depth: i32, a: usize, aRow: usize, aColumn: usize, panel: usize, base: usize,
  baseRow: usize, out: usize, outRow: usize,
): void {
  const row2: usize = aRow * 2;
  const row3: usize = aRow * 3;
  const row4: usize = aRow * 4;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let c40 = c00;
  let c41 = c00;
  const end = panel + ((<usize>depth) << 5);
  while (panel < end) {
    const b0 = v128.load(panel, 0);
    const b1 = v128.load(panel, 16);
    const a3 = v128.load_splat<f32>(a + row3);
    c30 = Lanes.addProduct(c30, a3, b0); // c[3][j] += a[3][k] b[k][j]
    c31 = Lanes.addProduct(c31, a3, b1);
    const a4 = v128.load_splat<f32>(a + row4);
    c40 = Lanes.addProduct(c40, a4, b0);
    c41 = Lanes.addProduct(c41, a4, b1);
    const a2 = v128.load_splat<f32>(a + row2);
    c20 = Lanes.addProduct(c20, a2, b0);
    c21 = Lanes.addProduct(c21, a2, b1);
    const a1 = v128.load_splat<f32>(a + aRow);
    c10 = Lanes.addProduct(c10, a1, b0);
    c11 = Lanes.addProduct(c11, a1, b1);
    const a0 = v128.load_splat<f32>(a);
    c00 = Lanes.addProduct(c00, a0, b0);
    c01 = Lanes.addProduct(c01, a0, b1);
    a += aColumn;
    panel += 32;
  }
  Tile.storeRow(out, base, c00, c01);
  Tile.storeRow(out + outRow, base + baseRow, c10, c11);
  Tile.storeRow(out + 2 * outRow, base + 2 * baseRow, c20, c21);
  Tile.storeRow(out + 3 * outRow, base + 3 * baseRow, c30, c31);
  Tile.storeRow(out + 4 * outRow, base + 4 * baseRow, c40, c41);
}

/**
 * 128 outputs of a linear layer for a single row x: out = bias + w x. Panels
 * would not pay, because each weight is used only once, and reading the weights
 * limits the speed. Four rows are summed side by side, so that no sum waits.
 */
export function multiplyRow(
  task: i32, _: usize, x: usize, weight: usize, bias: usize, inputs: i32,
  outputs: i32, out: usize,
): void {
  const last = min(outputs, (task + 1) * ROW_OUTPUTS);
  const whole = x + ((<usize>(inputs >> 2)) << 4);
  const few = inputs & 3;
  for (let j = task * ROW_OUTPUTS; j < last; j += 4) {
    let w0 = Lanes.at(weight, j * inputs);
    let w1 = Lanes.at(weight, min(j + 1, last - 1) * inputs);
    let w2 = Lanes.at(weight, min(j + 2, last - 1) * inputs);
    let w3 = Lanes.at(weight, min(j + 3, last - 1) * inputs);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let p = x;
    for (; p < whole; p += 16) {
      const v = v128.load(p);
      s0 = Lanes.addProduct(s0, v, v128.load(w0)); // out[j] = w[j] . x
      s1 = Lanes.addProduct(s1, v, v128.load(w1));
      s2 = Lanes.addProduct(s2, v, v128.load(w2));
      s3 = Lanes.addProduct(s3, v, v128.load(w3));
      w0 += 16;
      w1 += 16;
      w2 += 16;
      w3 += 16;
    }
    if (few) {
      const v = Lanes.loadFew(p, few);
      s0 = Lanes.addProduct(s0, v, Lanes.loadFew(w0, few));
      s1 = Lanes.addProduct(s1, v, Lanes.loadFew(w1, few));
      s2 = Lanes.addProduct(s2, v, Lanes.loadFew(w2, few));
      s3 = Lanes.addProduct(s3, v, Lanes.loadFew(w3, few));
    }
    let sums = f32x4.splat(Lanes.sum(s0));
    sums = f32x4.replace_lane(sums, 1, Lanes.sum(s1));
    sums = f32x4.replace_lane(sums, 2, Lanes.sum(s2));
    sums = f32x4.replace_lane(sums, 3, Lanes.sum(s3));
    if (bias) sums = f32x4.add(sums, Lanes.load(Lanes.at(bias, j), last - j));
    Lanes.store(Lanes.at(out, j), sums, last - j);
  }
}
