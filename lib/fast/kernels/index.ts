export * from "./product";
export * from "./softmax";

/** Where memory for tensors may begin: below lie constants of the kernels. */
export function heapBase(): usize {
  return __heap_base;
}
