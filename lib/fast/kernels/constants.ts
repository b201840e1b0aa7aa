/*
 * Numbers that the kernels share with the TypeScript that calls them. Both
 * compilers read this file; AssemblyScript reads the numbers as i32.
 */

/** Rows and columns of a tile of sums; see product.ts. */
export const TILE_ROWS = 5;
export const TILE_COLUMNS = 8;
/** Depth of the panels that a tile processes at a time. */
export const DEPTH_BLOCK = 512;
/** Numbers between two packed tiles of rows; see `tileStep`. */
export const TILE_GAP = 16;

/** Elements per task of an element-wise kernel. */
export const STRETCH = 16384;
/** Rows of queries that attention processes at a time: one tile. */
export const QUERY_ROWS = 5;
/**
 * Rows per task of the embedding, and columns per task of its backward pass.
 */
export const EMBEDDING_ROWS = 64;
export const EMBEDDING_COLUMNS = 16;
/** Rows per task of layer normalization. */
export const NORM_ROWS = 32;
/** Rows of logits per task of the loss. */
export const LOSS_ROWS = 8;
/** Outputs per task of a linear layer with a single row. */
export const ROW_OUTPUTS = 128;
