import { ensure, shapeText } from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";

/** What the embedding layer computes from. */
export interface EmbeddingInputs {
  /** B * T token ids, row after row */
  ids: Int32Array;
  /** [B, T] */
  shape: readonly [number, number];
  /** (V, C): one row for each token */
  table: Tensor;
  /** (at least T, C): one row for each position */
  positions: Tensor;
  /** which row of `positions` belongs to t = 0; 0 unless told */
  firstPosition?: number;
}

/** The embedding's output, and what its backward needs. */
export interface EmbeddingSaved extends EmbeddingInputs {
  /** (B, T, C) */
  out: Tensor;
}

/** Where the backward of the embedding adds its gradients. */
export interface EmbeddingGradients {
  /** (V, C) */
  dTable: Tensor;
  /** (at least T, C); left out where positions are not learned */
  dPositions?: Tensor;
}

/**
 * Looks up one row a token and adds the row of its position:
 * out[b, t] = table[ids[b, t]] + positions[t].
 *
 * @param inputs ids (B, T), table (V, C), positions (at least T, C)
 * @param create where the output is kept
 * @returns out (B, T, C), with the inputs for the backward
 * @throws if an id is not below V or T exceeds the known positions
 * @see notebooks/09-layers.ipynb
 */
export function embeddingForward(
  inputs: EmbeddingInputs,
  create: CreateTensor = zeros,
): EmbeddingSaved {
  checkEmbedding(inputs);
  const { ids, shape, table, positions, firstPosition = 0 } = inputs;
  const width = table.shape[1];
  const out = create([...shape, width]); // (B, T, C)
  for (let row = 0; row < ids.length; row++) {
    const token = ids[row] * width;
    const position = (firstPosition + (row % shape[1])) * width;
    for (let c = 0; c < width; c++) {
      out.data[row * width + c] =
        table.data[token + c] + positions.data[position + c];
    }
  }
  return { ...inputs, out };
}

/**
 * Backward of {@link embeddingForward}, a scatter-add: a row that was read
 * three times gets three gradients, dTable[ids[b, t]] += dOut[b, t].
 *
 * @param saved what the forward returned
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dTable (V, C), dPositions (at least T, C): added to
 */
export function embeddingBackward(
  { ids, shape, table, firstPosition = 0 }: EmbeddingSaved,
  dOut: Tensor,
  { dTable, dPositions }: EmbeddingGradients,
): void {
  const width = table.shape[1];
  for (let row = 0; row < ids.length; row++) {
    const token = ids[row] * width;
    const position = (firstPosition + (row % shape[1])) * width;
    for (let c = 0; c < width; c++) {
      dTable.data[token + c] += dOut.data[row * width + c];
      if (dPositions) {
        dPositions.data[position + c] += dOut.data[row * width + c];
      }
    }
  }
}

/**
 * Fixed positions as waves, from fast to slow: for each pair of channels one
 * sine and one cosine whose wavelength grows from 2 pi to 10,000 * 2 pi.
 *
 * @param positions (T, C), filled in place
 * @param amplitude height of the waves. They are added to the token's row and
 *   should be about as large: waves of height 1 over rows of 0.02 drown them
 * @see "Attention is all you need", section 3.5; notebooks/09-layers.ipynb
 */
export function fillSinusoids(positions: Tensor, amplitude: number): void {
  const [length, width] = positions.shape;
  for (let t = 0; t < length; t++) {
    for (let c = 0; c < width; c++) {
      const pair = c - (c % 2);
      const angle = t / 10_000 ** (pair / width);
      positions.data[t * width + c] =
        amplitude * (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }
  }
}

/** The rules that ids, shape and tables must obey. */
export function checkEmbedding(inputs: EmbeddingInputs): void {
  const { ids, shape, table, positions, firstPosition = 0 } = inputs;
  const [batch, length] = shape;
  ensure(
    ids.length === batch * length,
    () =>
      `embeddingForward: a batch of shape ${shapeText(shape)} needs ` +
      `${batch * length} token ids; got ${ids.length}. Are B and T right?`,
  );
  ensure(
    firstPosition + length <= positions.shape[0],
    () =>
      `embeddingForward: a sequence may have at most ${positions.shape[0]} ` +
      `tokens (maxSeqLen); got ${firstPosition + length}. Cut the text into ` +
      `windows, or build the model with a larger maxSeqLen.`,
  );
  checkTokenIds("embeddingForward", ids, table.shape[0]);
}

/** Each id must be a whole number from 0 to vocabSize - 1. */
export function checkTokenIds(
  where: string,
  ids: ArrayLike<number>,
  vocabSize: number,
): void {
  for (let i = 0; i < ids.length; i++) {
    if (!(ids[i] >= 0 && ids[i] < vocabSize)) {
      throw new RangeError(
        `${where}: a token id must be from 0 to ${vocabSize - 1} ` +
          `(vocabSize - 1); got ${ids[i]} at index ${i}. ` +
          `Was the text encoded by another tokenizer?`,
      );
    }
  }
}
