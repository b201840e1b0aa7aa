/*
 * The operations that a model consists of, each forward beside its backward.
 * They are the reference: readable, in 32 or 64 bits. A faster backend brings
 * functions of the same names and meanings; see `Ops` in ../model/backend.ts.
 *
 * Imports from base only.
 */
export {
  attentionBackward,
  attentionForward,
  attentionNext,
  type AttentionInputs,
  type AttentionSaved,
  type KeyValueCache,
} from "./attention";
export {
  dropoutBackward,
  dropoutForward,
  type DropoutMask,
  type DropoutSaved,
} from "./dropout";
export {
  embeddingBackward,
  embeddingForward,
  fillSinusoids,
  type EmbeddingGradients,
  type EmbeddingInputs,
  type EmbeddingSaved,
} from "./embedding";
export { geluBackward, geluForward, type GeluSaved } from "./gelu";
export {
  layerNormBackward,
  layerNormForward,
  type LayerNormGradients,
  type LayerNormInputs,
  type LayerNormSaved,
} from "./layer-norm";
export {
  linearBackward,
  linearForward,
  type LinearGradients,
  type LinearInputs,
  type LinearSaved,
} from "./linear";
export {
  crossEntropyLoss,
  outputLoss,
  type CrossEntropy,
  type OutputLossGradients,
  type OutputLossInputs,
} from "./loss";
export {
  residualBackward,
  residualForward,
  type ResidualInputs,
  type ResidualSaved,
} from "./residual";
export {
  adamUpdate,
  clear,
  scaleInPlace,
  sumOfSquares,
  type AdamStep,
  type AdamTensors,
} from "./update";
