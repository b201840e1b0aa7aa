/**
 * The operations a model is made of, each forward beside its backward.
 *
 * They are the reference: readable, in 32 or 64 bits. A faster backend brings
 * functions of the same names and meanings.
 */
export * from "./attention";
export * from "./dropout";
export * from "./embedding";
export * from "./gelu";
export * from "./layer-norm";
export * from "./linear";
export * from "./loss";
export * from "./matrix-product";
export * from "./residual";
export * from "./update";
