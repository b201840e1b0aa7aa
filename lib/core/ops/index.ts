/*
 * The operations of a model, each with its forward and its backward pass. They
 * are the reference: readable, in 32 or 64 bits. A faster backend provides
 * functions with the same names and meanings; see `Ops` in ../model/backend.ts.
 *
 * Shapes and single numbers are checked. The numbers inside tensors are not,
 * because that would cost as much as the operation: NaN and Infinity go through,
 * and training notices them in the loss or in the gradient's length.
 *
 * Imports from base only.
 */
export * from "./attention";
export * from "./dropout";
export * from "./embedding";
export * from "./gelu";
export * from "./layer-norm";
export * from "./linear";
export * from "./loss";
export * from "./residual";
export * from "./update";
