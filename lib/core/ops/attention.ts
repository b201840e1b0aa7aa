import { ensure, expectNumber, expectShape, expectLike } from "../base/expect";
import {
  type CreateTensor,
  type Floats,
  type Tensor,
  zeros,
} from "../base/tensor";

/*
 * The letters: B sequences in the batch, T positions in a sequence, C = dModel
 * channels, NH heads of HS = C / NH channels each. A name that ends in `At` is
 * an offset into flat data: the index at which a vector begins.
 */

/** The inputs of causal attention. */
export interface AttentionInputs {
  /** (B, T, 3C): queries, keys and values side by side */
  qkv: Tensor;
  /** NH; C must be a multiple of it */
  nHeads: number;
}

/** Attention's output, and what its backward pass needs. */
export interface AttentionSaved extends AttentionInputs {
  /** (B, T, C): the heads' results side by side */
  out: Tensor;
  /**
   * (B, NH, T, T): how much each position attends to each position up to itself
   */
  weights: Tensor;
}

/**
 * Causal multi-head attention. For each head, and each position i:
 * w[i] = softmax over j <= i of (q[i] . k[j] / sqrt(HS)),
 * out[i] = sum over j <= i of w[i][j] v[j].
 *
 * The future is masked by never visiting j > i.
 *
 * @param inputs qkv (B, T, 3C), nHeads
 * @param create allocates the output and the weights
 * @returns out (B, T, C) and weights (B, NH, T, T), with qkv
 * @throws if the last axis of qkv is not a multiple of 3 * nHeads
 * @see "Attention is all you need", section 3.2; notebooks/10-attention.ipynb
 */
export function attentionForward(
  { qkv, nHeads }: AttentionInputs,
  create: CreateTensor = zeros,
): AttentionSaved {
  checkAttention(qkv, nHeads);
  const [B, T, C3] = qkv.shape;
  const C = C3 / 3;
  const size = C / nHeads; // HS
  const out = create([B, T, C]); // (B, T, C)
  const weights = create([B, nHeads, T, T]); // (B, NH, T, T)
  const x = qkv.data;
  const w = weights.data;
  out.data.fill(0);
  for (let head = 0; head < B * nHeads; head++) {
    const first = firstOf(head, nHeads, qkv);
    for (let i = 0; i < T; i++) {
      const queryAt = first.queryAt + i * C3;
      const outAt = first.outAt + i * C;
      const rowAt = (head * T + i) * T;
      for (let j = 0; j <= i; j++) {
        const score = dot(x, queryAt, x, first.keyAt + j * C3, size);
        w[rowAt + j] = score / Math.sqrt(size); // q[i] . k[j] / sqrt(HS)
      }
      softmaxRow(w, rowAt, i + 1); // w[i] = softmax of the scores
      w.fill(0, rowAt + i + 1, rowAt + T); // w = 0 for the future
      for (let j = 0; j <= i; j++) {
        const valueAt = first.valueAt + j * C3;
        const scale = w[rowAt + j];
        addScaled(out.data, outAt, x, valueAt, { size, scale }); // + w[j] v[j]
      }
    }
  }
  return { qkv, nHeads, out, weights };
}

/**
 * Backward pass of {@link attentionForward}. For each head and position i:
 * out[i] = sum of w[j] v[j]      gives dv[j] += w[j] dOut[i],
 *                                      dw[j] = dOut[i] . v[j];
 * w = softmax(s)                 gives ds[j] = w[j] (dw[j] - sum w dw);
 * s[j] = q[i] . k[j] / sqrt(HS)  gives dq[i] += ds[j] k[j] / sqrt(HS),
 *                                      dk[j] += ds[j] q[i] / sqrt(HS).
 *
 * @param saved the result of the forward pass
 * @param dOut (B, T, C) gradient of the loss for `out`
 * @param into dQkv (B, T, 3C): added to
 * @param create allocates scratch memory for one row of dw
 */
export function attentionBackward(
  { qkv, nHeads, weights }: AttentionSaved,
  dOut: Tensor,
  { dQkv }: { dQkv: Tensor },
  create: CreateTensor = zeros,
): void {
  checkAttention(qkv, nHeads);
  const [B, T, C3] = qkv.shape;
  const C = C3 / 3;
  expectLike("attentionBackward", [B, T, C], { dOut });
  expectLike("attentionBackward", qkv.shape, { dQkv });
  expectLike("attentionBackward", [B, nHeads, T, T], { weights });
  const size = C / nHeads; // HS
  const x = qkv.data;
  const dx = dQkv.data;
  const w = weights.data;
  const dw = create([T]).data; // (T)
  for (let head = 0; head < B * nHeads; head++) {
    const first = firstOf(head, nHeads, qkv);
    for (let i = 0; i < T; i++) {
      const queryAt = first.queryAt + i * C3;
      const outAt = first.outAt + i * C;
      const rowAt = (head * T + i) * T;
      let mean = 0;
      // out[i] = sum of w[j] v[j]
      for (let j = 0; j <= i; j++) {
        const valueAt = first.valueAt + j * C3;
        const scale = w[rowAt + j];
        // dv[j] += w[j] dOut[i]
        addScaled(dx, valueAt, dOut.data, outAt, { size, scale });
        dw[j] = dot(dOut.data, outAt, x, valueAt, size); // dOut[i] . v[j]
        mean += w[rowAt + j] * dw[j]; // sum of w dw
      }
      // w = softmax(s), s[j] = q[i] . k[j] / sqrt(HS)
      for (let j = 0; j <= i; j++) {
        const keyAt = first.keyAt + j * C3;
        const ds = w[rowAt + j] * (dw[j] - mean);
        const scale = ds / Math.sqrt(size);
        addScaled(dx, queryAt, x, keyAt, { size, scale }); // dq[i] += ds k[j]
        addScaled(dx, keyAt, x, queryAt, { size, scale }); // dk[j] += ds q[i]
      }
    }
  }
}

/**
 * Finds where one head of one sequence begins: offsets of its q[0], k[0] and
 * v[0] in qkv (B, T, 3C), and of its out[0] in out (B, T, C).
 *
 * @param head from 0 to B * NH - 1, all heads of a sequence before those of the
 *   next
 */
function firstOf(head: number, nHeads: number, { shape }: Tensor) {
  const [, T, C3] = shape;
  const C = C3 / 3;
  const sequence = Math.floor(head / nHeads);
  const channel = (head % nHeads) * (C / nHeads); // index of this head's first channel
  const queryAt = sequence * T * C3 + channel;
  const outAt = sequence * T * C + channel;
  return { queryAt, keyAt: queryAt + C, valueAt: queryAt + 2 * C, outAt };
}

/** The keys and values of the tokens read so far, for one sequence. */
export interface KeyValueCache {
  /** (maxSeqLen, C) */
  keys: Tensor;
  /** (maxSeqLen, C) */
  values: Tensor;
}

/**
 * Causal attention for one new token: its key and value join the cache, and its
 * query attends to all of them. Equal to the last row that {@link
 * attentionForward} computes.
 *
 * @param inputs qkv (1, 1, 3C), nHeads, the cache, and the token's position,
 *   from 0 to maxSeqLen - 1
 * @param create allocates the output and the weights
 * @returns out (1, 1, C) and weights (1, NH, 1, position + 1)
 * @throws if the cache has no row for the position
 * @see notebooks/16-evaluation-and-generation.ipynb
 */
export function attentionNext(
  inputs: AttentionInputs & { cache: KeyValueCache; position: number },
  create: CreateTensor = zeros,
): AttentionSaved {
  const { qkv, nHeads, cache, position } = inputs;
  checkAttention(qkv, nHeads);
  checkPosition(cache, position);
  const C = qkv.shape[2] / 3;
  expectShape("attentionNext: qkv", qkv, [1, 1, 3 * C]);
  expectShape("attentionNext: keys", cache.keys, ["maxSeqLen", C]);
  expectShape("attentionNext: values", cache.values, cache.keys.shape);
  const size = C / nHeads; // HS
  const keys = cache.keys.data;
  const values = cache.values.data;
  keys.set(qkv.data.subarray(C, 2 * C), position * C); // its key joins
  values.set(qkv.data.subarray(2 * C), position * C); // its value joins
  const seen = position + 1;
  const out = create([1, 1, C]); // (1, 1, C)
  const weights = create([1, nHeads, 1, seen]); // (1, NH, 1, seen)
  const w = weights.data;
  out.data.fill(0);
  for (let head = 0; head < nHeads; head++) {
    const channel = head * size; // index of this head's first channel
    const rowAt = head * seen;
    for (let j = 0; j < seen; j++) {
      const score = dot(qkv.data, channel, keys, j * C + channel, size);
      w[rowAt + j] = score / Math.sqrt(size); // q . k[j] / sqrt(HS)
    }
    softmaxRow(w, rowAt, seen); // w = softmax of the scores
    for (let j = 0; j < seen; j++) {
      const scale = w[rowAt + j];
      // out += w[j] v[j]
      addScaled(out.data, channel, values, j * C + channel, { size, scale });
    }
  }
  return { qkv, nHeads, out, weights };
}

/** Replaces `length` numbers of `data` from `at` on with their softmax. */
function softmaxRow(data: Floats, at: number, length: number): void {
  let max = -Infinity;
  // max over the row
  for (let j = at; j < at + length; j++) max = Math.max(max, data[j]);
  let sum = 0;
  for (let j = at; j < at + length; j++) {
    data[j] = Math.exp(data[j] - max); // at most 1: nothing overflows
    sum += data[j];
  }
  for (let j = at; j < at + length; j++) data[j] /= sum; // exp / sum of exp
}

/** The dot product of `size` numbers of `x` from `i` and of `y` from `j`. */
function dot(x: Floats, i: number, y: Floats, j: number, size: number): number {
  let sum = 0;
  for (let c = 0; c < size; c++) sum += x[i + c] * y[j + c]; // x . y
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
  for (let c = 0; c < size; c++) y[j + c] += scale * x[i + c]; // y += scale x
}

/** Checks that qkv is (B, T, 3C), with C a multiple of nHeads. */
export function checkAttention(qkv: Tensor, nHeads: number): void {
  expectNumber("attentionForward: nHeads", nHeads, { whole: true, least: 1 });
  expectShape("attentionForward: qkv", qkv, ["B", "T", "3C"]);
  const tripled = qkv.shape[2];
  ensure(
    tripled % (3 * nHeads) === 0,
    () =>
      `attentionForward: the last axis of qkv must be 3C with C a multiple ` +
      `of nHeads = ${nHeads}; got ${tripled}. ` +
      `Does qkv hold queries, keys and values?`,
  );
}

/** Checks that the cache has a row for the position. */
export function checkPosition({ keys }: KeyValueCache, position: number): void {
  const most = keys.shape[0] - 1;
  const hint =
    `The cache has ${most + 1} rows. Start a new one, or build the model ` +
    `with a larger maxSeqLen.`;
  const rule = { whole: true, least: 0, most, hint };
  expectNumber("attentionNext: position", position, rule);
}
