import { expectNumber } from "../base/expect";
import { createBatches, type TrainingSequence } from "../text/sequences";
import type { TinyLLM } from "../model/tinyllm";

const COUNT = { whole: true, least: 1 };

/** Options of {@link evaluate}. */
export interface EvaluateOptions {
  /** windows per batch @defaultValue 16 */
  batchSize?: number;
  /** stops early; the result then covers only the windows so far */
  signal?: AbortSignal;
}

/**
 * Mean loss of a model on windows of held-out text, without dropout. Between
 * batches it yields to the event loop.
 *
 * `loss = sum of the batches' loss * tokens / all tokens`
 *
 * @param model any TinyLLM
 * @param sequences windows of one length
 * @param options batch size, abort signal
 * @returns mean nats per token; perplexity is its exponential. NaN if the
 *   model's weights are not finite
 * @throws if there are no windows
 * @see notebooks/14-training-loop.ipynb, 16-evaluation-and-generation.ipynb
 */
export async function evaluate(
  model: TinyLLM,
  sequences: readonly TrainingSequence[],
  { batchSize = 16, signal }: EvaluateOptions = {},
): Promise<number> {
  expectNumber("evaluate: batchSize", batchSize, COUNT);
  let sum = 0;
  let tokens = 0;
  for (const batch of createBatches(sequences, { batchSize })) {
    sum += model.loss(batch) * batch.inputs.length; // nats of B * T tokens
    tokens += batch.inputs.length;
    await turn();
    if (signal?.aborted) break;
  }
  return sum / tokens; // a mean over tokens, not over batches
}

/** Yields to the event loop, so that output, interrupts and timers are handled. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The argument of {@link bitsPerByte}. */
export interface BitsPerByteInput {
  /** mean nats per token */
  loss: number;
  /** tokens of the text */
  tokens: number;
  /** UTF-8 bytes of the same text */
  bytes: number;
}

/**
 * Loss in bits per byte of text: comparable between tokenizers, since a
 * vocabulary with longer tokens has a higher loss on fewer of them.
 *
 * `bits per byte = loss tokens / (bytes ln 2)`, Infinity if that exceeds the
 * largest number
 *
 * @throws if `loss` is not a finite number of at least 0, or `tokens` or `bytes` is not a positive integer
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function bitsPerByte({ loss, tokens, bytes }: BitsPerByteInput): number {
  expectNumber("bitsPerByte: loss", loss, { least: 0 });
  expectNumber("bitsPerByte: tokens", tokens, COUNT);
  expectNumber("bitsPerByte: bytes", bytes, COUNT);
  return (loss * tokens) / (bytes * Math.LN2);
}
