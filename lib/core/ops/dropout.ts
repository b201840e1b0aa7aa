import { expectNumber, expectNumbers, expectLike } from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";

/** Which elements are dropped: a share of them, chosen by a key. */
export interface DropoutMask {
  /** share of the elements set to zero, at least 0 and below 1 */
  rate: number;
  /** 32-bit integer; the same key drops the same elements */
  key: number;
}

/** Dropout's output, and what its backward pass needs. */
export interface DropoutSaved extends DropoutMask {
  /** the shape of x */
  out: Tensor;
}

/**
 * Sets a random share `rate` of the elements to zero and divides the others by
 * 1 - rate, so that the expected value does not change:
 * out[i] = x[i] / (1 - rate) where i is kept, else 0.
 *
 * The mask is not stored. It is a hash of the key and the index, so that the
 * backward pass, any number of threads, and a resumed run compute the same one.
 *
 * @param inputs x of any shape, rate in [0, 1), key
 * @param create allocates the output
 * @returns out, in the shape of x, with rate and key for the backward pass
 * @throws if rate is not in [0, 1)
 * @see notebooks/13-schedule-clipping-dropout.ipynb
 */
export function dropoutForward(
  { x, rate, key }: DropoutMask & { x: Tensor },
  create: CreateTensor = zeros,
): DropoutSaved {
  checkDropout({ rate, key });
  const out = create(x.shape);
  const limit = keepLimit(rate);
  const scale = 1 / (1 - rate);
  for (let i = 0; i < x.data.length; i++) {
    out.data[i] = isKept(key, i, limit) ? x.data[i] * scale : 0; // x / (1 - rate)
  }
  return { out, rate, key };
}

/**
 * Backward pass of {@link dropoutForward}, out[i] = x[i] / (1 - rate) where i
 * is kept: there dx[i] += dOut[i] / (1 - rate).
 *
 * @param saved the result of the forward pass
 * @param dOut gradient of the loss for `out`
 * @param into dx, in the same shape: added to
 */
export function dropoutBackward(
  { rate, key }: DropoutMask,
  dOut: Tensor,
  { dx }: { dx: Tensor },
): void {
  checkDropout({ rate, key });
  expectLike("dropoutBackward", dOut.shape, { dx });
  const limit = keepLimit(rate);
  const scale = 1 / (1 - rate);
  for (let i = 0; i < dOut.data.length; i++) {
    if (isKept(key, i, limit)) dx.data[i] += dOut.data[i] * scale; // dOut / (1 - rate)
  }
}

/*
 * Odd 32-bit constants whose products spread over all bits: the five primes of
 * the hash xxHash32. Kernels compute the same mask; see
 * lib/fast/kernels/pointwise.ts.
 */
const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;

/**
 * The key of one dropout layer in one training step.
 *
 * @param seed seed of the model
 * @param step number of the training step
 * @param layer number of the dropout layer, as `dropoutMasks` of the model
 *   counts them
 */
export function dropoutKey(seed: number, step: number, layer: number): number {
  const rules = { seed: WHOLE, step: WHOLE, layer: WHOLE };
  expectNumbers("dropoutKey", { seed, step, layer }, rules);
  const mixed = Math.imul(seed, PRIME_1) ^ Math.imul(step, PRIME_2);
  const spread = Math.imul(mixed ^ (mixed >>> 15), PRIME_3);
  return spread ^ Math.imul(layer, PRIME_4);
}

/** An element is kept if its 24-bit hash is below this: 24 bits fit a float. */
export function keepLimit(rate: number): number {
  expectNumber("dropoutForward: rate", rate, { least: 0, below: 1 });
  return Math.floor((1 - rate) * 2 ** 24);
}

/** Multiply and shift, like the last steps of xxHash32; uses 24 bits. */
function isKept(key: number, index: number, limit: number): boolean {
  let bits = Math.imul(index ^ key, PRIME_1);
  bits = Math.imul(bits ^ (bits >>> 15), PRIME_2);
  bits = Math.imul(bits ^ (bits >>> 13), PRIME_3);
  return bits >>> 8 < limit;
}

/** Checks that the rate is in [0, 1), and the key an integer. */
export function checkDropout(mask: DropoutMask): void {
  const rules = { rate: { least: 0, below: 1 }, key: WHOLE };
  expectNumbers("dropoutForward", mask, rules);
}

const WHOLE = { whole: true };
