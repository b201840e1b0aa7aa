import { ensure, expectNumber, shapeText } from "./expect";

/** Numbers of a tensor: 32 bits to train, 64 bits to check gradients. */
export type Floats = Float32Array | Float64Array;

/**
 * Numbers in one flat array, and the shape that gives them meaning.
 *
 * Row-major: the last index runs fastest, so element (b, t, c) of a
 * (B, T, C) tensor is `data[(b * T + t) * C + c]`.
 *
 * @see notebooks/08-tensors.ipynb
 */
export class Tensor {
  readonly data: Floats;
  readonly shape: readonly number[];

  /**
   * @param data the numbers; not copied
   * @param shape lengths of the axes; their product must be `data.length`
   * @throws if the product differs
   */
  constructor(data: Floats, shape: readonly number[]) {
    ensure(
      sizeOf(shape) === data.length,
      () =>
        `Tensor: shape ${shapeText(shape)} needs ${sizeOf(shape)} numbers; ` +
        `got ${data.length}. Check the order and the number of axes.`,
    );
    this.data = data;
    this.shape = shape;
  }
}

/** Allocates a tensor of the given shape. */
export type CreateTensor = (shape: readonly number[]) => Tensor;

/** A new zero-filled 32-bit tensor. */
export function zeros(shape: readonly number[]): Tensor {
  return new Tensor(new Float32Array(sizeOf(shape)), shape);
}

/** A new zero-filled 64-bit tensor, for gradient checks. */
export function zeros64(shape: readonly number[]): Tensor {
  return new Tensor(new Float64Array(sizeOf(shape)), shape);
}

/** The number of elements of a shape: the product of its lengths. */
export function sizeOf(shape: readonly number[]): number {
  expectLengths(shape);
  return shape.reduce((size, length) => size * length, 1);
}

/** Checks that the lengths are integers, and that their product is usable. */
function expectLengths(shape: readonly number[]): void {
  let size = 1;
  for (const length of shape) {
    expectNumber("shape: a length", length, { whole: true, least: 0 });
    size *= length;
  }
  ensure(
    size <= MOST_NUMBERS,
    () =>
      `shape: a tensor may hold at most ${MOST_NUMBERS} numbers; got ` +
      `${shapeText(shape)}. Choose smaller sizes.`,
  );
}

/** What one array can hold on every version of Node. */
const MOST_NUMBERS = 2 ** 32 - 1;

/**
 * A view of a flat tensor's numbers from `offset` on, as `shape`; not a copy.
 */
export function viewOf(
  flat: Tensor,
  offset: number,
  shape: readonly number[],
): Tensor {
  expectNumber("viewOf: offset", offset, { whole: true, least: 0 });
  return new Tensor(flat.data.subarray(offset, offset + sizeOf(shape)), shape);
}

/** The length of the last axis, and the number of rows of that length. */
export function rowsOf(tensor: Tensor): { rows: number; width: number } {
  const width = tensor.shape[tensor.shape.length - 1];
  expectNumber("rowsOf: the last axis", width, {
    whole: true,
    least: 1,
    hint: "A tensor without axes, or with an empty one, has no rows.",
  });
  return { rows: tensor.data.length / width, width };
}
