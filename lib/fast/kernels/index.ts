export { packPanels } from "./packing";
export { multiply, multiplyRow } from "./product";
export { softmaxLoss } from "./softmax";
export {
  attentionBackward,
  attentionForward,
  attentionNext,
} from "./attention";
export { layerNormBackward, layerNormForward } from "./layer-norm";
export { embeddingBackward, embeddingForward } from "./embedding";
export {
  add,
  addMasked,
  addParts,
  clear,
  geluBackward,
  geluForward,
  scaleInPlace,
  sumRows,
} from "./pointwise";
export { adamUpdate, sumOfSquares } from "./update";

export { isFused } from "./lanes";

/** The first address for tensors; below it are constants of the kernels. */
export function heapBase(): usize {
  return __heap_base;
}
export { peak, readNumbers } from "./peak";
