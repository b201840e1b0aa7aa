import { expectShape, expectLike, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, type Tensor, zeros } from "../base/tensor";
import { addProduct, matrixOf, transposed } from "./matrix-product";

/** The inputs of a linear layer. */
export interface LinearInputs {
  /** (..., C): any number of leading axes */
  x: Tensor;
  /** (D, C): one row per output, as in PyTorch */
  weight: Tensor;
  /** (D) */
  bias?: Tensor;
}

/** A linear layer's output, and what its backward pass needs. */
export interface LinearSaved extends LinearInputs {
  /** (..., D) */
  out: Tensor;
}

/** The gradients that a linear layer's backward pass adds to. */
export interface LinearGradients {
  /** (..., C); omit it if the input needs no gradient */
  dx?: Tensor;
  /** (D, C) */
  dWeight: Tensor;
  /** (D) */
  dBias?: Tensor;
}

/**
 * Linear layer, out = x weight^T + bias, for each row of `x`:
 * out[i] = sum over j of weight[i][j] x[j] + bias[i].
 *
 * @param inputs x (..., C), weight (D, C), bias (D)
 * @param create allocates the output
 * @returns out (..., D), with the inputs for the backward pass
 * @throws if the shapes do not fit together
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearForward(
  { x, weight, bias }: LinearInputs,
  create: CreateTensor = zeros,
): LinearSaved {
  checkLinear({ x, weight, bias });
  const D = weight.shape[0];
  const out = create([...x.shape.slice(0, -1), D]); // (..., D)
  out.data.fill(0);
  if (bias) {
    for (let at = 0; at < out.data.length; at += D) {
      out.data.set(bias.data, at); // out = bias, row by row
    }
  }
  // out += x weight^T
  addProduct(matrixOf(x), transposed(matrixOf(weight)), matrixOf(out));
  return { x, weight, bias, out };
}

/**
 * Backward pass of {@link linearForward}, out = x weight^T + bias:
 * dx += dOut weight, dWeight += dOut^T x, dBias += the sum over rows of dOut.
 *
 * @param saved the result of the forward pass
 * @param dOut (..., D) gradient of the loss for `out`
 * @param into dx (..., C), dWeight (D, C), dBias (D): added to
 */
export function linearBackward(
  { x, weight }: LinearSaved,
  dOut: Tensor,
  { dx, dWeight, dBias }: LinearGradients,
): void {
  expectLike("linearBackward", [rowsOf(x).rows, weight.shape[0]], { dOut });
  expectLike("linearBackward", x.shape, { dx });
  expectLike("linearBackward", weight.shape, { dWeight });
  expectLike("linearBackward", [weight.shape[0]], { dBias });
  const d = matrixOf(dOut); // (rows, D)
  // out = x weight^T + bias
  if (dx) addProduct(d, matrixOf(weight), matrixOf(dx)); // dx += dOut weight
  addProduct(transposed(d), matrixOf(x), matrixOf(dWeight)); // += dOut^T x
  if (!dBias) return;
  for (let row = 0; row < d.rows; row++) {
    for (let i = 0; i < d.columns; i++) {
      dBias.data[i] += dOut.data[row * d.columns + i]; // + dOut[row][i]
    }
  }
}

/** Checks that `weight` is (D, C) and `bias` (D) for an `x` of (..., C). */
export function checkLinear({ x, weight, bias }: LinearInputs): void {
  const because = `because x is ${shapeText(x.shape)}`;
  const { width } = rowsOf(x);
  expectShape("linearForward: weight", weight, ["D", width], { because });
  if (!bias) return;
  expectShape("linearForward: bias", bias, [weight.shape[0]], {
    because: `because weight is ${shapeText(weight.shape)}`,
  });
}
