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
export {
  linearBackward,
  linearForward,
  type LinearGradients,
} from "./linear";
export {
  accumulateGradients,
  sgdUpdateMatrix,
  trainStep,
  type BigramBatch,
} from "./training-step";
