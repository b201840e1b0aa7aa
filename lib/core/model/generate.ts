import { ensure, expectId, expectIds, expectNumber } from "../base/expect";
import type { KeyValueCache } from "../ops";
import type { Random } from "../base/random";
import {
  nextTokenProbabilities,
  sampleIndex,
  type SamplingOptions,
} from "./sampling";
import type { TinyLLM } from "./tinyllm";
import type { Floats } from "../base/tensor";

/** Options of {@link generate} and {@link generateTokens}. */
export interface GenerateOptions extends SamplingOptions {
  /** token ids to continue; at least one */
  prompt: ArrayLike<number>;
  /**
   * largest number of tokens to write
   * @defaultValue 100
   */
  maxNewTokens?: number;
  /** stop after this token */
  stopToken?: number;
  /** source of the draws */
  random: Random;
}

/**
 * Lets a model write, token by token: each new token is drawn from the model's
 * probabilities, and is then its next input. The keys and values of earlier
 * tokens are cached, so each new token costs only one position.
 *
 * When the window is full, the model continues with its newer half.
 *
 * @param model any TinyLLM
 * @param options prompt, number of tokens, sampling, random generator
 * @returns a generator of token ids; each is computed when it is asked for
 * @throws at the first token, if the prompt is empty, it or `stopToken` holds an
 *   id outside the vocabulary, a sampling option breaks its rule, or the logits
 *   are not finite
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function* generateTokens(
  model: TinyLLM,
  { prompt, maxNewTokens = 100, stopToken, random, ...how }: GenerateOptions,
): Generator<number, void, undefined> {
  expectPrompt(model.config.vocabSize, { prompt, maxNewTokens, stopToken });
  const { maxSeqLen } = model.config;
  const text = Array.from(prompt);
  const reader = createReader(model);
  let unread = text.slice(-maxSeqLen);
  for (let count = 0; count < maxNewTokens; count++) {
    if (reader.position + unread.length > maxSeqLen) {
      reader.position = 0;
      unread = text.slice(-Math.ceil(maxSeqLen / 2));
    }
    let logits: Floats | undefined;
    for (const id of unread) logits = readToken(reader, id); // (V)
    const probabilities = nextTokenProbabilities(logits!, how);
    const next = sampleIndex(probabilities, random); // next ~ P(id | text)
    text.push(next);
    yield next;
    if (next === stopToken) return;
    unread = [next];
  }
}

/**
 * Lets a model write: all tokens of {@link generateTokens} at once.
 *
 * @param model any TinyLLM
 * @param options prompt, number of tokens, sampling, random generator
 * @returns the new token ids, without the prompt
 * @throws as {@link generateTokens} does
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function generate(model: TinyLLM, options: GenerateOptions): Int32Array {
  return Int32Array.from(generateTokens(model, options));
}

/**
 * Checks what a model is asked to continue.
 *
 * @param vocabSize V of the model
 * @throws if the prompt is empty, an id is out of range, or `maxNewTokens` is
 *   not a count
 */
export function expectPrompt(
  vocabSize: number,
  options: Omit<GenerateOptions, "random">,
): void {
  const { prompt, maxNewTokens = 1, stopToken = 0 } = options;
  const count = { whole: true, least: 1 };
  expectNumber("generate: maxNewTokens", maxNewTokens, count);
  ensure(
    prompt.length > 0,
    () =>
      `generate: the prompt must hold at least one token to continue; got ` +
      `none. Encode a word or two, or use the end-of-document token.`,
  );
  expectIds("generate: prompt", prompt, vocabSize, ENCODE);
  expectId("generate: stopToken", stopToken, vocabSize);
}

const ENCODE =
  "Encode the text with the tokenizer that the model was trained with.";

/** A model that reads one text token by token, and its cache. */
export interface Reader {
  model: TinyLLM;
  /** one per block */
  caches: KeyValueCache[];
  /** number of tokens read so far; set it to 0 to start again */
  position: number;
}

/**
 * Creates a reader with an empty cache.
 *
 * @param model any TinyLLM
 */
export function createReader(model: TinyLLM): Reader {
  const { nLayers, maxSeqLen, dModel } = model.config;
  const caches = Array.from({ length: nLayers }, () => ({
    keys: model.backend.create([maxSeqLen, dModel]),
    values: model.backend.create([maxSeqLen, dModel]),
  }));
  return { model, caches, position: 0 };
}

/**
 * Reads one token and returns the logits of the next. Equal to the last
 * row of `model.logits` over everything read so far.
 *
 * @param reader the reader; its position increases by one
 * @param id token id
 * @returns (V) logits, a copy
 * @throws if maxSeqLen tokens have been read, or the id is out of range
 */
export function readToken(reader: Reader, id: number): Floats {
  const { model } = reader;
  const logits = model.logits(Int32Array.of(id), [1, 1], { cache: reader });
  reader.position++;
  return logits.data;
}
