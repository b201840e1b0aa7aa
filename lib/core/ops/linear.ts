import { ensure, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, type Tensor, zeros } from "../base/tensor";
import { addProduct, matrixView, transposed } from "./matrix-product";

/** What a linear layer computes from. */
export interface LinearInputs {
  /** (..., C): any number of leading axes */
  x: Tensor;
  /** (D, C): one row for each output, as PyTorch keeps it */
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
  /** (..., C); left out where nobody asks for it */
  dx?: Tensor;
  /** (D, C) */
  dWeight: Tensor;
  /** (D) */
  dBias?: Tensor;
}

/**
 * Linear layer, out = x weight^T + bias, for each row of `x`.
 *
 * @param inputs x (..., C), weight (D, C), bias (D)
 * @param create where the output is kept
 * @returns out (..., D), with the inputs for the backward
 * @throws if the shapes do not fit together
 * @see notebooks/05-linear-layer.ipynb
 */
export function linearForward(
  { x, weight, bias }: LinearInputs,
  create: CreateTensor = zeros,
): LinearSaved {
  const { rows, width: inputs } = rowsOf(x);
  const outputs = weight.shape[0];
  checkLinear(x, weight, bias);
  const out = create([...x.shape.slice(0, -1), outputs]); // (..., D)
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < outputs; j++) {
      out.data[row * outputs + j] = bias ? bias.data[j] : 0;
    }
  }
  addProduct({
    rows,
    columns: outputs,
    depth: inputs,
    a: matrixView(x.data, inputs),
    b: transposed(matrixView(weight.data, inputs)),
    out: matrixView(out.data, outputs),
  });
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
  const { rows, width: inputs } = rowsOf(x);
  const outputs = weight.shape[0];
  if (dx) {
    addProduct({
      rows,
      columns: inputs,
      depth: outputs,
      a: matrixView(dOut.data, outputs),
      b: matrixView(weight.data, inputs),
      out: matrixView(dx.data, inputs),
    });
  }
  addProduct({
    rows: outputs,
    columns: inputs,
    depth: rows,
    a: transposed(matrixView(dOut.data, outputs)),
    b: matrixView(x.data, inputs),
    out: matrixView(dWeight.data, inputs),
  });
  if (dBias) {
    for (let row = 0; row < rows; row++) {
      for (let j = 0; j < outputs; j++) {
        dBias.data[j] += dOut.data[row * outputs + j];
      }
    }
  }
}

/** The rule that `weight` and `bias` must obey for this `x`. */
export function checkLinear(x: Tensor, weight: Tensor, bias?: Tensor): void {
  const width = x.shape[x.shape.length - 1];
  ensure(weight.shape.length === 2 && weight.shape[1] === width, () => {
    const wanted = shapeText([weight.shape[0], width]);
    const flipped = weight.shape[0] === width;
    return (
      `linearForward: weight must be ${wanted} because x is ` +
      `${shapeText(x.shape)}; got ${shapeText(weight.shape)}.` +
      (flipped ? " Did you pass the transpose?" : "")
    );
  });
  ensure(
    !bias || bias.data.length === weight.shape[0],
    () =>
      `linearForward: bias must be (${weight.shape[0]}), one number for each ` +
      `row of weight; got ${shapeText(bias!.shape)}.`,
  );
}
