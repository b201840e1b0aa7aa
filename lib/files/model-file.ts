import { type Backend, referenceBackend } from "../core/model/backend";
import { ensure, shapeText } from "../core/base/expect";
import { BPETokenizer } from "../core/text/tokenizer";
import type { Parameters } from "../core/model/parameters";
import { readTensors, type TensorFile, writeTensors } from "./safetensors";
import type { Tensor } from "../core/base/tensor";
import { TinyLLM } from "../core/model/tinyllm";
import type { TinyLLMOptions } from "../core/model/config";

/** The version of the files that are written here. */
const VERSION = 1;

/**
 * Saves a model's weights and configuration as a safetensors file.
 *
 * @param model any TinyLLM
 * @param path where to write, such as "checkpoints/moby-dick.safetensors"
 * @param options `tokenizer`: the one that the model was trained with, for
 *   {@link loadTokenizer}
 * @throws if the tokenizer and the model differ in their number of tokens
 * @see notebooks/15-train-tinyllm.ipynb
 */
export function saveModel(
  model: TinyLLM,
  path: string,
  { tokenizer }: { tokenizer?: BPETokenizer } = {},
): void {
  const metadata = modelMetadata(model, tokenizer);
  writeTensors(path, { tensors: weightsOf(model.parameters), metadata });
}

/**
 * The metadata from which {@link loadModel} and {@link loadTokenizer} restore a
 * model and its tokenizer.
 */
export function modelMetadata(
  { config }: TinyLLM,
  tokenizer?: BPETokenizer,
): Record<string, string> {
  const metadata = {
    version: String(VERSION),
    config: JSON.stringify(config),
  };
  if (!tokenizer) return metadata;
  ensure(
    tokenizer.vocabSize === config.vocabSize,
    () =>
      `saveModel: model and tokenizer must have the same vocabulary; the ` +
      `model has ${config.vocabSize} tokens, the tokenizer ` +
      `${tokenizer.vocabSize}. Pass the tokenizer that the model was trained with.`,
  );
  return { ...metadata, tokenizer: JSON.stringify(tokenizer) };
}

/**
 * Reads the tokenizer that {@link saveModel} or {@link saveRun} wrote beside the
 * weights.
 *
 * @param path path of a model, of a run, or of a tokenizer's own JSON file
 * @throws if the file is missing, broken, or holds no tokenizer
 */
export function loadTokenizer(path: string): BPETokenizer {
  if (path.endsWith(".json")) return BPETokenizer.load(path);
  const { metadata } = readTensors(path);
  ensure(
    "tokenizer" in metadata,
    () =>
      `loadTokenizer: ${JSON.stringify(path)} must hold a tokenizer; it has ` +
      `none. Save the model again, as saveModel(model, path, { tokenizer }).`,
  );
  return BPETokenizer.fromJSON(JSON.parse(metadata.tokenizer));
}

/**
 * Builds the model that {@link saveModel} or {@link saveRun} saved.
 *
 * @param path path of the file
 * @param backend the operations to use @defaultValue plain TypeScript, 32-bit
 * @throws if the file is missing, broken, or does not hold a model
 */
export function loadModel(
  path: string,
  backend: Backend = referenceBackend(),
): TinyLLM {
  const file = readTensors(path);
  ensure(
    "config" in file.metadata,
    () =>
      `loadModel: ${JSON.stringify(path)} must hold a model's config; it has none. Was it ` +
      `written by saveModel or saveRun?`,
  );
  const config = JSON.parse(file.metadata.config) as TinyLLMOptions;
  const model = new TinyLLM(config, backend);
  restore(path, weightsOf(model.parameters), file);
  return model;
}

/** The weights of a model by name. */
export function weightsOf({ list }: Parameters): Map<string, Tensor> {
  return new Map(list.map(({ name, values }) => [name, values]));
}

/**
 * Fills tensors from those of a file.
 *
 * @param path the file's path, for messages
 * @param wanted tensors by name; their numbers are overwritten
 * @param file the contents of the file
 * @throws if the file lacks one of them
 */
export function restore(
  path: string,
  wanted: Map<string, Tensor>,
  { tensors }: TensorFile,
): void {
  for (const [name, tensor] of wanted) {
    const found = tensors.get(name);
    ensure(
      found?.data.length === tensor.data.length,
      () =>
        `${JSON.stringify(path)} must hold "${name}" of shape ` +
        `${shapeText(tensor.shape)}; it has ` +
        `${found ? shapeText(found.shape) : "none"}. ` +
        `Was it saved with the same optimizer and configuration?`,
    );
    tensor.data.set(found.data);
  }
}
