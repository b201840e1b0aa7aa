import { type Backend, referenceBackend } from "../core/model/backend";
import type { BPETokenizer } from "../core/text/tokenizer";
import { ensure, shapeText, show } from "../core/base/expect";
import { VERSION } from "./notes";
import type { Parameters } from "../core/model/parameters";
import { parameterTable } from "../core/model/config";
import { readModelConfig } from "./model-config";
import { type ReadTensorFile, readTensors, writeTensors } from "./safetensors";
import type { Tensor } from "../core/base/tensor";
import { TinyLLM } from "../core/model/tinyllm";

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
  const metadata = { version: VERSION, config: JSON.stringify(config) };
  if (!tokenizer) return metadata;
  ensure(
    tokenizer.vocabSize === config.vocabSize,
    () =>
      `a model must be saved with the tokenizer that it was trained with; the ` +
      `model has ${config.vocabSize} tokens, the tokenizer ` +
      `${tokenizer.vocabSize}. Pass the other tokenizer.`,
  );
  return { ...metadata, tokenizer: JSON.stringify(tokenizer) };
}

/**
 * Builds the model that {@link saveModel} or {@link saveRun} saved. The file is
 * checked before memory for a model is allocated.
 *
 * @param path path of the file
 * @param backend the operations to use @defaultValue plain TypeScript, 32-bit
 * @throws if the file is missing, broken, of a later version, or does not hold
 *   exactly the weights of a model, each of them finite
 */
export function loadModel(
  path: string,
  backend: Backend = referenceBackend(),
): TinyLLM {
  const { metadata, entries } = readTensors(path, []);
  const config = readModelConfig(path, metadata, entries.size);
  const table = parameterTable(config);
  for (const [name, { shape }] of table)
    ensureShape(path, name, shape, entries.get(name));
  const more = [...entries.keys()].find(
    (name) => !table.has(name) && !name.startsWith("optimizer."),
  );
  ensure(
    more === undefined,
    () =>
      `loadModel: ${JSON.stringify(path)} must hold the weights that its config ` +
      `describes; it also has ${show(more)}. Were config and weights mixed up?`,
  );
  const file = readTensors(path, table.keys());
  const model = new TinyLLM(config, backend);
  restore(path, weightsOf(model.parameters), file);
  return model;
}

/** The weights of a model by name. */
export function weightsOf({ list }: Parameters): Map<string, Tensor> {
  return new Map(list.map(({ name, values }) => [name, values]));
}

/**
 * Fills tensors from those of a file. All are checked before the first one is
 * changed.
 *
 * @param path the file's path, for messages
 * @param wanted tensors by name; their numbers are overwritten
 * @param file the contents of the file
 * @throws if the file lacks one of them, or has it with another shape or with
 *   numbers that are not finite
 */
export function restore(
  path: string,
  wanted: ReadonlyMap<string, Tensor>,
  { tensors, entries }: ReadTensorFile,
): void {
  const pairs = [...wanted].map(([name, tensor]) => {
    const found = tensors.get(name);
    ensureShape(path, name, tensor.shape, found ?? entries.get(name));
    ensure(
      found !== undefined,
      () =>
        `${JSON.stringify(path)} must hold "${name}" as numbers that can be ` +
        `read; their type is ${entries.get(name)?.dtype}. Convert it to F32.`,
    );
    ensureFinite(`${JSON.stringify(path)}: "${name}"`, found, tensor);
    return [tensor, found];
  });
  for (const [tensor, found] of pairs) tensor.data.set(found.data);
}

/**
 * Checks that a file has a tensor of the right shape.
 *
 * @param path the file's path, for messages
 * @param found what the file has under this name
 */
export function ensureShape(
  path: string,
  name: string,
  shape: readonly number[],
  found: { shape: readonly number[] } | undefined,
): void {
  ensure(
    found !== undefined && shapeText(found.shape) === shapeText(shape),
    () =>
      `${JSON.stringify(path)} must hold "${name}" of shape ` +
      `${shapeText(shape)}; it has ` +
      `${found ? shapeText(found.shape) : "none"}. ` +
      `Was it saved with the same optimizer and configuration?`,
  );
}

/** Checks that all numbers stay finite when `target` takes them over. */
function ensureFinite(what: string, { data }: Tensor, target: Tensor): void {
  const is32 = target.data instanceof Float32Array;
  const at = data.findIndex(
    (value) => !Number.isFinite(is32 ? Math.fround(value) : value),
  );
  ensure(
    at < 0,
    () =>
      `${what} must have finite numbers; number ${at} is ${data[at]}. Did the ` +
      `training diverge, or is the file damaged? Use an earlier file.`,
  );
}
