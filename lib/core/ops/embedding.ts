import {
  ensure,
  expectIds,
  expectNumber,
  expectShape,
  expectLike,
  shapeText,
} from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";

/** The inputs of the embedding layer. */
export interface EmbeddingInputs {
  /** B * T token ids, row after row */
  ids: Int32Array;
  /** [B, T] */
  shape: readonly [number, number];
  /** (V, C): one row per token */
  table: Tensor;
  /** (at least T, C): one row per position */
  positions: Tensor;
  /**
   * row of `positions` for t = 0
   * @defaultValue 0
   */
  firstPosition?: number;
}

/** The embedding's output, and what its backward pass needs. */
export interface EmbeddingSaved extends EmbeddingInputs {
  /** (B, T, C) */
  out: Tensor;
}

/** The gradients that the embedding's backward pass adds to. */
export interface EmbeddingGradients {
  /** (V, C) */
  dTable: Tensor;
  /** (at least T, C); omit it if positions are not learned */
  dPositions?: Tensor;
}

/**
 * Looks up one row per token and adds the row of its position:
 * out[b, t] = table[ids[b, t]] + positions[t].
 *
 * @param inputs ids (B * T), table (V, C), positions (at least T, C)
 * @param create allocates the output
 * @returns out (B, T, C), with the inputs for the backward pass
 * @throws if an id is not below V, or T exceeds the number of positions
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
    const tokenAt = ids[row] * width; // table[ids[b, t]]
    const positionAt = (firstPosition + (row % shape[1])) * width; // positions[t]
    for (let c = 0; c < width; c++) {
      // out[b, t] = table[ids[b, t]] + positions[t]
      out.data[row * width + c] =
        table.data[tokenAt + c] + positions.data[positionAt + c];
    }
  }
  return { ...inputs, out };
}

/**
 * Backward pass of {@link embeddingForward}, a scatter-add: a row that was read
 * three times gets three gradients, dTable[ids[b, t]] += dOut[b, t].
 *
 * @param saved the result of the forward pass
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dTable (V, C), dPositions (at least T, C): added to
 */
export function embeddingBackward(
  { ids, shape, table, firstPosition = 0 }: EmbeddingSaved,
  dOut: Tensor,
  { dTable, dPositions }: EmbeddingGradients,
): void {
  const width = table.shape[1];
  expectLike("embeddingBackward", [ids.length, width], { dOut });
  expectLike("embeddingBackward", table.shape, { dTable });
  // out[b, t] = table[ids[b, t]] + positions[t]
  for (let row = 0; row < ids.length; row++) {
    const tokenAt = ids[row] * width;
    const positionAt = (firstPosition + (row % shape[1])) * width;
    for (let c = 0; c < width; c++) {
      dTable.data[tokenAt + c] += dOut.data[row * width + c]; // + dOut[b, t]
      if (dPositions) {
        dPositions.data[positionAt + c] += dOut.data[row * width + c];
      }
    }
  }
}

/**
 * Fills fixed positions with waves, from fast to slow. Each pair of channels
 * has a sine and a cosine, with wavelengths from 2 pi to 10,000 * 2 pi:
 * positions[t, c] = amplitude * sin or cos(t / 10,000^(pair / C)).
 *
 * @param positions (T, C), filled in place
 * @param amplitude height of the waves. They are added to the token's row and
 *   should be about as large: waves of height 1 would hide rows of about 0.02
 * @see "Attention is all you need", section 3.5; notebooks/09-layers.ipynb
 */
export function fillSinusoids(positions: Tensor, amplitude: number): void {
  expectShape("fillSinusoids: positions", positions, ["T", "C"]);
  expectNumber("fillSinusoids: amplitude", amplitude);
  const [length, width] = positions.shape;
  for (let t = 0; t < length; t++) {
    for (let c = 0; c < width; c++) {
      const pair = c - (c % 2);
      const angle = t / 10_000 ** (pair / width); // t / 10,000^(pair / C)
      positions.data[t * width + c] =
        amplitude * (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
    }
  }
}

/** Checks that there are B * T ids of the vocabulary, and T positions. */
export function checkEmbedding(inputs: EmbeddingInputs): void {
  const { ids, shape, table, positions, firstPosition = 0 } = inputs;
  const [B, T] = shape;
  const rule = { whole: true, least: 0 };
  expectNumber("embeddingForward: firstPosition", firstPosition, rule);
  expectShape("embeddingForward: table", table, ["V", "C"]);
  expectShape("embeddingForward: positions", positions, ["T", table.shape[1]]);
  expectShape("embeddingForward: ids", ids, [B * T], {
    because: `because the batch is ${shapeText(shape)}`,
    hint: "Are B and T right?",
  });
  ensure(
    firstPosition + T <= positions.shape[0],
    () =>
      `embeddingForward: a sequence may have at most ${positions.shape[0]} ` +
      `tokens (maxSeqLen); got ${firstPosition + T}. Cut the text into ` +
      `windows, or build the model with a larger maxSeqLen.`,
  );
  expectIds("embeddingForward: ids", ids, table.shape[0]);
}
