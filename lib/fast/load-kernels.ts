import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Which compiled kernels to take; see `FastBackendOptions.numbers`. */
export type Numbers = "same everywhere" | "fastest";

/** The compiled kernels. */
export interface LoadedKernels {
  module: WebAssembly.Module;
  /** whether a sum and a product are rounded once, in one instruction */
  isFused: boolean;
}

/**
 * Loads the kernels of `lib/fast/kernels`, which are compiled twice. The fused
 * ones multiply and add in one instruction, which Node has from version 22 on.
 * On a processor without it they would compute other numbers and be no faster,
 * so this tries it.
 */
export function loadKernels(numbers: Numbers): LoadedKernels {
  if (numbers === "fastest") {
    const bytes = read("kernels-fused.wasm");
    if (WebAssembly.validate(bytes)) {
      const module = new WebAssembly.Module(bytes);
      if (isFused(module)) return { module, isFused: true };
    }
  }
  const module = new WebAssembly.Module(read("kernels.wasm"));
  return { module, isFused: false };
}

function isFused(module: WebAssembly.Module): boolean {
  const pages = { initial: 1, maximum: 65_536, shared: true };
  const memory = new WebAssembly.Memory(pages);
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return (exports.isFused as () => number)() === 1;
}

function read(name: string): Uint8Array<ArrayBuffer> {
  const file = join(__dirname, name);
  try {
    return new Uint8Array(readFileSync(file));
  } catch (error) {
    throw new Error(
      `fastBackend: the compiled kernels must be at ${file}; they could not ` +
        `be loaded (${String(error)}). Run \`npm run setup\`.`,
      { cause: error },
    );
  }
}
