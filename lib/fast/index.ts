import type { Backend, Ops } from "../core/model/backend";
import { ensure, expectNumber, show } from "../core/base/expect";
import { findBlas } from "./blas";
import { createEngine } from "./engine";
import { attentionOps } from "./ops/attention";
import { embeddingOps } from "./ops/embedding";
import { layerNormOps } from "./ops/layer-norm";
import { linearOps } from "./ops/linear";
import { outputLossOps } from "./ops/output-loss";
import { pointwiseOps } from "./ops/pointwise";
import { updateOps } from "./ops/update";
import { addressSpaceMB, containerMB, processors } from "./machine";
import type { Numbers } from "./load-kernels";
import { MOST_MEGABYTES } from "./memory";
import { MOST_THREADS } from "./protocol";

export type { Numbers };

/** Settings of {@link fastBackend}. */
export interface FastBackendOptions {
  /**
   * number of threads that compute, including the calling one, from 1 to 64
   * @defaultValue one per processor that this process may use, up to 16
   */
  threads?: number;
  /**
   * backend of the matrix products: "wasm" for the SIMD kernels, or "blas" for
   * the OpenBLAS of the set-up (Accelerate on macOS), which is faster. Only
   * "wasm" gives the same bits on all processors.
   * @defaultValue "wasm"
   */
  backend?: "wasm" | "blas";
  /**
   * "same everywhere": the SIMD kernels compute the same bits on all processors
   * and versions of Node. "fastest": they use fused multiply-add where the
   * processor and Node (from 22 on) have it. That was 1 to 1.4 times as fast, and
   * the last digits differ.
   * @defaultValue "same everywhere", or "fastest" with BLAS, whose digits differ
   *   anyway
   */
  numbers?: Numbers;
  /**
   * memory limit for all tensors together in megabytes, at least 16
   * @defaultValue 4096, but at most half of a container's memory and a quarter
   *   of the address space
   */
  memoryMB?: number;
}

/** A backend of SIMD kernels and threads. */
export interface FastBackend extends Backend {
  /** number of threads that compute, including the calling one */
  readonly threads: number;
  /** Ends the threads; tensors stay readable. */
  close(): void;
}

/** A model of this size has no work for more threads than this. */
const USEFUL_THREADS = 16;
/** Address space that a thread reserves. */
const THREAD_MB = 1280;
/** Before version 24, Node reserves this much for any WebAssembly memory. */
const GUARDED_MB = 10_240;

/**
 * Creates a backend of SIMD kernels on memory that several threads share. The
 * operations have the names and meanings of the reference. The same seed gives
 * the same bits for any number of threads.
 *
 * @param options threads, memory, matrix products
 * @throws if a setting breaks its rule, the kernels were not compiled, the
 *   system refuses the memory, or there is no BLAS for "blas"
 * @see notebooks/08-tensors.ipynb, 17-beyond.ipynb
 */
export function fastBackend(options: FastBackendOptions = {}): FastBackend {
  const {
    threads = Math.min(
      processors(),
      USEFUL_THREADS,
      Math.max(1, Math.floor(addressSpaceMB() / 4 / THREAD_MB)),
    ),
    memoryMB = Math.max(
      16,
      Math.floor(
        Math.min(MOST_MEGABYTES, containerMB() / 2, addressSpaceMB() / 4),
      ),
    ),
    backend = "wasm",
    numbers = backend === "blas" ? "fastest" : "same everywhere",
  } = options;
  expectNumber("fastBackend: threads", threads, {
    whole: true,
    least: 1,
    most: MOST_THREADS,
    hint:
      `More threads than processors do not help: the default is one for each ` +
      `of the ${processors()} processors, up to ${USEFUL_THREADS}.`,
  });
  expectNumber("fastBackend: memoryMB", memoryMB, {
    whole: true,
    least: 16,
    most: MOST_MEGABYTES,
    hint:
      `WebAssembly can address ${MOST_MEGABYTES} MB, which is the default. ` +
      `Smaller values only limit it.`,
  });
  expectKernels(backend, numbers);
  ensureAddressSpace(threads, memoryMB);
  const blas = backend === "blas" ? findBlas() : undefined;
  const engine = createEngine({ threads, memoryMB, numbers, blas });
  const ops: Ops = {
    ...embeddingOps(engine),
    ...layerNormOps(engine),
    ...linearOps(engine),
    ...attentionOps(engine),
    ...pointwiseOps(engine),
    ...outputLossOps(engine),
    ...updateOps(engine),
  };
  const { create, close, isFused } = engine;
  const kernels = isFused ? "fused SIMD kernels" : "SIMD kernels";
  const name = blas === undefined ? kernels : `BLAS and ${kernels}`;
  return { name, ops, create, threads, close };
}

/** Checks which kernels were asked for. */
function expectKernels(backend: string, numbers: string): void {
  ensure(
    backend === "wasm" || backend === "blas",
    () =>
      `fastBackend: backend must be "wasm" or "blas"; got ${show(backend)}.`,
  );
  ensure(
    numbers === "same everywhere" || numbers === "fastest",
    () =>
      `fastBackend: numbers must be "same everywhere" or "fastest"; got ` +
      `${show(numbers)}.`,
  );
  ensure(
    numbers === "fastest" || backend === "wasm",
    () =>
      `fastBackend: numbers cannot be "same everywhere" with backend "blas", ` +
      `because the last digits of BLAS depend on the processor. Omit one of the ` +
      `two.`,
  );
}

/** A thread that lacks address space ends the whole process, so ask first. */
function ensureAddressSpace(threads: number, memoryMB: number): void {
  const guarded = Number.parseInt(process.versions.node) < 24;
  const needed = threads * THREAD_MB + (guarded ? GUARDED_MB : memoryMB);
  ensure(
    needed <= addressSpaceMB(),
    () =>
      `fastBackend: ${threads} thread(s) and ${memoryMB} MB of memory need ` +
      `${needed} MB of address space; \`ulimit -v\` allows ` +
      `${Math.floor(addressSpaceMB())} MB. Lift that limit, ` +
      `${guarded ? "use Node 24, " : ""}ask for fewer threads or less ` +
      `memoryMB, or use referenceBackend().`,
  );
}
