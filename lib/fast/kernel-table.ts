/**
 * The kernels and the names of their arguments, in their order, after the
 * number of the task and the address of the thread's scratch memory. A test
 * holds the table against the sources in `kernels/`.
 */
export const KERNELS = {
  packPanels: ["b", "bRow", "bColumn", "columns", "depth", "panels"],
  multiply: [
    "rows",
    "columns",
    "depth",
    "blockRows",
    "blockColumns",
    "a",
    "aRow",
    "aColumn",
    "panels",
    "base",
    "baseRow",
    "out",
    "outRow",
  ],
  multiplyRow: ["x", "weight", "bias", "inputs", "outputs", "out"],
  softmaxLoss: ["rows", "width", "logits", "targets", "losses", "factor"],
} as const;

/** What can be run. */
export type KernelName = keyof typeof KERNELS;

/** The arguments of a kernel by name: addresses are bytes, the rest numbers. */
export type KernelArguments<K extends KernelName> = Record<
  (typeof KERNELS)[K][number],
  number
>;

/** A kernel as WebAssembly exports it. */
export type Kernel = (task: number, scratch: number, ...rest: number[]) => void;
