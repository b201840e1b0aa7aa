/*
 * What the course builds, in its order: numbers and lists (chapters 01-06),
 * text (07), operations on tensors (08-10), the model (11, 16), training
 * (12-16). A folder imports from folders above it in this file only.
 */
export * from "./base/display";
export * from "./base/random";
export * from "./base/tensor";
export * from "./by-hand/bigram";
export * from "./by-hand/derivative";
export * as graph from "./by-hand/graph";
export {
  linearBatch,
  linearBatchBackward,
  linearVector,
  linearVectorBackward,
  type LinearSlopes,
} from "./by-hand/linear";
export * from "./by-hand/scalar";
export * from "./by-hand/softmax";
export * from "./text/clean-text";
export {
  END_OF_TEXT,
  FIRST_MERGE,
  learnMerges,
  type Merge,
} from "./text/merges";
export * from "./text/sequences";
export * from "./text/tokenizer";
export * as ops from "./ops";
export * from "./model/backend";
export * from "./model/block";
export type { MemoryOptions } from "./model/block-memory";
export * from "./model/config";
export * from "./model/generate";
export * from "./model/inside";
export * from "./model/parameters";
export * from "./model/sampling";
export * from "./model/tinyllm";
export * from "./training/baselines";
export * from "./training/clip";
export * from "./training/evaluate";
export * from "./training/gradient-check";
export * from "./training/optimizers";
export * from "./training/scaling-law";
export * from "./training/schedule";
export * from "./training/train";
export * from "./training/training-run";
