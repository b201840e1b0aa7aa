import { expectLike } from "../base/expect";
import { type CreateTensor, type Tensor, zeros } from "../base/tensor";

/** GELU's output, and what its backward pass needs. */
export interface GeluSaved {
  /** any shape */
  x: Tensor;
  /** the shape of x */
  out: Tensor;
}

// fitted to x Phi(x), where Phi is the cumulative normal distribution
const SLOPE = Math.sqrt(2 / Math.PI);
const CUBE = 0.044715;

/**
 * GELU in its tanh form, a smooth version of max(0, x):
 * out = x / 2 * (1 + tanh(u)), u = sqrt(2 / pi) (x + 0.044715 x^3).
 *
 * @param inputs x, of any shape
 * @param create allocates the output
 * @returns out, in the shape of x, with x for the backward pass
 * @see Hendrycks and Gimpel, "Gaussian error linear units";
 *   notebooks/09-layers.ipynb
 */
export function geluForward(
  { x }: { x: Tensor },
  create: CreateTensor = zeros,
): GeluSaved {
  const out = create(x.shape);
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i];
    const u = SLOPE * (value + CUBE * value ** 3);
    out.data[i] = 0.5 * value * (1 + Math.tanh(u)); // x / 2 * (1 + tanh(u))
  }
  return { x, out };
}

/**
 * Backward pass of {@link geluForward}, out = x / 2 * (1 + tanh(u)), by the
 * product rule: dx += dOut * (1 + tanh(u) + x (1 - tanh(u)^2) du/dx) / 2.
 *
 * @param saved the result of the forward pass
 * @param dOut gradient of the loss for `out`, in the shape of x
 * @param into dx, in the shape of x: added to
 */
export function geluBackward(
  { x }: GeluSaved,
  dOut: Tensor,
  { dx }: { dx: Tensor },
): void {
  expectLike("geluBackward", x.shape, { dOut, dx });
  for (let i = 0; i < x.data.length; i++) {
    const value = x.data[i];
    const tanh = Math.tanh(SLOPE * (value + CUBE * value ** 3));
    const du = SLOPE * (1 + 3 * CUBE * value * value); // du/dx
    // out = x / 2 * (1 + tanh(u)), and tanh' = 1 - tanh^2
    const slope = 0.5 * (1 + tanh + value * (1 - tanh * tanh) * du);
    dx.data[i] += dOut.data[i] * slope; // dx += dOut dout/dx
  }
}
