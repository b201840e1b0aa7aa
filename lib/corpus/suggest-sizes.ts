import { expectNumber } from "../core/base/expect";
import type { TinyLLMConfig } from "../core/model/config";

/** Sizes for a text; the result of {@link suggestSizes}. */
export interface SuggestedSizes {
  /** V of the tokenizer and the model */
  vocabSize: number;
  /** the other sizes of the model */
  model: Pick<TinyLLMConfig, "nLayers" | "dModel" | "nHeads" | "dFf">;
  /** B, windows per step */
  batchSize: number;
  /** rows for a table: what is suggested, and why */
  reasons: [string, string][];
}

/** Bytes below which there is too little to learn from and to hold out. */
const LEAST_BYTES = 10_000;

/** Bytes of text per token of the vocabulary. */
const BYTES_PER_TOKEN = 100;

/** Round sizes of a vocabulary. */
const VOCABULARIES = [300, 400, 500, 700, 1000, 1500, 2000, 3000, 4000, 5000];

/** Bytes from which a size is suggested, smallest first. */
const TIERS = [
  { bytes: 0, nLayers: 2, dModel: 64, batchSize: 4 },
  { bytes: 200_000, nLayers: 2, dModel: 64, batchSize: 8 },
  { bytes: 600_000, nLayers: 2, dModel: 128, batchSize: 8 },
  { bytes: 1_000_000, nLayers: 4, dModel: 128, batchSize: 16 },
];

/**
 * Suggests a vocabulary, a model and a batch size for a text, with the reasons.
 *
 * | bytes | vocabulary | model | batch |
 * |---|---|---|---|
 * | from 10,000 | bytes / 100, at least 300, at most 5000 | 2 blocks of 64 | 4 |
 * | from 200,000 | the same | 2 blocks of 64 | 8 |
 * | from 600,000 | the same | 2 blocks of 128 | 8 |
 * | from 1,000,000 | the same | 4 blocks of 128 | 16 |
 *
 * These are rules of thumb for minutes on a CPU. The last row is the TinyLLM
 * that reads Moby Dick. The others come from 12 epochs on its first pages, each
 * run once, with the rate of chapter 15, measured on validation text:
 *
 * - 50,000 bytes: 3.07, 2.76 and 2.75 bits per byte with 300, 500 and 1000
 *   tokens; 100,000 bytes: 2.82, 2.70 and 2.65 with 500, 1000 and 2000; 300,000
 *   bytes: 2.31 and 2.24 with 1500 and 3000
 * - 300,000 bytes and 1500 tokens: 4.94 nats with 2 blocks of 64 in batches of
 *   8; 5.04 with 2 blocks of 128 in batches of 4, and 5.23 in batches of 16
 * - 100,000 bytes and 500 tokens: 4.06 nats in batches of 4, and 4.62 in batches
 *   of 16
 *
 * @param bytes UTF-8 bytes of the whole text, held-out parts included
 * @returns sizes and reasons
 * @throws if there are fewer than 10,000 bytes
 * @see notebooks/15-train-tinyllm.ipynb
 */
export function suggestSizes(bytes: number): SuggestedSizes {
  expectNumber("suggestSizes: bytes of the text", bytes, {
    whole: true,
    least: LEAST_BYTES,
    hint:
      "That is a few pages. A shorter text has too little to hold out and to " +
      "learn from: add more of it, such as other chapters or letters.",
  });
  const share = bytes / BYTES_PER_TOKEN;
  const vocabSize = VOCABULARIES.findLast((size) => size <= share) ?? 300;
  const tier = TIERS.findLast((one) => one.bytes <= bytes) ?? TIERS[0];
  const { nLayers, dModel, batchSize } = tier;
  const number = (value: number): string => value.toLocaleString("en-US");
  return {
    vocabSize,
    model: { nLayers, dModel, nHeads: dModel / 32, dFf: 4 * dModel },
    batchSize,
    reasons: [
      [
        `${number(vocabSize)} tokens`,
        `One per ${BYTES_PER_TOKEN} of the ${number(bytes)} bytes, from 300 to ` +
          `${number(5000)}. With fewer, the model has to spell. With more, many ` +
          `occur too rarely to be learned.`,
      ],
      [
        `${nLayers} blocks of ${dModel} numbers`,
        `With little text, a smaller model gets further in the same epochs. ` +
          `More than 4 blocks of 128 would take longer than a lesson.`,
      ],
      [
        `batches of ${batchSize} windows`,
        `Less text has fewer windows, and smaller batches make more steps of ` +
          `them.`,
      ],
    ],
  };
}
