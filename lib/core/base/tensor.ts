import { JUPYTER_DISPLAY, type MimeBundle } from "./display";
import { ensure, shapeText } from "./expect";

/** The numbers of a tensor: 32-bit to train, 64-bit to check gradients. */
export type Floats = Float32Array | Float64Array;

/**
 * Numbers in one flat array and the shape that gives them meaning.
 *
 * Row-major: the last index runs fastest, so element (i, j, k) of a
 * (B, T, C) tensor stands at `data[(i * T + j) * C + k]`.
 *
 * @see notebooks/08-tensors.ipynb
 */
export class Tensor {
  readonly data: Floats;
  readonly shape: readonly number[];

  /**
   * @param data the numbers; kept, not copied
   * @param shape lengths of the axes; their product must be `data.length`
   * @throws if the shape does not fit the data
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

  /** What a notebook shows for a tensor that ends a cell. */
  [JUPYTER_DISPLAY](): MimeBundle {
    return { "text/plain": describe(this), "text/html": asTable(this) };
  }
}

/** How layers ask for memory: a zero-filled tensor of the given shape. */
export type CreateTensor = (shape: readonly number[]) => Tensor;

/** A new zero-filled 32-bit tensor. */
export function zeros(shape: readonly number[]): Tensor {
  return new Tensor(new Float32Array(sizeOf(shape)), shape);
}

/** A new zero-filled 64-bit tensor, for gradient checks. */
export function zeros64(shape: readonly number[]): Tensor {
  return new Tensor(new Float64Array(sizeOf(shape)), shape);
}

/** How many numbers a shape holds: the product of its lengths. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/** The part of a flat tensor from `offset` on, seen in `shape`; not a copy. */
export function viewOf(
  flat: Tensor,
  offset: number,
  shape: readonly number[],
): Tensor {
  return new Tensor(flat.data.subarray(offset, offset + sizeOf(shape)), shape);
}

/** The last axis of `tensor` and how many rows of that length it holds. */
export function rowsOf(tensor: Tensor): { rows: number; width: number } {
  const width = tensor.shape[tensor.shape.length - 1];
  return { rows: tensor.data.length / width, width };
}

const SHOWN_ROWS = 8;
const SHOWN_COLUMNS = 8;

function describe(tensor: Tensor): string {
  const bits = tensor.data instanceof Float32Array ? 32 : 64;
  const first = Array.from(tensor.data.slice(0, SHOWN_COLUMNS), format);
  const more = tensor.data.length > SHOWN_COLUMNS ? ", ..." : "";
  return `Tensor ${shapeText(tensor.shape)} float${bits} [${first.join(", ")}${more}]`;
}

function asTable(tensor: Tensor): string {
  const { rows, width } = rowsOf(tensor);
  const columns = Math.min(width, SHOWN_COLUMNS);
  const body: string[] = [];
  for (let row = 0; row < Math.min(rows, SHOWN_ROWS); row++) {
    const start = row * width;
    const cells = Array.from(tensor.data.slice(start, start + columns), format);
    if (columns < width) cells.push("…");
    body.push(`<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  }
  if (rows > SHOWN_ROWS)
    body.push(`<tr><td colspan="${columns + 1}">…</td></tr>`);
  const bits = tensor.data instanceof Float32Array ? 32 : 64;
  return (
    `<table><caption>Tensor ${shapeText(tensor.shape)}, float${bits}</caption>` +
    `<tbody>${body.join("")}</tbody></table>`
  );
}

function format(value: number): string {
  return String(Number(value.toPrecision(4)));
}
