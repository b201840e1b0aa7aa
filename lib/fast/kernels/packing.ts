/*
 * Copies matrices into the order in which the tiles of a product use them.
 *
 * Copying costs little time: a number is copied once and then multiplied by all
 * rows, and the processor prefetches numbers that are in order of use. A panel,
 * two registers per row, costs 0.1 ns per number. A transpose costs 0.06 ns,
 * because registers transpose sixteen numbers at a time.
 */
import { TILE_COLUMNS, TILE_GAP, TILE_ROWS } from "./constants";
import { Lanes } from "./lanes";

/** Number of numbers in the panels of a matrix. */
export function panelNumbers(columns: i32, depth: i32): i32 {
  return ((columns + TILE_COLUMNS - 1) / TILE_COLUMNS) * TILE_COLUMNS * depth;
}

/** Copies 16 columns of b (depth x columns) to their two panels. */
export function packPanels(
  task: i32, _: usize, b: usize, bRow: i32, bColumn: i32, columns: i32,
  depth: i32, panels: usize,
): void {
  const start = task * 2 * TILE_COLUMNS;
  const count = min(2 * TILE_COLUMNS, columns - start);
  const from = Lanes.at(b, start * bColumn);
  pack(from, bRow, bColumn, count, depth, Lanes.at(panels, start * depth));
}

/** panels[j / 8][k][j % 8] = b[k][j]; missing columns repeat the last one. */
export function pack(
  b: usize, bRow: i32, bColumn: i32, columns: i32, depth: i32, panels: usize,
): void {
  for (let j = 0; j < columns; j += TILE_COLUMNS) {
    const count = min(TILE_COLUMNS, columns - j);
    const from = Lanes.at(b, j * bColumn);
    packPanel(from, bRow, bColumn, count, depth, Lanes.at(panels, j * depth));
  }
}

/** One panel of at most eight columns. */
function packPanel(
  b: usize, bRow: i32, bColumn: i32, columns: i32, depth: i32, panel: usize,
): void {
  let k = 0;
  if (bColumn == 1 && columns == TILE_COLUMNS) {
    for (; k < depth; k++) {
      v128.store(panel, v128.load(b), 0);
      v128.store(panel, v128.load(b, 16), 16);
      b = Lanes.at(b, bRow);
      panel += 32;
    }
  } else if (bRow == 1 && columns == TILE_COLUMNS) {
    for (; k + 4 <= depth; k += 4) {
      transpose(b, bColumn, panel);
      transpose(Lanes.at(b, 4 * bColumn), bColumn, panel + 16);
      b += 16;
      panel += 128;
    }
  }
  for (; k < depth; k++) {
    for (let c = 0; c < TILE_COLUMNS; c++) {
      const inside = min(c, columns - 1);
      store<f32>(Lanes.at(panel, c), load<f32>(Lanes.at(b, inside * bColumn)));
    }
    b = Lanes.at(b, bRow);
    panel += 32;
  }
}

/** Writes four numbers of each of four columns as four rows of a panel. */
function transpose(b: usize, bColumn: i32, panel: usize): void {
  const c0 = v128.load(b);
  const c1 = v128.load(Lanes.at(b, bColumn));
  const c2 = v128.load(Lanes.at(b, 2 * bColumn));
  const c3 = v128.load(Lanes.at(b, 3 * bColumn));
  const low01 = v128.shuffle<i32>(c0, c1, 0, 4, 1, 5);
  const low23 = v128.shuffle<i32>(c2, c3, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(c0, c1, 2, 6, 3, 7);
  const high23 = v128.shuffle<i32>(c2, c3, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<i64>(low01, low23, 0, 2), 0);
  v128.store(panel, v128.shuffle<i64>(low01, low23, 1, 3), 32);
  v128.store(panel, v128.shuffle<i64>(high01, high23, 0, 2), 64);
  v128.store(panel, v128.shuffle<i64>(high01, high23, 1, 3), 96);
}

/**
 * Distance between packed tiles of rows. Without the 16 numbers between them,
 * tiles of 512 columns would compete for the same few cache lines.
 */
export function tileStep(depth: i32): i32 {
  return TILE_ROWS * depth + TILE_GAP;
}

/** Packs rows of a in groups of five: packed[i / 5][k][i % 5] = a[i][k]. */
export function packRows(
  a: usize, aRow: i32, aColumn: i32, rows: i32, depth: i32, packed: usize,
): void {
  for (let k = 0; k < depth; k++) {
    let from = Lanes.at(a, k * aColumn);
    let to = Lanes.at(packed, k * TILE_ROWS);
    for (let i = 0; i < rows; i += TILE_ROWS) {
      if (aRow == 1) {
        v128.store(to, v128.load(from));
        store<f32>(to, load<f32>(from, 16), 16);
      } else {
        for (let r = 0; r < TILE_ROWS; r++) {
          const inside = min(r, rows - i - 1);
          store<f32>(Lanes.at(to, r), load<f32>(Lanes.at(from, inside * aRow)));
        }
      }
      from = Lanes.at(from, TILE_ROWS * aRow);
      to = Lanes.at(to, tileStep(depth));
    }
  }
}
