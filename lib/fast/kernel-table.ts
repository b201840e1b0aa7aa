/**
 * The kernels with the names of their arguments, in order. The arguments follow
 * the number of the task and the address of the thread's scratch memory. A test
 * compares the table with the sources in `kernels/`.
 */
export const KERNELS = {
  packPanels: ["b", "bRow", "bColumn", "columns", "depth", "panels"],
  multiply: [
    "rows",
    "columns",
    "depth",
    "blockRows",
    "blockColumns",
    "partDepth",
    "a",
    "aRow",
    "aColumn",
    "b",
    "bRow",
    "bColumn",
    "panels",
    "base",
    "out",
    "outRow",
  ],
  multiplyRow: ["x", "weight", "bias", "inputs", "outputs", "out"],
  softmaxLoss: ["rows", "width", "logits", "targets", "losses", "factor"],
  attentionForward: ["length", "heads", "size", "qkv", "weights", "out"],
  attentionBackward: [
    "length",
    "heads",
    "size",
    "qkv",
    "weights",
    "dOut",
    "dQkv",
  ],
  attentionNext: [
    "position",
    "width",
    "size",
    "qkv",
    "keys",
    "values",
    "weights",
    "out",
  ],
  layerNormForward: ["rows", "width", "x", "gain", "bias", "out", "statistics"],
  layerNormBackward: [
    "rows",
    "width",
    "x",
    "gain",
    "statistics",
    "dOut",
    "dx",
    "partials",
  ],
  embeddingForward: [
    "rows",
    "length",
    "width",
    "ids",
    "table",
    "positions",
    "first",
    "out",
  ],
  embeddingBackward: [
    "rows",
    "length",
    "width",
    "ids",
    "dOut",
    "dTable",
    "dPositions",
    "first",
  ],
  geluForward: ["size", "x", "out"],
  geluBackward: ["size", "x", "dOut", "dx"],
  addMasked: ["size", "x", "base", "out", "key", "limit", "factor"],
  add: ["size", "a", "b", "out"],
  scaleInPlace: ["size", "x", "factor"],
  clear: ["size", "x"],
  sumRows: ["rows", "width", "height", "x", "out"],
  addParts: ["size", "count", "parts", "out"],
  sumOfSquares: ["size", "x", "sums"],
  adamUpdate: [
    "size",
    "weights",
    "gradients",
    "means",
    "squares",
    "rate",
    "beta1",
    "oneMinusBeta1",
    "beta2",
    "oneMinusBeta2",
    "meanFactor",
    "squareFactor",
    "epsilon",
    "decay",
  ],
  peak: ["rounds", "numbers"],
  readNumbers: ["x", "out"],
} as const;

/** The name of a kernel. */
export type KernelName = keyof typeof KERNELS;

/**
 * The arguments of a kernel by name: addresses count bytes, the rest are
 * numbers.
 */
export type KernelArguments<K extends KernelName> = Record<
  (typeof KERNELS)[K][number],
  number
>;

/** A kernel in the form that WebAssembly exports. */
export type Kernel = (task: number, scratch: number, ...rest: number[]) => void;
