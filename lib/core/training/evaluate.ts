import { ensure, ensureInteger } from "../base/expect";
import { createBatches, type TrainingSequence } from "../text/sequences";
import type { TinyLLM } from "../model/tinyllm";

/** How {@link evaluate} goes about it. */
export interface EvaluateOptions {
  /** windows at a time; 16 */
  batchSize?: number;
  /** stops early and answers for the windows seen so far */
  signal?: AbortSignal;
}

/**
 * Mean loss of a model on windows of text it should not have trained on,
 * without dropout. Lets other work have its turn between batches.
 *
 * @param model any TinyLLM
 * @param sequences windows of one length
 * @param options batch size, abort signal
 * @returns mean nats per token; perplexity is its exponential
 * @throws if there are no windows
 * @see notebooks/14-training-loop.ipynb, 16-evaluation-and-generation.ipynb
 */
export async function evaluate(
  model: TinyLLM,
  sequences: readonly TrainingSequence[],
  { batchSize = 16, signal }: EvaluateOptions = {},
): Promise<number> {
  ensureInteger("evaluate", "batchSize", batchSize);
  ensure(
    sequences.length > 0,
    () =>
      `evaluate: needs at least one window of held-out text; got none. ` +
      `Is the validation text shorter than one window?`,
  );
  let sum = 0;
  let tokens = 0;
  for (const batch of createBatches(sequences, { batchSize })) {
    sum += model.loss(batch) * batch.inputs.length;
    tokens += batch.inputs.length;
    await turn();
    if (signal?.aborted) break;
  }
  return sum / tokens;
}

/** Lets waiting output, interrupts and timers have their turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
