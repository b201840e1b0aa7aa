import { ensure, shapeText } from "../base/expect";
import {
  type CreateTensor,
  type Floats,
  type Tensor,
  zeros,
} from "../base/tensor";

/** What causal attention computes from. */
export interface AttentionInputs {
  /** (B, T, 3C): queries, keys and values side by side */
  qkv: Tensor;
  /** NH; C must be a multiple of it */
  nHeads: number;
}

/** Attention's output, and what its backward needs. */
export interface AttentionSaved extends AttentionInputs {
  /** (B, T, C): the heads' results side by side */
  out: Tensor;
  /** (B, NH, T, T): how much each position looks at each earlier one */
  weights: Tensor;
}

/**
 * Causal multi-head attention. For each head, and each position i:
 * weights[i] = softmax over j <= i of (q[i] . k[j] / sqrt(HS)),
 * out[i] = sum over j <= i of weights[i][j] v[j].
 *
 * The future is masked by never visiting j > i.
 *
 * @param inputs qkv (B, T, 3C), nHeads
 * @param create where output and weights are kept
 * @returns out (B, T, C) and weights (B, NH, T, T), with qkv
 * @throws if 3C is not a multiple of 3 * nHeads
 * @see "Attention is all you need", section 3.2; notebooks/10-attention.ipynb
 */
export function attentionForward(
  { qkv, nHeads }: AttentionInputs,
  create: CreateTensor = zeros,
): AttentionSaved {
  checkAttention(qkv, nHeads);
  const [batch, length, tripled] = qkv.shape;
  const width = tripled / 3;
  const size = width / nHeads;
  const out = create([batch, length, width]); // (B, T, C)
  const weights = create([batch, nHeads, length, length]); // (B, NH, T, T)
  out.data.fill(0);
  for (let pair = 0; pair < batch * nHeads; pair++) {
    const b = Math.floor(pair / nHeads);
    const shift = (pair % nHeads) * size;
    for (let i = 0; i < length; i++) {
      const query = (b * length + i) * tripled + shift;
      const firstKey = b * length * tripled + width + shift;
      const row = (pair * length + i) * length;
      for (let j = 0; j <= i; j++) {
        const key = firstKey + j * tripled;
        const score = dot(qkv.data, query, qkv.data, key, size);
        weights.data[row + j] = score / Math.sqrt(size);
      }
      softmaxRow(weights.data, row, i + 1);
      weights.data.fill(0, row + i + 1, row + length);
      const to = (b * length + i) * width + shift;
      for (let j = 0; j <= i; j++) {
        const value = firstKey + width + j * tripled;
        const weight = weights.data[row + j];
        addScaled(out.data, to, qkv.data, value, { size, scale: weight });
      }
    }
  }
  return { qkv, nHeads, out, weights };
}

/**
 * Backward of {@link attentionForward}. For each head and position i:
 * out[i] = sum of w[j] v[j]      gives dv[j] += w[j] dOut[i],
 *                                      dw[j] = dOut[i] . v[j];
 * w = softmax(s)                 gives ds[j] = w[j] (dw[j] - sum w dw);
 * s[j] = q[i] . k[j] / sqrt(HS)  gives dq[i] += ds[j] k[j] / sqrt(HS),
 *                                      dk[j] += ds[j] q[i] / sqrt(HS).
 *
 * @param saved what the forward returned
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dQkv (B, T, 3C): added to
 * @param create where one row of scratch is kept
 */
export function attentionBackward(
  { qkv, nHeads, weights }: AttentionSaved,
  dOut: Tensor,
  { dQkv }: { dQkv: Tensor },
  create: CreateTensor = zeros,
): void {
  const [batch, length, tripled] = qkv.shape;
  const width = tripled / 3;
  const size = width / nHeads;
  const dWeights = create([length]).data;
  for (let pair = 0; pair < batch * nHeads; pair++) {
    const b = Math.floor(pair / nHeads);
    const shift = (pair % nHeads) * size;
    for (let i = 0; i < length; i++) {
      const query = (b * length + i) * tripled + shift;
      const firstKey = b * length * tripled + width + shift;
      const row = (pair * length + i) * length;
      const from = (b * length + i) * width + shift;
      let mean = 0;
      for (let j = 0; j <= i; j++) {
        const value = firstKey + width + j * tripled;
        const weight = weights.data[row + j];
        addScaled(dQkv.data, value, dOut.data, from, { size, scale: weight });
        dWeights[j] = dot(dOut.data, from, qkv.data, value, size);
        mean += weight * dWeights[j];
      }
      for (let j = 0; j <= i; j++) {
        const key = firstKey + j * tripled;
        const dScore = weights.data[row + j] * (dWeights[j] - mean);
        const scale = dScore / Math.sqrt(size);
        addScaled(dQkv.data, query, qkv.data, key, { size, scale });
        addScaled(dQkv.data, key, qkv.data, query, { size, scale });
      }
    }
  }
}

/** The keys and values of the tokens read so far, for one sequence. */
export interface KeyValueCache {
  /** (maxSeqLen, C) */
  keys: Tensor;
  /** (maxSeqLen, C) */
  values: Tensor;
}

/**
 * Causal attention for one new token: its key and value join the cache, and
 * its query looks at all of them. Equal to the last row that
 * {@link attentionForward} computes.
 *
 * @param inputs qkv (1, 1, 3C), nHeads, the cache, and the token's position
 * @param create where output and scratch are kept
 * @returns out (1, 1, C) and weights (1, NH, 1, position + 1)
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function attentionNext(
  inputs: AttentionInputs & { cache: KeyValueCache; position: number },
  create: CreateTensor = zeros,
): AttentionSaved {
  const { qkv, nHeads, cache, position } = inputs;
  checkAttention(qkv, nHeads);
  const width = qkv.shape[2] / 3;
  const size = width / nHeads;
  const keys = cache.keys.data;
  const values = cache.values.data;
  keys.set(qkv.data.subarray(width, 2 * width), position * width);
  values.set(qkv.data.subarray(2 * width), position * width);
  const seen = position + 1;
  const out = create([1, 1, width]);
  const weights = create([1, nHeads, 1, seen]);
  out.data.fill(0);
  for (let head = 0; head < nHeads; head++) {
    const shift = head * size;
    const row = head * seen;
    for (let j = 0; j < seen; j++) {
      const score = dot(qkv.data, shift, keys, j * width + shift, size);
      weights.data[row + j] = score / Math.sqrt(size);
    }
    softmaxRow(weights.data, row, seen);
    for (let j = 0; j < seen; j++) {
      const scale = weights.data[row + j];
      addScaled(out.data, shift, values, j * width + shift, { size, scale });
    }
  }
  return { qkv, nHeads, out, weights };
}

/** Turns `length` numbers of `data` from `at` on into their softmax. */
export function softmaxRow(data: Floats, at: number, length: number): void {
  let max = -Infinity;
  for (let j = at; j < at + length; j++) max = Math.max(max, data[j]);
  let sum = 0;
  for (let j = at; j < at + length; j++) {
    data[j] = Math.exp(data[j] - max);
    sum += data[j];
  }
  for (let j = at; j < at + length; j++) data[j] /= sum;
}

/** The dot product of `size` numbers of `x` from `i` and of `y` from `j`. */
function dot(x: Floats, i: number, y: Floats, j: number, size: number): number {
  let sum = 0;
  for (let c = 0; c < size; c++) sum += x[i + c] * y[j + c];
  return sum;
}

/** y[j...] += scale * x[i...], for `size` numbers. */
function addScaled(
  y: Floats,
  j: number,
  x: Floats,
  i: number,
  { size, scale }: { size: number; scale: number },
): void {
  for (let c = 0; c < size; c++) y[j + c] += scale * x[i + c];
}

/** The rules that the packed queries, keys and values must obey. */
export function checkAttention(qkv: Tensor, nHeads: number): void {
  const tripled = qkv.shape[2];
  ensure(
    qkv.shape.length === 3 && Number.isInteger(nHeads) && nHeads > 0,
    () =>
      `attentionForward: qkv must be (B, T, 3C) and nHeads a whole number; ` +
      `got ${shapeText(qkv.shape)} and ${nHeads}.`,
  );
  ensure(
    tripled % (3 * nHeads) === 0,
    () =>
      `attentionForward: the last axis of qkv must be 3C with C a multiple ` +
      `of nHeads = ${nHeads}; got ${tripled}. ` +
      `Are queries, keys and values all in there?`,
  );
}
