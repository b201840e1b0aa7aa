/** A matrix product of the system's BLAS: out = a b, or out += a b. */
export type Sgemm = (
  sizes: { rows: number; columns: number; depth: number; keep: boolean },
  a: Operand,
  b: Operand,
  out: Operand,
) => void;

/** A matrix in memory, as a row-major library reads it. */
export interface Operand {
  data: Float32Array;
  transposed: boolean;
  /** distance between stored rows, in numbers */
  step: number;
}

/** The part of koffi that we use; koffi calls system libraries. */
interface Koffi {
  load(file: string): {
    func(declaration: string): (...args: unknown[]) => void;
  };
}

/** File names of BLAS libraries, by platform. */
const LIBRARIES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ["libopenblas.so.0", "libopenblas.so"],
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "libopenblas.dylib",
  ],
  win32: ["libopenblas.dll", "openblas.dll"],
};

const DECLARATION =
  "void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, " +
  "float alpha, void *a, int lda, void *b, int ldb, " +
  "float beta, void *c, int ldc)";

const ROW_MAJOR = 101;
const AS_IT_IS = 111;
const TRANSPOSED = 112;

/**
 * Finds the system's BLAS with koffi.
 *
 * @param threads number of threads it may use
 * @throws if koffi or a library is missing; the message says how to install it
 */
export function loadBlas(threads: number): Sgemm {
  const library = openLibrary(loadKoffi());
  const sgemm = library.func(DECLARATION);
  try {
    library.func("void openblas_set_num_threads(int count)")(threads);
  } catch {
    // not OpenBLAS, so it chooses its number of threads itself
  }
  return ({ rows, columns, depth, keep }, a, b, out) => {
    const how = (operand: Operand): number =>
      operand.transposed ? TRANSPOSED : AS_IT_IS;
    const sizes = [how(a), how(b), rows, columns, depth] as const;
    const [left, right] = [a.data, b.data];
    const beta = keep ? 1 : 0;
    const from = [1, left, a.step, right, b.step] as const;
    sgemm(ROW_MAJOR, ...sizes, ...from, beta, out.data, out.step);
  };
}

function loadKoffi(): Koffi {
  const paths = [process.cwd(), __dirname];
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require(require.resolve("koffi", { paths })) as Koffi;
  } catch (error) {
    throw new Error(
      `fastBackend: backend "blas" needs the package koffi, which calls ` +
        `system libraries; it is not installed. Run \`npm install koffi\`, or ` +
        `omit "backend": the SIMD kernels need no package.`,
      { cause: error },
    );
  }
}

function openLibrary(koffi: Koffi): ReturnType<Koffi["load"]> {
  const names = LIBRARIES[process.platform] ?? [];
  for (const name of names) {
    try {
      return koffi.load(name);
    } catch {
      // the next name
    }
  }
  throw new Error(
    `fastBackend: backend "blas" needs a BLAS library of the system; none of ` +
      `${names.join(", ")} could be loaded. Install OpenBLAS (Debian, Ubuntu: ` +
      `\`sudo apt-get install libopenblas0-pthread\`), or omit ` +
      `"backend": the SIMD kernels need no package.`,
  );
}
