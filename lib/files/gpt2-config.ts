import { END_OF_TEXT, type TinyLLMConfig } from "../core";
import { ensure, show } from "../core/base/expect";

/** Converts the settings of a TinyLLM to the form of GPT-2's `config.json`. */
export function configFile(config: TinyLLMConfig): Record<string, unknown> {
  return {
    model_type: "gpt2",
    architectures: ["GPT2LMHeadModel"],
    vocab_size: config.vocabSize,
    n_positions: config.maxSeqLen,
    n_embd: config.dModel,
    n_layer: config.nLayers,
    n_head: config.nHeads,
    n_inner: config.dFf,
    activation_function: "gelu_new",
    layer_norm_epsilon: 1e-5,
    embd_pdrop: config.dropout,
    resid_pdrop: config.dropout,
    attn_pdrop: 0,
    bos_token_id: END_OF_TEXT,
    eos_token_id: END_OF_TEXT,
    tie_word_embeddings: true,
  };
}

/**
 * Reads the settings of a `config.json` into TinyLLM's names.
 *
 * @param json the parsed file
 * @param path the file's path, for messages
 * @throws if the model computes something other than TinyLLM
 */
export function readConfig(json: unknown, path: string): TinyLLMConfig {
  const config = (json ?? {}) as Record<string, unknown>;
  const must = {
    model_type: ["gpt2"],
    activation_function: ["gelu_new", "gelu_pytorch_tanh", undefined],
    layer_norm_epsilon: [1e-5, undefined],
    scale_attn_weights: [true, undefined],
    scale_attn_by_inverse_layer_idx: [false, undefined],
    tie_word_embeddings: [true, undefined],
  };
  for (const [name, allowed] of Object.entries(must)) {
    const value = config[name];
    ensure(
      allowed.includes(value as never),
      () =>
        `loadGpt2: ${name} must be ${show(allowed[0])} for a TinyLLM; ${path} ` +
        `has ${show(value)}. Is it another kind of model?`,
    );
  }
  const size = (name: string): number => Number(config[name]);
  const dModel = size("n_embd");
  return {
    vocabSize: size("vocab_size"),
    dModel,
    nHeads: size("n_head"),
    nLayers: size("n_layer"),
    dFf: config.n_inner ? size("n_inner") : 4 * dModel,
    maxSeqLen: size("n_positions"),
    dropout: 0,
    positions: "learned",
    attentionBias: true,
    seed: 1,
  };
}
