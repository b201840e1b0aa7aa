export * from "./base/display";
export * from "./base/random";
export * from "./base/tensor";
export { sgdUpdateScalar } from "./by-hand/scalar";
export {
  gradient,
  partialDerivative,
  type ScalarFunction,
} from "./by-hand/derivative";
export * as graph from "./by-hand/graph";
export {
  crossEntropy,
  perplexity,
  softmax,
  softmaxCrossEntropyGrad,
} from "./by-hand/softmax";
export {
  linearBatch,
  linearBatchBackward,
  linearVector,
  linearVectorBackward,
  type LinearSlopes,
} from "./by-hand/linear";
export {
  accumulateGradients,
  sgdUpdateMatrix,
  bigramStep,
  type BigramBatch,
} from "./by-hand/bigram";
export * from "./model/backend";
export * as ops from "./ops";
export * from "./model/parameters";
export * from "./model/tinyllm";
export * from "./model/config";
export {
  cleanText,
  splitWords,
  utf8Length,
  type CleanTextOptions,
} from "./text/clean-text";
export {
  END_OF_TEXT,
  FIRST_MERGE,
  learnMerges,
  type Merge,
} from "./text/merges";
export { BPETokenizer, type SavedTokenizer } from "./text/tokenizer";
export {
  createBatches,
  createTrainingSequences,
  splitDocuments,
  type BatchOptions,
  type DocumentSplit,
  type SplitDocumentsOptions,
  type TokenBatch,
  type TrainingSequence,
  type TrainingSequenceOptions,
} from "./text/sequences";
export * from "./model/block";
export * from "./training/clip";
export * from "./training/gradient-check";
export * from "./training/optimizers";
export * from "./training/schedule";
export {
  createNgramModel,
  ngramLoss,
  ngramProbability,
  type NgramModel,
  type NgramOptions,
} from "./training/baselines";
export * from "./training/evaluate";
export * from "./model/generate";
export * from "./model/sampling";
export * from "./training/train";
export * from "./training/training-run";
