import { existsSync } from "node:fs";
import { join } from "node:path";

import {
  type Backend,
  type BPETokenizer,
  referenceBackend,
  Tensor,
  TinyLLM,
  type TinyLLMConfig,
} from "../core";
import { replaceFile } from "../disk/replace-file";
import { readTensors, writeTensors } from "./safetensors";
import { ensure, show } from "../core/base/expect";
import { readJson } from "../disk/read-file";
import { parameterTable } from "../core/model/config";
import { configFile, readConfig } from "./gpt2-config";
import { ensureShape, restore } from "./model-file";
import { END_OF_TEXT_NAME } from "../core/text/merges";
import { readTokenizer, tokenizerFile } from "./gpt2-tokenizer";

/** A model and the tokenizer that belongs to it. */
export interface Gpt2 {
  model: TinyLLM;
  tokenizer: BPETokenizer;
}

/** Our names of a block's parameters -> those of GPT-2. */
const BLOCK_NAMES = {
  norm1Gain: "ln_1.weight",
  norm1Bias: "ln_1.bias",
  qkvWeight: "attn.c_attn.weight",
  qkvBias: "attn.c_attn.bias",
  projectionWeight: "attn.c_proj.weight",
  projectionBias: "attn.c_proj.bias",
  norm2Gain: "ln_2.weight",
  norm2Bias: "ln_2.bias",
  upWeight: "mlp.c_fc.weight",
  upBias: "mlp.c_fc.bias",
  downWeight: "mlp.c_proj.weight",
  downBias: "mlp.c_proj.bias",
} as const;

const OUTER_NAMES = {
  tokenEmbedding: "wte.weight",
  positionEmbedding: "wpe.weight",
  finalGain: "ln_f.weight",
  finalBias: "ln_f.bias",
} as const;

const PREFIX = "transformer.";
const FILES = ["config.json", "model.safetensors", "tokenizer.json"] as const;

/** GPT-2's name of a parameter, such as `h.0.mlp.c_fc.weight`. */
function gpt2Name(name: string): string {
  const [first, layer, rest] = name.split(".");
  if (first !== "blocks") return OUTER_NAMES[first as keyof typeof OUTER_NAMES];
  return `h.${layer}.${BLOCK_NAMES[rest as keyof typeof BLOCK_NAMES]}`;
}

/**
 * GPT-2 stores the matrices of its linear layers as (in, out); we use (out,
 * in).
 */
function isTransposed(name: string): boolean {
  return /^blocks\..*Weight$/.test(name);
}

/** A matrix with rows and columns swapped: (N, M) to (M, N). */
function transposed({ data, shape: [rows, columns] }: Tensor): Tensor {
  const out = new Float32Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      out[j * rows + i] = data[i * columns + j]; // out[j][i] = in[i][j]
    }
  }
  return new Tensor(out, [columns, rows]);
}

/**
 * Writes a model as the files of a GPT-2, which `transformers` reads:
 * `config.json`, `model.safetensors`, `tokenizer.json`. It computes the same
 * logits there. Fixed positions become a table, and missing biases become
 * zeros.
 *
 * @param model any TinyLLM
 * @param tokenizer the one that the model was trained with
 * @param folder where to write; created if it is missing
 * @throws if the tokenizer and the model differ in their number of tokens, or a
 *   file cannot be written
 * @see notebooks/17-beyond.ipynb
 */
export function saveGpt2(
  model: TinyLLM,
  tokenizer: BPETokenizer,
  folder: string,
): void {
  const { config } = model;
  ensure(
    tokenizer.vocabSize === config.vocabSize,
    () =>
      `saveGpt2: model and tokenizer must have the same vocabulary; the ` +
      `model has ${config.vocabSize} tokens, the tokenizer ` +
      `${tokenizer.vocabSize}. Pass the tokenizer that the model was trained with.`,
  );
  ensure(
    typeof folder === "string" && folder !== "",
    () =>
      `saveGpt2: folder must be the name of a folder; got ${show(folder)}. ` +
      `Pass one, such as "trained".`,
  );
  const write = (file: string, content: unknown): void => {
    const text = JSON.stringify(content, null, 1) + "\n";
    replaceFile(join(folder, file), text, { where: "saveGpt2" });
  };
  write("config.json", configFile(config));
  write("tokenizer.json", tokenizerFile(tokenizer));
  write("tokenizer_config.json", {
    tokenizer_class: "PreTrainedTokenizerFast",
    eos_token: END_OF_TEXT_NAME,
    model_max_length: config.maxSeqLen,
    clean_up_tokenization_spaces: false,
  });
  const metadata = { format: "pt" };
  const tensors = gpt2Tensors(model);
  writeTensors(join(folder, "model.safetensors"), { tensors, metadata });
}

function gpt2Tensors({ config, parameters, positions }: TinyLLM) {
  const { nLayers, dModel } = config;
  const tensors = new Map<string, Tensor>();
  const put = (name: string, tensor: Tensor): void => {
    const { data, shape } = isTransposed(name) ? transposed(tensor) : tensor;
    const as32 = new Tensor(Float32Array.from(data), shape);
    tensors.set(PREFIX + gpt2Name(name), as32);
  };
  put("positionEmbedding", positions);
  for (let layer = 0; layer < nLayers; layer++) {
    const zeros = (size: number) => new Tensor(new Float32Array(size), [size]);
    put(`blocks.${layer}.qkvBias`, zeros(3 * dModel));
    put(`blocks.${layer}.projectionBias`, zeros(dModel));
  }
  for (const { name, values } of parameters.list) put(name, values);
  return tensors;
}

/**
 * Builds a model from the files of a GPT-2: those that {@link saveGpt2} wrote,
 * or those of GPT-2 itself. Its tokens are renumbered in our tokenizer's order.
 * Tensors that a TinyLLM does not have, such as masks, are ignored.
 *
 * Each text gets the same tokens as there.
 *
 * @param folder a folder with config.json, model.safetensors and tokenizer.json
 * @param backend the operations to use @defaultValue plain TypeScript, 32-bit
 * @throws if a file is missing or damaged, or the model differs from a TinyLLM
 * @see notebooks/17-beyond.ipynb
 */
export function loadGpt2(
  folder: string,
  backend: Backend = referenceBackend(),
): Gpt2 {
  const [config, weights, words] = FILES.map((file) => join(folder, file));
  for (const file of [config, weights, words]) {
    ensure(
      existsSync(file),
      () =>
        `loadGpt2: the folder must hold ${FILES.join(", ")}; there is no ` +
        `${file}. Was it saved by saveGpt2, or downloaded completely?`,
    );
  }
  const reader = { where: "loadGpt2", hint: "Download or save it again." };
  const { tokenizer, ids } = readTokenizer(readJson(words, reader), words);
  const options = readConfig(readJson(config, reader), config);
  ensure(
    options.vocabSize === tokenizer.vocabSize,
    () =>
      `loadGpt2: ${config} and ${words} must have the same vocabulary; they ` +
      `have ${options.vocabSize} and ${tokenizer.vocabSize} tokens. Do they ` +
      `belong to the same model?`,
  );
  const theirNames = findNames(weights, options);
  const file = readTensors(weights, theirNames.values());
  const { tensors } = file;
  const model = new TinyLLM(options, backend);
  const wanted = new Map<string, Tensor>();
  for (const { name, values } of model.parameters.list) {
    const theirs = theirNames.get(name)!;
    wanted.set(theirs, values);
    if (isTransposed(name))
      tensors.set(theirs, transposed(tensors.get(theirs)!));
  }
  restore(weights, wanted, file);
  const table = model.weights.tokenEmbedding;
  const data = table.data.slice();
  const { dModel } = model.config;
  ids.forEach((id, row) => {
    table.data.set(data.subarray(id * dModel, (id + 1) * dModel), row * dModel);
  });
  return { model, tokenizer };
}

/**
 * Finds the tensors of a model in a file and checks their shapes. Nothing is
 * allocated.
 *
 * @param path the file's path
 * @param config the model's settings
 * @returns our name of each parameter -> its name in the file
 */
function findNames(path: string, config: TinyLLMConfig): Map<string, string> {
  const { entries } = readTensors(path, []);
  const { nLayers } = config;
  const prefix = entries.has(`${PREFIX}wte.weight`) ? PREFIX : "";
  const more = [...entries.keys()].find(
    (name) =>
      Number(/^(?:transformer\.)?h\.(\d+)\./.exec(name)?.[1]) >= nLayers,
  );
  ensure(
    nLayers <= entries.size && more === undefined,
    () =>
      `loadGpt2: ${path} must hold the weights of ${nLayers} layers; it has ` +
      `${entries.size} tensors, ${more === undefined ? "too few" : `also ${show(more)}`}. ` +
      `Does config.json belong to it?`,
  );
  const names = new Map<string, string>();
  for (const [name, { shape }] of parameterTable(config)) {
    const theirs = prefix + gpt2Name(name);
    const theirShape = isTransposed(name) ? [...shape].reverse() : shape;
    ensureShape(path, theirs, theirShape, entries.get(theirs));
    names.set(name, theirs);
  }
  return names;
}
