import { availableParallelism } from "node:os";

import type { Backend, Ops } from "../core/model/backend";
import { ensure, show } from "../core/base/expect";
import { loadBlas } from "./blas";
import { createEngine } from "./engine";
import { attentionOps } from "./ops/attention";
import { embeddingOps } from "./ops/embedding";
import { layerNormOps } from "./ops/layer-norm";
import { linearOps } from "./ops/linear";
import { outputLossOps } from "./ops/output-loss";
import { pointwiseOps } from "./ops/pointwise";
import { updateOps } from "./ops/update";
import { MOST_MEGABYTES } from "./memory";
import { MOST_THREADS } from "./protocol";

/** Settings of {@link fastBackend}. */
export interface FastBackendOptions {
  /**
   * threads that compute, the calling one included, from 1 to 64; one for each
   * core, up to 16
   */
  threads?: number;
  /**
   * who computes the matrix products: "wasm", the SIMD kernels; or "blas", the
   * system's OpenBLAS or Accelerate through the package koffi. Only "wasm"
   * gives the same bits everywhere. "wasm"
   */
  backend?: "wasm" | "blas";
  /** most megabytes that all tensors may take together, from 16; 4096 */
  memoryMB?: number;
}

/** A backend of SIMD kernels and threads. */
export interface FastBackend extends Backend {
  /** threads that compute, the calling one included */
  readonly threads: number;
  /** Ends the threads; the tensors stay readable. */
  close(): void;
}

/** More threads than this find no work. */
const USEFUL_THREADS = 16;

/**
 * SIMD kernels on one memory that several threads share. The operations have
 * the names and meanings of the reference; the same seed gives the same bits
 * for any number of threads.
 *
 * @param options threads, memory, who computes the products
 * @throws if a setting breaks its rule, the kernels were not built, the memory
 *   cannot be had, or the BLAS that was asked for is missing
 * @see notebooks/08-tensors.ipynb, 17-beyond.ipynb
 */
export function fastBackend(options: FastBackendOptions = {}): FastBackend {
  const {
    threads = Math.min(availableParallelism(), USEFUL_THREADS),
    memoryMB = MOST_MEGABYTES,
    backend = "wasm",
  } = options;
  ensure(
    Number.isInteger(threads) && threads >= 1 && threads <= MOST_THREADS,
    () =>
      `fastBackend: threads must be a whole number from 1 to ${MOST_THREADS}; ` +
      `got ${show(threads)}. More threads than cores help nobody: without ` +
      `this setting there is one for each of the ${availableParallelism()}.`,
  );
  ensure(
    backend === "wasm" || backend === "blas",
    () =>
      `fastBackend: backend must be "wasm" or "blas"; got ${show(backend)}.`,
  );
  const sgemm = backend === "blas" ? loadBlas(threads) : undefined;
  const engine = createEngine({ threads, memoryMB, sgemm });
  const ops: Ops = {
    ...embeddingOps(engine),
    ...layerNormOps(engine),
    ...linearOps(engine),
    ...attentionOps(engine),
    ...pointwiseOps(engine),
    ...outputLossOps(engine),
    ...updateOps(engine),
  };
  const { create, close } = engine;
  return { ops, create, threads, close };
}
