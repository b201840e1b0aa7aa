import { END_OF_TEXT, type TinyLLMConfig, tinyLLMConfig } from "../core";
import { ensure, expectNumber, show } from "../core/base/expect";
import { underRule } from "../disk/read-file";

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
 * Checks that a file's settings are those of a GPT-2.
 *
 * @param settings what the file says
 * @param must the allowed values of each setting
 * @param path the file's path, for messages
 */
export function expectSettings(
  settings: Record<string, unknown>,
  must: Record<string, readonly unknown[]>,
  path: string,
): void {
  for (const [name, allowed] of Object.entries(must)) {
    const value = settings[name];
    ensure(
      allowed.includes(value),
      () =>
        `loadGpt2: ${name} must be ${show(allowed[0])} for a TinyLLM; ${path} ` +
        `has ${show(value)}. Is it another kind of model?`,
    );
  }
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
    add_cross_attention: [false, undefined],
  };
  expectSettings(config, must, path);
  const hint = "Is the file damaged? Download it again.";
  const size = (name: string): number => {
    const value = config[name] as number;
    const rule = { whole: true, least: 1, hint };
    expectNumber(`loadGpt2: ${name} in ${path}`, value, rule);
    return value;
  };
  const dModel = size("n_embd");
  const sizes = {
    vocabSize: size("vocab_size"),
    dModel,
    nHeads: size("n_head"),
    nLayers: size("n_layer"),
    dFf: (config.n_inner ?? null) === null ? 4 * dModel : size("n_inner"),
    maxSeqLen: size("n_positions"),
  };
  const settings = { dropout: 0, attentionBias: true, seed: 1 };
  const options = { ...sizes, ...settings, positions: "learned" } as const;
  const rule = `loadGpt2: ${path} must describe a model that can be built`;
  return underRule(rule, () => tinyLLMConfig(options), hint);
}
