import { blasKernel } from "./blas";
import type { KernelExports } from "./protocol";

/**
 * Creates the kernels of a thread.
 *
 * @param parts compiled kernels, memory, and the file of a BLAS library, which
 *   then computes the products
 */
export function createKernels({
  module,
  memory,
  blas,
}: {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  blas?: string;
}): KernelExports {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const kernels = instance.exports as unknown as KernelExports;
  if (blas === undefined) return kernels;
  return { ...kernels, multiply: blasKernel(blas, memory) };
}
