import { expectShape, expectLike, shapeText } from "../base/expect";
import { type CreateTensor, rowsOf, type Tensor, zeros } from "../base/tensor";

/** Prevents division by zero if a row is constant; as in GPT-2. */
const EPSILON = 1e-5;

/** The inputs of layer normalization. */
export interface LayerNormInputs {
  /** (..., C) */
  x: Tensor;
  /** (C): the learned scale */
  gain: Tensor;
  /** (C): the learned shift */
  bias: Tensor;
}

/** Layer normalization's output, and what its backward pass needs. */
export interface LayerNormSaved extends LayerNormInputs {
  /** (..., C) */
  out: Tensor;
  /** (rows, 2): mean and 1 / standard deviation of each row of x */
  statistics: Tensor;
}

/** The gradients that layer normalization's backward pass adds to. */
export interface LayerNormGradients {
  /** (..., C) */
  dx: Tensor;
  /** (C) */
  dGain: Tensor;
  /** (C) */
  dBias: Tensor;
}

/**
 * Normalizes each row to mean 0 and variance 1, then scales and shifts it:
 * xHat = (x - mean) / sqrt(variance + 1e-5), out = gain * xHat + bias.
 *
 * @param inputs x (..., C), gain (C), bias (C)
 * @param create allocates the output and the statistics
 * @returns out (..., C), with mean and 1 / deviation of each row
 * @throws if gain or bias is not (C)
 * @see notebooks/09-layers.ipynb
 */
export function layerNormForward(
  { x, gain, bias }: LayerNormInputs,
  create: CreateTensor = zeros,
): LayerNormSaved {
  checkLayerNorm({ x, gain, bias });
  const { rows, width } = rowsOf(x);
  const out = create(x.shape); // (..., C)
  const statistics = create([rows, 2]); // mean, 1 / deviation
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    let mean = 0;
    for (let c = 0; c < width; c++) mean += x.data[at + c]; // sum of x
    mean /= width; // sum of x / C
    let variance = 0;
    for (let c = 0; c < width; c++) variance += (x.data[at + c] - mean) ** 2;
    variance /= width; // sum of (x - mean)^2 / C
    const scale = 1 / Math.sqrt(variance + EPSILON);
    for (let c = 0; c < width; c++) {
      const xHat = (x.data[at + c] - mean) * scale; // mean 0, variance 1
      out.data[at + c] = gain.data[c] * xHat + bias.data[c];
    }
    statistics.data[2 * row] = mean;
    statistics.data[2 * row + 1] = scale;
  }
  return { x, gain, bias, out, statistics };
}

/**
 * Backward pass of {@link layerNormForward}, out = gain * xHat + bias. With
 * dxHat = dOut * gain, and both means taken over the row:
 * dx += (dxHat - mean(dxHat) - xHat * mean(dxHat * xHat)) / deviation,
 * dGain += dOut * xHat, dBias += dOut.
 *
 * The two means appear because every x of a row also moves the row's mean and
 * deviation.
 *
 * @param saved the result of the forward pass
 * @param dOut (..., C) gradient of the loss for `out`
 * @param into dx (..., C), dGain (C), dBias (C): added to
 */
export function layerNormBackward(
  { x, gain, statistics }: LayerNormSaved,
  dOut: Tensor,
  { dx, dGain, dBias }: LayerNormGradients,
): void {
  const { rows, width } = rowsOf(x);
  expectLike("layerNormBackward", x.shape, { dOut, dx });
  expectLike("layerNormBackward", [width], { gain, dGain, dBias });
  expectLike("layerNormBackward", [rows, 2], { statistics });
  for (let row = 0; row < rows; row++) {
    const at = row * width;
    const mean = statistics.data[2 * row];
    const scale = statistics.data[2 * row + 1];
    let meanOfDxHat = 0;
    let meanOfProduct = 0; // of dxHat * xHat
    // out = gain * xHat + bias
    for (let c = 0; c < width; c++) {
      const xHat = (x.data[at + c] - mean) * scale;
      const dxHat = dOut.data[at + c] * gain.data[c];
      meanOfDxHat += dxHat / width;
      meanOfProduct += (dxHat * xHat) / width;
      dGain.data[c] += dOut.data[at + c] * xHat;
      dBias.data[c] += dOut.data[at + c];
    }
    // xHat = (x - mean) / deviation
    for (let c = 0; c < width; c++) {
      const xHat = (x.data[at + c] - mean) * scale;
      const dxHat = dOut.data[at + c] * gain.data[c];
      dx.data[at + c] += (dxHat - meanOfDxHat - xHat * meanOfProduct) * scale;
    }
  }
}

/** Checks that `gain` and `bias` have one number per channel of `x`. */
export function checkLayerNorm({ x, gain, bias }: LayerNormInputs): void {
  const shape = [rowsOf(x).width];
  const because = `because x is ${shapeText(x.shape)}`;
  expectShape("layerNormForward: gain", gain, shape, { because });
  expectShape("layerNormForward: bias", bias, shape, { because });
}
