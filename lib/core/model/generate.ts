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

/** Options of {@link generate}. */
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
 * Lets a model write: each new token is drawn from the model's probabilities,
 * and is then its next input. The keys and values of earlier tokens are cached,
 * so each new token costs only one position.
 *
 * When the window is full, the model continues with its newer half.
 *
 * @param model any TinyLLM
 * @param options prompt, number of tokens, sampling, random generator
 * @returns the new token ids, without the prompt
 * @throws if the prompt is empty, it or `stopToken` holds an id outside the
 *   vocabulary, a sampling option breaks its rule, or the logits are not finite
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function generate(
  model: TinyLLM,
  { prompt, maxNewTokens = 100, stopToken, random, ...how }: GenerateOptions,
): Int32Array {
  expectNumber("generate: maxNewTokens", maxNewTokens, {
    whole: true,
    least: 1,
  });
  ensure(
    prompt.length > 0,
    () =>
      `generate: the prompt must hold at least one token to continue; got ` +
      `none. Encode a word or two, or use the end-of-document token.`,
  );
  expectIds("generate: prompt", prompt, model.config.vocabSize, ENCODE);
  expectId("generate: stopToken", stopToken ?? 0, model.config.vocabSize);
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
    if (next === stopToken) break;
    unread = [next];
  }
  return Int32Array.from(text.slice(prompt.length));
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
