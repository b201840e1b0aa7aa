export * from "./display";
export * from "./random";
export * from "./tensor";
export * from "./history";
export { sgdUpdateScalar } from "./scalar";
export { gradient, partialDerivative, type ScalarFunction } from "./derivative";
export * as graph from "./graph";
export {
  crossEntropy,
  perplexity,
  softmax,
  softmaxCrossEntropyGrad,
} from "./softmax";
export { linearBackward, linearForward, type LinearGradients } from "./linear";
export {
  accumulateGradients,
  sgdUpdateMatrix,
  trainStep,
  type BigramBatch,
} from "./training-step";
export * from "./backend";
export * as ops from "./ops";
export * from "./parameters";
export * from "./tinyllm";
export * from "./tinyllm-config";
export {
  cleanText,
  splitWords,
  utf8Length,
  type CleanTextOptions,
} from "./text";
export {
  END_OF_TEXT,
  FIRST_MERGE,
  learnMerges,
  type LearnMergesOptions,
  type Merge,
  type MergeEvent,
} from "./bpe-train";
export { BPETokenizer, type SavedTokenizer } from "./bpe";
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
} from "./sequences";
export * from "./block";
export * from "./clip";
export * from "./gradient-check";
export * from "./optimizers";
export * from "./schedule";
export {
  bigramEntropy,
  bitsPerByte,
  createNgramModel,
  ngramLoss,
  ngramProbability,
  type BitsPerByteInput,
  type NgramModel,
  type NgramOptions,
} from "./baselines";
export * from "./checkpoint";
export * from "./evaluate";
export * from "./generate";
export * from "./safetensors";
export * from "./sampling";
export * from "./train";
export * from "./training-run";
