import { ensure, shapeText } from "../base/expect";
import { dot, ensureMatrix, shapeOf, type MatrixSize } from "./matrix";

/** What {@link linearBackward} gives; `X` is a vector or a batch, like x. */
export interface LinearGradients<X extends number[] | number[][]> {
  /** (out, in) how the loss changes with each weight */
  gradW: number[][];
  /** shape of x: what the layer below receives as its delta */
  gradX: X;
  /** (out) how the loss changes with each bias */
  gradB: number[];
}

/**
 * A linear layer: every output is a weighted sum of all inputs.
 *
 *     y = W x + b                 for one vector
 *     Y = X transpose(W) + b      for a batch, one vector in each row
 *
 * Each row of W belongs to one output. Code that writes y = x W + b keeps the
 * transpose of this W, one column for each output; the numbers are the same.
 *
 * @param weights (out, in)
 * @param x (in) one vector, or (B, in) a batch of them
 * @param bias (out) added to every output; left out, nothing is added
 * @returns (out) or (B, out), in step with x
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearForward(
  weights: number[][],
  x: number[],
  bias?: number[],
): number[];
export function linearForward(
  weights: number[][],
  x: number[][],
  bias?: number[],
): number[][];
export function linearForward(
  weights: number[][],
  x: number[] | number[][],
  bias?: number[],
): number[] | number[][] {
  const size = ensureMatrix("linearForward", "weights", weights);
  ensureInput("linearForward", x, size);
  if (bias) ensureVector("linearForward", "bias", bias, size.rows, "out");
  const forward = (row: number[]): number[] =>
    weights.map((w, out) => dot(w, row) + (bias ? bias[out] : 0));
  return isBatch(x) ? x.map(forward) : forward(x);
}

/**
 * Gradients of a linear layer, from the loss's slope at its output.
 *
 *     forward:  y[i] = sum over j of W[i][j] * x[j] + b[i]
 *     gradW[i][j] = delta[i] * x[j]                     delta times x transposed
 *     gradX[j]    = sum over i of W[i][j] * delta[i]    W transposed times delta
 *     gradB[i]    = delta[i]
 *
 * In a batch the rows share W and b, so gradW and gradB are sums over rows.
 *
 * @param delta (out) or (B, out) slope of the loss at the output y
 * @param weights (out, in) as the forward pass used them
 * @param x (in) or (B, in) as the forward pass used it
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearBackward(
  delta: number[],
  weights: number[][],
  x: number[],
): LinearGradients<number[]>;
export function linearBackward(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearGradients<number[][]>;
export function linearBackward(
  delta: number[] | number[][],
  weights: number[][],
  x: number[] | number[][],
): LinearGradients<number[]> | LinearGradients<number[][]> {
  const size = ensureMatrix("linearBackward", "weights", weights);
  ensureInput("linearBackward", x, size);
  ensureDelta(delta, x, size.rows);
  const gradW = weights.map((row) => row.map(() => 0));
  const gradB = weights.map(() => 0);
  const backward = (d: number[], row: number[]): number[] => {
    const gradX = row.map(() => 0);
    for (let i = 0; i < d.length; i++) {
      gradB[i] += d[i];
      for (let j = 0; j < row.length; j++) {
        gradW[i][j] += d[i] * row[j];
        gradX[j] += weights[i][j] * d[i];
      }
    }
    return gradX;
  };
  if (!isBatch(x)) {
    const gradX = backward(delta as number[], x);
    return { gradW, gradX, gradB };
  }
  const gradX = x.map((row, b) => backward((delta as number[][])[b], row));
  return { gradW, gradX, gradB };
}

function isBatch(x: number[] | number[][]): x is number[][] {
  return Array.isArray(x[0]);
}

function ensureVector(
  where: string,
  name: string,
  vector: number[],
  length: number,
  axis: string,
): void {
  ensure(
    Array.isArray(vector) && vector.length === length && !isBatch(vector),
    () =>
      `${where}: ${name} must be (${length}), one number for each ${axis}put; ` +
      `got ${shapeText(shapeOf(vector))}.`,
  );
}

function ensureInput(
  where: string,
  x: number[] | number[][],
  size: MatrixSize,
): void {
  const rows = Array.isArray(x) && isBatch(x) ? x : [x];
  ensure(
    rows.every((row) => Array.isArray(row) && row.length === size.columns),
    () =>
      `${where}: weights ${shapeText([size.rows, size.columns])} need x ` +
      `(${size.columns}) or (B, ${size.columns}); got ${shapeText(shapeOf(x))}. ` +
      `Did you pass the transpose?`,
  );
}

function ensureDelta(
  delta: number[] | number[][],
  x: number[] | number[][],
  out: number,
): void {
  const shape = isBatch(x) ? [x.length, out] : [out];
  const ok =
    Array.isArray(delta) &&
    delta.length === shape[0] &&
    isBatch(delta) === isBatch(x) &&
    (!isBatch(delta) || delta.every((row) => row.length === out));
  ensure(
    ok,
    () =>
      `linearBackward: delta must be ${shapeText(shape)}, the shape of the ` +
      `layer's output; got ${shapeText(shapeOf(delta))}. Are delta and x swapped?`,
  );
}
