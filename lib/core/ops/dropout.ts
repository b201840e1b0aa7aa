import { ensureFraction } from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";

/** Which numbers are dropped: a share of them, chosen by a key. */
export interface DropoutMask {
  /** share of numbers set to zero, at least 0 and below 1 */
  rate: number;
  /** 32-bit integer; the same key drops the same places */
  key: number;
}

/** Dropout's output, and what its backward needs. */
export interface DropoutSaved extends DropoutMask {
  out: Tensor;
}

/**
 * Sets a random share `rate` of the numbers to zero and divides the others by
 * 1 - rate, so that the expected value stays as it was.
 *
 * The mask is not stored. It is a hash of the key and the place, so that the
 * backward, any number of threads, and a resumed run find the same one.
 *
 * @param inputs x of any shape, rate in [0, 1), key
 * @param create where the output is kept
 * @returns out, in the shape of x, with rate and key for the backward
 * @throws if rate is not in [0, 1)
 * @see notebooks/13-schedule-clipping-dropout.ipynb
 */
export function dropoutForward(
  { x, rate, key }: DropoutMask & { x: Tensor },
  create: CreateTensor = zeros,
): DropoutSaved {
  ensureFraction("dropoutForward", "rate", rate);
  const out = create(x.shape);
  const limit = keepLimit(rate);
  const scale = 1 / (1 - rate);
  for (let i = 0; i < x.data.length; i++) {
    out.data[i] = isKept(key, i, limit) ? x.data[i] * scale : 0;
  }
  return { out, rate, key };
}

/**
 * Backward of {@link dropoutForward}: dx += dOut / (1 - rate) at the places
 * that were kept.
 *
 * @param saved what the forward returned
 * @param dOut gradient of the loss for `out`
 * @param into dx, in the same shape: added to
 */
export function dropoutBackward(
  { rate, key }: DropoutMask,
  dOut: Tensor,
  { dx }: { dx: Tensor },
): void {
  const limit = keepLimit(rate);
  const scale = 1 / (1 - rate);
  for (let i = 0; i < dOut.data.length; i++) {
    if (isKept(key, i, limit)) dx.data[i] += dOut.data[i] * scale;
  }
}

/** The key of one dropout layer in one training step. */
export function dropoutKey(seed: number, step: number, layer: number): number {
  const mixed = Math.imul(seed, 0x9e3779b1) ^ Math.imul(step, 0x85ebca77);
  return (
    Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae3d) ^ Math.imul(layer, 0x27d4eb2f)
  );
}

/** A place is kept when its 24-bit hash lies below this. */
function keepLimit(rate: number): number {
  return Math.floor((1 - rate) * 2 ** 24);
}

function isKept(key: number, place: number, limit: number): boolean {
  let bits = Math.imul(place ^ key, 0x9e3779b1);
  bits = Math.imul(bits ^ (bits >>> 15), 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae3d);
  return bits >>> 8 < limit;
}
