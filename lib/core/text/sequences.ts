import { ensure, expectNumber } from "../base/expect";
import { createRandom, shuffled, type Random } from "../base/random";

const COUNT = { whole: true, least: 1 };
const SHARE = { least: 0, below: 1 };

/**
 * Documents for training, for choosing settings, and for the final evaluation.
 */
export interface DocumentSplit<T> {
  train: T[];
  validation: T[];
  test: T[];
}

/** Options of {@link splitDocuments}. */
export interface SplitDocumentsOptions {
  /** share of the characters held out for validation @defaultValue 0.1 */
  validation?: number;
  /** share of the characters held out for the final test @defaultValue 0.1 */
  test?: number;
  /** seed of the choice, an integer */
  seed: number;
}

/**
 * Holds out whole documents, before anything is cut into windows.
 *
 * Windows of one chapter share names, phrases and, where they overlap, text. A
 * held-out window of a chapter seen in training would measure how well the
 * model remembers. Documents with the same text stay together for the same
 * reason.
 *
 * The documents are shuffled. They go to `test` one by one, then to
 * `validation`, as long as that brings the part closer to its share. Each part
 * gets at least one document, unless its share is 0, and keeps the original
 * order.
 *
 * @param documents anything with a `text`
 * @param options the shares and the seed
 * @throws if there are too few different documents, or the shares leave
 *   nothing to train on
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function splitDocuments<T extends { text: string }>(
  documents: readonly T[],
  { validation = 0.1, test = 0.1, seed }: SplitDocumentsOptions,
): DocumentSplit<T> {
  expectNumber("splitDocuments: validation", validation, SHARE);
  expectNumber("splitDocuments: test", test, SHARE);
  const sizes = new Map<string, number>();
  for (const { text } of documents)
    sizes.set(text, (sizes.get(text) ?? 0) + text.length);
  const order = shuffled([...sizes], createRandom(seed));
  const total = order.reduce((sum, [, size]) => sum + size, 0);
  const testTexts = takeShare(order, test * total);
  const validationTexts = takeShare(order, validation * total);
  const parts = 1 + Number(test > 0) + Number(validation > 0);
  ensure(
    order.length > 0 && sizes.size >= parts,
    () =>
      `splitDocuments: ${parts} parts need at least ${parts} different ` +
      `documents and something left to train on; got ${sizes.size} with ` +
      `validation ${validation} and test ${test}. Give more text, cut it into ` +
      `more documents (chapters, stories), or hold out less.`,
  );
  const split: DocumentSplit<T> = { train: [], validation: [], test: [] };
  for (const document of documents) {
    if (testTexts.has(document.text)) split.test.push(document);
    else if (validationTexts.has(document.text))
      split.validation.push(document);
    else split.train.push(document);
  }
  return split;
}

/** Takes texts from the front of `order`, about `wanted` characters in all. */
function takeShare(order: [string, number][], wanted: number): Set<string> {
  const taken = new Set<string>();
  let missing = wanted;
  while (order.length > 0 && wanted > 0) {
    const [text, size] = order[0];
    const getsCloser = size < 2 * missing;
    if (!getsCloser && taken.size > 0) break;
    order.shift();
    taken.add(text);
    missing -= size;
  }
  return taken;
}

/** A window: `targets[t]` is the token that follows `inputs[t]`. */
export interface TrainingSequence {
  /** (T) token ids, a view into the text's tokens */
  inputs: Int32Array;
  /** (T) the token ids one position later */
  targets: Int32Array;
}

/** Options of {@link createTrainingSequences}. */
export interface TrainingSequenceOptions {
  /** T, tokens per window */
  length: number;
  /** number of tokens between the starts of two windows @defaultValue T */
  stride?: number;
}

/**
 * Cuts tokens into windows, targets shifted by one:
 * `inputs = ids[s .. s+T-1]`, `targets = ids[s+1 .. s+T]`.
 *
 * With the default stride every token but the first is predicted once, up to
 * the end of the last whole window. The rest is dropped. The windows are views:
 * nothing is copied.
 *
 * @param ids (N) token ids
 * @param options length and stride of the windows
 * @returns floor((N - 1 - T) / stride) + 1 windows
 * @throws if the text has fewer than T + 1 tokens
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function createTrainingSequences(
  ids: Int32Array,
  { length, stride = length }: TrainingSequenceOptions,
): TrainingSequence[] {
  expectNumber("createTrainingSequences: length", length, COUNT);
  expectNumber("createTrainingSequences: stride", stride, COUNT);
  ensure(
    ids.length > length,
    () =>
      `createTrainingSequences: a window of length ${length} needs at least ` +
      `${length + 1} tokens, one more for the last target; got ${ids.length}. ` +
      `Give more text, or a shorter length.`,
  );
  const sequences: TrainingSequence[] = [];
  for (let start = 0; start + length < ids.length; start += stride) {
    sequences.push({
      inputs: ids.subarray(start, start + length), // (T)
      targets: ids.subarray(start + 1, start + length + 1), // (T), one later
    });
  }
  return sequences;
}

/** Options of {@link createDocumentSequences}. */
export interface DocumentSequenceOptions {
  /** T, tokens per window */
  length: number;
  /** the token after each document, such as the tokenizer's end of text */
  separator: number;
}

/**
 * Cuts tokens into windows that begin where a document begins: the first input
 * is the separator before it, the first target the document's first token.
 *
 * So the model never starts in the middle, and sees the whole of each document
 * that fits. What fills the rest of a window is the beginning of the next
 * document. The first document, with no separator before it, and documents too
 * near the end for a whole window are left out. The windows are views.
 *
 * @param ids (N) token ids, as `encodeDocuments` gives them
 * @param options length of the windows, and the separator
 * @returns one window per document that a whole window follows
 * @throws if there is no such document
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function createDocumentSequences(
  ids: Int32Array,
  { length, separator }: DocumentSequenceOptions,
): TrainingSequence[] {
  expectNumber("createDocumentSequences: length", length, COUNT);
  const sequences: TrainingSequence[] = [];
  for (let start = 0; start + length < ids.length; start++)
    if (ids[start] === separator)
      sequences.push({
        inputs: ids.subarray(start, start + length), // (T)
        targets: ids.subarray(start + 1, start + length + 1), // (T), one later
      });
  ensure(
    sequences.length > 0,
    () =>
      `createDocumentSequences: no window of length ${length} begins at the ` +
      `token ${separator} in ${ids.length} tokens. Give at least two ` +
      `documents, as encodeDocuments does, more text, or a shorter length.`,
  );
  return sequences;
}

/** Windows as rows, the form that the model takes: row-major (B, T). */
export interface TokenBatch {
  /** (B, T) token ids */
  inputs: Int32Array;
  /** (B, T) the tokens that follow */
  targets: Int32Array;
  /** B */
  batchSize: number;
  /** T */
  length: number;
}

/** Options of {@link createBatches}. */
export interface BatchOptions {
  /** B, windows per batch */
  batchSize: number;
  /** shuffles the windows; omit it to keep their order, as evaluation does */
  random?: Random;
  /** omits a last batch that is not full @defaultValue false */
  dropLast?: boolean;
}

/**
 * One epoch of batches: every window once. Each batch is made when the loop
 * asks for it. Call it again for the next epoch: the same `random` then gives a
 * different order.
 *
 * @param sequences windows, all of one length
 * @param options batch size, generator, whether to drop the rest
 * @returns a generator of (B, T) batches
 * @throws if there are no windows, not even one full batch with `dropLast`,
 *   or windows of different lengths
 * @see notebooks/07-text-to-tokens.ipynb
 */
export function createBatches(
  sequences: readonly TrainingSequence[],
  { batchSize, random, dropLast = false }: BatchOptions,
): Generator<TokenBatch, void, undefined> {
  expectNumber("createBatches: batchSize", batchSize, COUNT);
  expectNumber("createBatches: sequences.length", sequences.length, {
    least: dropLast ? batchSize : 1,
    hint: "Give more text, a smaller batchSize, or shorter windows.",
  });
  expectOneLength("createBatches: sequences", sequences);
  const order = random ? shuffled(sequences, random) : sequences;
  return generateBatches(order, batchSize, dropLast);
}

/**
 * Checks that windows have one length, with as many targets as inputs.
 *
 * @param what such as `"createBatches: sequences"`; the message begins with it
 * @throws if a window and the first one differ in length
 */
export function expectOneLength(
  what: string,
  sequences: readonly TrainingSequence[],
): void {
  const { length } = sequences[0].inputs;
  for (const { inputs, targets } of sequences)
    ensure(
      inputs.length === length && targets.length === length,
      () =>
        `${what} must be windows of one length, inputs as long as targets; ` +
        `got ${length}, and ${inputs.length} with ${targets.length}. Cut them ` +
        `in one call of createTrainingSequences.`,
    );
}

function* generateBatches(
  sequences: readonly TrainingSequence[],
  batchSize: number,
  dropLast: boolean,
): Generator<TokenBatch, void, undefined> {
  const { length } = sequences[0].inputs; // T
  for (let start = 0; start < sequences.length; start += batchSize) {
    const rows = sequences.slice(start, start + batchSize);
    if (dropLast && rows.length < batchSize) return;
    const inputs = new Int32Array(rows.length * length); // (B, T)
    const targets = new Int32Array(rows.length * length); // (B, T)
    rows.forEach((row, b) => {
      inputs.set(row.inputs, b * length);
      targets.set(row.targets, b * length);
    });
    yield { inputs, targets, batchSize: rows.length, length };
  }
}
