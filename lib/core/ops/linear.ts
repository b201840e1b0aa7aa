import { expectShape, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, type Tensor, zeros } from "../base/tensor";
import { addProduct, matrixView, transposed } from "./matrix-product";

/** What a linear layer computes from. */
export interface LinearInputs {
  /** (..., C): any number of leading axes */
  x: Tensor;
  /** (D, C): one row per output, as PyTorch keeps it */
  weight: Tensor;
  /** (D) */
  bias?: Tensor;
}

/** A linear layer's output, and what its backward needs. */
export interface LinearSaved extends LinearInputs {
  /** (..., D) */
  out: Tensor;
}

/** Where the backward of a linear layer adds its gradients. */
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
 * @returns out (..., D), with the inputs for the backward
 * @throws if the shapes do not fit together
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearForward(
  { x, weight, bias }: LinearInputs,
  create: CreateTensor = zeros,
): LinearSaved {
  checkLinear({ x, weight, bias });
  const { rows, width: C } = rowsOf(x);
  const D = weight.shape[0];
  const out = create([...x.shape.slice(0, -1), D]); // (..., D)
  for (let row = 0; row < rows; row++) {
    if (bias)
      out.data.set(bias.data, row * D); // out = bias
    else out.data.fill(0, row * D, (row + 1) * D);
  }
  addProduct({
    rows,
    columns: D,
    depth: C,
    a: matrixView(x.data, C),
    b: transposed(matrixView(weight.data, C)),
    out: matrixView(out.data, D),
  }); // out += x weight^T
  return { x, weight, bias, out };
}

/**
 * Backward of {@link linearForward}, out = x weight^T + bias:
 * dx += dOut weight, dWeight += dOut^T x, dBias += the sum over rows of dOut.
 *
 * @param saved what the forward returned
 * @param dOut (..., D) gradient of the loss for `out`
 * @param into dx (..., C), dWeight (D, C), dBias (D): added to
 */
export function linearBackward(
  { x, weight }: LinearSaved,
  dOut: Tensor,
  { dx, dWeight, dBias }: LinearGradients,
): void {
  const { rows, width: C } = rowsOf(x);
  const D = weight.shape[0];
  // out = x weight^T + bias
  if (dx) {
    addProduct({
      rows,
      columns: C,
      depth: D,
      a: matrixView(dOut.data, D),
      b: matrixView(weight.data, C),
      out: matrixView(dx.data, C),
    }); // dx += dOut weight
  }
  addProduct({
    rows: D,
    columns: C,
    depth: rows,
    a: transposed(matrixView(dOut.data, D)),
    b: matrixView(x.data, C),
    out: matrixView(dWeight.data, C),
  }); // dWeight += dOut^T x
  if (dBias) {
    for (let row = 0; row < rows; row++) {
      for (let i = 0; i < D; i++) {
        dBias.data[i] += dOut.data[row * D + i]; // dBias[i] += dOut[row][i]
      }
    }
  }
}

/** `weight` must be (D, C) and `bias` (D) for an `x` of (..., C). */
export function checkLinear({ x, weight, bias }: LinearInputs): void {
  const because = `because x is ${shapeText(x.shape)}`;
  const { width } = rowsOf(x);
  expectShape("linearForward: weight", weight, ["D", width], { because });
  if (!bias) return;
  expectShape("linearForward: bias", bias, [weight.shape[0]], {
    because: `because weight is ${shapeText(weight.shape)}`,
  });
}
