import { expectShape } from "../base/expect";

/*
 * The numbers must be finite. A sum that exceeds the largest number, about
 * 1.8e308, is infinite, as always in JavaScript.
 */

/**
 * Weighted sum of two lists: a[0] * b[0] + a[1] * b[1] + ...
 *
 * @param a (n) numbers
 * @param b (n) numbers
 * @throws if a number is not finite, or the lists differ in length
 * @see notebooks/05-linear-layer.ipynb
 */
export function dot(a: number[], b: number[]): number {
  expectShape("dot: a", a, ["n"]);
  expectShape("dot: b", b, [a.length], { because: "like a" });
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j]; // a . b
  return sum;
}

/** The gradients of a linear layer; `X` is one vector or a batch, like x. */
export interface LinearSlopes<X extends number[] | number[][]> {
  /** (out, in) how the loss changes with each weight */
  gradW: number[][];
  /** the shape of x: the delta of the layer below */
  gradX: X;
  /** (out) how the loss changes with each bias */
  gradB: number[];
}

/**
 * A linear layer for one vector: every output is a weighted sum of all inputs.
 *
 *     y = W x + b        y[i] = sum over j of W[i][j] * x[j] + b[i]
 *
 * Each row of W belongs to one output. Code that writes y = x W + b stores the
 * transpose of this W, one column per output; the numbers are the same.
 *
 * @param weights (out, in)
 * @param x (in)
 * @param bias (out)
 * @returns (out) y
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearVector(
  weights: number[][],
  x: number[],
  bias: number[],
): number[] {
  expectLayer("linearVector", weights, { x: [x, "in"], bias: [bias, "out"] });
  return weights.map((row, i) => dot(row, x) + bias[i]); // y[i] = W[i] . x + b[i]
}

/**
 * A linear layer for a batch, one vector per row:
 *
 *     Y = X transpose(W) + b
 *
 * @param weights (out, in)
 * @param x (B, in)
 * @param bias (out)
 * @returns (B, out) Y
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearBatch(
  weights: number[][],
  x: number[][],
  bias: number[],
): number[][] {
  return x.map((row) => linearVector(weights, row, bias)); // row n of Y
}

/**
 * Backward pass of {@link linearVector}, from the loss's slope at its output.
 *
 *     forward:  y[i] = sum over j of W[i][j] * x[j] + b[i]
 *     gradW[i][j] = delta[i] * x[j]                     delta times x transposed
 *     gradX[j]    = sum over i of W[i][j] * delta[i]    W transposed times delta
 *     gradB[i]    = delta[i]
 *
 * @param delta (out) slope of the loss at y
 * @param weights (out, in) the same as in the forward pass
 * @param x (in) the same as in the forward pass
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearVectorBackward(
  delta: number[],
  weights: number[][],
  x: number[],
): LinearSlopes<number[]> {
  expectLayer("linearVectorBackward", weights, {
    x: [x, "in"],
    delta: [delta, "out"],
  });
  const gradW = delta.map((d) => x.map((value) => d * value)); // delta[i] x[j]
  const gradX = x.map((_, j) => {
    const column = weights.map((row) => row[j]);
    return dot(column, delta); // sum over i of W[i][j] delta[i]
  });
  return { gradW, gradX, gradB: [...delta] };
}

/**
 * Backward pass of {@link linearBatch}. The rows share W and b, so gradW and
 * gradB are sums over the rows.
 *
 *     forward:  Y[n][i] = sum over j of X[n][j] * W[i][j] + b[i]
 *
 * @param delta (B, out) slope of the loss at Y
 * @param weights (out, in) the same as in the forward pass
 * @param x (B, in) the same as in the forward pass
 * @throws if the shapes do not fit
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearBatchBackward(
  delta: number[][],
  weights: number[][],
  x: number[][],
): LinearSlopes<number[][]> {
  expectLayer("linearBatchBackward", weights, {
    x: [x, "B", "in"],
    delta: [delta, x.length, "out"],
  });
  const gradW = weights.map((row) => row.map(() => 0)); // (out, in)
  const gradB = weights.map(() => 0); // (out)
  const gradX = x.map((row) => row.map(() => 0)); // (B, in)
  for (let n = 0; n < x.length; n++) {
    for (let i = 0; i < weights.length; i++) {
      gradB[i] += delta[n][i]; // shared by all rows: a sum over n
      for (let j = 0; j < weights[i].length; j++) {
        gradW[i][j] += delta[n][i] * x[n][j];
        gradX[n][j] += delta[n][i] * weights[i][j];
      }
    }
  }
  return { gradW, gradX, gradB };
}

/** Checks that the values of a layer, each with its shape, fit the weights. */
function expectLayer(
  where: string,
  weights: number[][],
  values: Record<string, [value: unknown, ...shape: (number | string)[]]>,
): void {
  expectShape(`${where}: weights`, weights, ["out", "in"]);
  const sizes: Record<string, number> = {
    out: weights.length,
    in: weights[0].length,
  };
  const reason = {
    because: `because weights is (${sizes.out}, ${sizes.in})`,
    hint: "Did you pass the transpose?",
  };
  for (const [name, [value, ...axes]] of Object.entries(values)) {
    const shape = axes.map((axis) => sizes[axis] ?? axis);
    expectShape(`${where}: ${name}`, value, shape, reason);
  }
}
