/** What the kernel uses of tslab, with the fixes of its compiler. */
import "./compiler";

export {
  type Converter,
  type ConvertResult,
  createConverter,
  type Diagnostic,
} from "tslab/dist/converter";
export { createExecutor, type Executor } from "tslab/dist/executor";
export * as jupyter from "tslab/dist/jupyter";
export { getCodeMetadata } from "tslab/dist/metadata";
