/** The parts of tslab that the kernel uses, with our compiler fixes. */
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
