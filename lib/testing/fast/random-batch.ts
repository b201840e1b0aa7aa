import { createRandom } from "../../core/base/random";
import type { TokenBatch } from "../../core/text/sequences";

/**
 * Random inputs and targets.
 *
 * @param seed of the tokens
 * @param sizes of the vocabulary and of the batch
 */
export function randomBatch(
  seed: number,
  sizes: { vocabSize: number; batchSize: number; length: number },
): TokenBatch {
  const { vocabSize, batchSize, length } = sizes;
  const random = createRandom(seed);
  const ids = (): Int32Array =>
    Int32Array.from({ length: batchSize * length }, () =>
      Math.floor(vocabSize * random()),
    );
  return { inputs: ids(), targets: ids(), batchSize, length };
}
