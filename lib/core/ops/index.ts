/*
 * The operations that a model consists of, each forward beside its backward.
 * They are the reference: readable, in 32 or 64 bits. A faster backend brings
 * functions of the same names and meanings; see `Ops` in ../model/backend.ts.
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
