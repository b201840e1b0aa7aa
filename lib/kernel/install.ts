import { join } from "node:path";

import { replaceFile } from "../disk/replace-file";

/** Options of {@link installKernel}. */
export interface KernelOptions {
  /** The folder of the Python environment (`sys.prefix`), such as `.venv`. */
  prefix: string;
  /**
   * The Node program that runs the kernel.
   *
   * @defaultValue the Node program that runs now
   */
  node?: string;
}

/** The kernel's name in notebooks, which plain tslab uses too. */
export const KERNEL_NAME: string = "tslab";

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">
  <rect width="64" height="64" rx="10" fill="#2f6fb0"/>
  <text x="32" y="45" text-anchor="middle" fill="#ffffff"
    font-family="sans-serif" font-weight="bold" font-size="34">TS</text>
</svg>
`;

/**
 * Installs the kernel into a Python environment. Replaces an older one.
 *
 * @param options the environment's folder, and the Node program
 * @returns path of the folder with the kernel's files
 * @throws if the folder cannot be written
 */
export function installKernel({
  prefix,
  node = process.execPath,
}: KernelOptions): string {
  const folder = join(prefix, "share", "jupyter", "kernels", KERNEL_NAME);
  const spec = JSON.stringify(kernelSpec(prefix, node), undefined, 2);
  const where = "installKernel";
  replaceFile(join(folder, "kernel.json"), `${spec}\n`, { where });
  replaceFile(join(folder, "logo-svg.svg"), LOGO, { where });
  return folder;
}

function kernelSpec(prefix: string, node: string): object {
  const launcher = join(__dirname, "kernel.js");
  return {
    argv: [node, launcher, "--config-path", "{connection_file}"],
    display_name: "TypeScript",
    language: "typescript",
    // Windows has no signals, so a message interrupts a cell that awaits.
    interrupt_mode: process.platform === "win32" ? "message" : "signal",
    env: { NODE_NO_WARNINGS: "1", TINYLLM_PREFIX: prefix },
  };
}
