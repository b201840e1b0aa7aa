import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

import type { Blocks, ProductShape } from "./blocks";
import { type Kernel, type KernelArguments, KERNELS } from "./kernel-table";

/*
 * OpenBLAS computes products with all the lanes that a processor has, and the
 * kernels with the four of WebAssembly. Each thread calls it for its own
 * blocks. With threads of its own, OpenBLAS was up to three times slower
 * whenever other programs ran, because its threads wait for each other.
 */

type Call = (...args: unknown[]) => void;

/** The part of koffi that we use; koffi calls functions of libraries. */
interface Koffi {
  load(file: string): { func(declaration: string): Call };
}

/** File names of the BLAS libraries of a system, by platform. */
const OF_SYSTEM: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "libopenblas.dylib",
  ],
  win32: ["libopenblas.dll", "openblas.dll"],
};

const ROW_MAJOR = 101;
const AS_IT_IS = 111;
const TRANSPOSED = 112;

/** Tasks of a large product: enough for 16 threads. */
const MOST_TASKS = 16;
/** Number of multiplications that are worth a task: about 0.1 ms. */
const TASK_WORK = 2 ** 22;
/** Limit for the numbers in all parts of a sum together: 16 MB. */
const PART_NUMBERS = 2 ** 22;
/** Columns in a cache line, which two threads should not share. */
const LINE = 16;

/**
 * Finds a BLAS library: the OpenBLAS that the set-up installed in the course's
 * Python environment, or else one of the system, such as macOS's Accelerate.
 *
 * @returns its file
 * @throws if koffi or a library is missing; the message says how to get it
 */
export function findBlas(): string {
  const koffi = loadKoffi();
  const refusals: string[] = [];
  const system = OF_SYSTEM[process.platform] ?? [];
  for (const file of [...filesOfEnvironment(), ...system]) {
    try {
      openLibrary(koffi, file);
      return file;
    } catch (error) {
      refusals.push(`  ${file}: ${(error as Error).message}`);
    }
  }
  throw new Error(
    `fastBackend: backend "blas" needs a BLAS library: scipy-openblas32 in the ` +
      `Python environment ${environment()}, or one of the system. None loads:\n` +
      `${refusals.join("\n")}\nRun \`npm run setup\`, or \`pip install ` +
      `scipy-openblas32\` in a Python environment of your own, or omit ` +
      `"backend": the SIMD kernels need no library.`,
  );
}

/**
 * Divides a product along its longest side. The division depends only on the
 * shape, so that any number of threads computes the same bits.
 */
export function blasBlocksOf(shape: ProductShape): Blocks {
  const { rows, columns, depth, divisible } = shape;
  const worth = Math.floor((rows * columns * depth) / TASK_WORK);
  const tasks = Math.min(MOST_TASKS, Math.max(1, worth));
  const whole = { blockRows: rows, blockColumns: columns, parts: 1 };
  const share = (size: number): number => LINE * Math.ceil(size / tasks / LINE);
  const fits = rows * columns * tasks <= PART_NUMBERS;
  if (divisible && fits && depth > 4 * Math.max(rows, columns)) {
    return { ...whole, parts: tasks };
  }
  return rows < columns
    ? { ...whole, blockColumns: share(columns) }
    : { ...whole, blockRows: share(rows) };
}

/**
 * Creates the kernel `multiply` of one thread: a block of out = base + a b, as
 * in kernels/product.ts.
 *
 * @param file the library, from {@link findBlas}
 * @param memory the shared memory with all matrices
 */
export function blasKernel(file: string, memory: WebAssembly.Memory): Kernel {
  const sgemm = openLibrary(loadKoffi(), file);
  const view = (address: number, size = 1): Float32Array =>
    new Float32Array(memory.buffer, address, size);
  return (task, _scratch, ...values) => {
    const args = named(values);
    const { rows, columns, depth, blockRows, blockColumns, partDepth } = args;
    const { a, aRow, aColumn, b, bRow, bColumn, base, out, outRow } = args;
    const down = Math.ceil(rows / blockRows);
    const across = Math.ceil(columns / blockColumns);
    const part = Math.floor(task / (down * across));
    const i = (Math.floor(task / across) % down) * blockRows;
    const j = (task % across) * blockColumns;
    const k = part * partDepth;
    const height = Math.min(blockRows, rows - i);
    const width = Math.min(blockColumns, columns - j);
    const size = Math.min(partDepth, depth - k);
    const to = out + 4 * ((part * rows + i) * outRow + j);
    if (base !== 0 && base !== out) {
      const bias = view(base + 4 * j, width);
      for (let row = 0; row < height; row++) {
        view(to + 4 * row * outRow, width).set(bias); // out[i] = bias
      }
    }
    const keep = base === 0 ? 0 : 1;
    const left = view(a + 4 * (i * aRow + k * aColumn));
    const right = view(b + 4 * (k * bRow + j * bColumn));
    // A step is at least a stored row, even if there is only one row.
    const [aHow, aStep] =
      aColumn === 1
        ? [AS_IT_IS, Math.max(aRow, size)]
        : [TRANSPOSED, Math.max(aColumn, height)];
    const [bHow, bStep] =
      bColumn === 1
        ? [AS_IT_IS, Math.max(bRow, width)]
        : [TRANSPOSED, Math.max(bColumn, size)];
    const operands = [left, aStep, right, bStep] as const;
    const sizes = [height, width, size] as const;
    // out = keep out + 1 a b
    sgemm(
      ROW_MAJOR,
      aHow,
      bHow,
      ...sizes,
      1,
      ...operands,
      keep,
      view(to),
      outRow,
    );
  };
}

function named(values: number[]): KernelArguments<"multiply"> {
  const entries = KERNELS.multiply.map((name, i) => [name, values[i]]);
  return Object.fromEntries(entries) as KernelArguments<"multiply">;
}

function loadKoffi(): Koffi {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require("koffi") as Koffi;
  } catch (error) {
    const reason = (error as Error).message.split("\n")[0];
    throw new Error(
      `fastBackend: backend "blas" needs the npm package koffi, which calls ` +
        `libraries; it does not load (${reason}). Delete the folder ` +
        `node_modules and run \`npm run setup\`, or omit "backend": the SIMD ` +
        `kernels need no package.`,
      { cause: error },
    );
  }
}

/** The folder of the course's Python environment; the set-up may name it. */
function environment(): string {
  const { TINYLLM_PREFIX } = process.env;
  return TINYLLM_PREFIX ?? join(__dirname, "..", "..", "..", ".venv");
}

/** The library's file in the Python package scipy-openblas32, if it is there. */
function filesOfEnvironment(): string[] {
  const list = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder).map((name) => join(folder, name))
      : [];
  // Windows has Lib/site-packages, other systems lib/python3.12/site-packages
  const lib = join(environment(), "lib");
  return [lib, ...list(lib)]
    .flatMap((folder) =>
      list(join(folder, "site-packages", "scipy_openblas32", "lib")),
    )
    .filter((file) => /\.(so|dylib|dll)$/.test(file));
}

/**
 * Opens a library and restricts it to the calling thread. Sizes are 32-bit
 * integers, as in scipy-openblas32 and Accelerate.
 *
 * @returns its function sgemm
 */
function openLibrary(koffi: Koffi, file: string): Call {
  const library = koffi.load(file);
  // what precedes all names in scipy-openblas32
  const prefix = file.includes("scipy_openblas") ? "scipy_" : "";
  const sgemm = library.func(
    `void ${prefix}cblas_sgemm(int order, int transA, int transB, int m, ` +
      `int n, int k, float alpha, void *a, int lda, void *b, int ldb, ` +
      `float beta, void *c, int ldc)`,
  );
  try {
    library.func(`void ${prefix}openblas_set_num_threads(int count)`)(1);
  } catch {
    // not OpenBLAS: Accelerate chooses its own threads
  }
  return sgemm;
}
