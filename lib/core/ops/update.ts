import {
  expectNumber,
  expectNumbers,
  expectLike,
  type NumberRule,
} from "../base/expect";
import type { Tensor } from "../base/tensor";

/** Sum of the squares of all elements. */
export function sumOfSquares(tensor: Tensor): number {
  let sum = 0;
  for (const value of tensor.data) sum += value * value; // sum of x[i]^2
  return sum;
}

/** Multiplies all elements by `factor`. */
export function scaleInPlace(tensor: Tensor, factor: number): void {
  expectNumber("scaleInPlace: factor", factor);
  for (let i = 0; i < tensor.data.length; i++) tensor.data[i] *= factor;
}

/** Sets all elements to zero. */
export function clear(tensor: Tensor): void {
  tensor.data.fill(0);
}

/** Weights, their gradient, and Adam's two averages of it: all one shape. */
export interface AdamTensors {
  weights: Tensor;
  gradients: Tensor;
  /** running mean of the gradient */
  mean: Tensor;
  /** running mean of its square */
  square: Tensor;
}

/** The settings of one Adam step. */
export interface AdamStep {
  learningRate: number;
  /** share of the running mean that is kept per step */
  beta1: number;
  /** the same for the running mean of squares */
  beta2: number;
  /** prevents division by zero */
  epsilon: number;
  /** AdamW's decay of the weights; 0 for plain Adam */
  weightDecay: number;
  /** counts from 1 */
  step: number;
}

const SHARE = { least: 0, below: 1 };

/** The rule of each setting of Adam that stays the same. */
export const ADAM_RULES: Readonly<Record<string, NumberRule>> = {
  beta1: SHARE,
  beta2: SHARE,
  epsilon: { above: 0 },
  weightDecay: { least: 0, hint: "0 is plain Adam, 0.01 to 0.1 is usual." },
};
const STEP_RULES = {
  ...ADAM_RULES,
  learningRate: { above: 0 },
  step: { whole: true, least: 1 },
};

/** Checks the settings of a step of Adam, and that its tensors fit. */
export function expectAdam(tensors: AdamTensors, step: AdamStep): void {
  expectNumbers("adamUpdate", step, STEP_RULES);
  expectLike("adamUpdate", tensors.weights.shape, { ...tensors });
}

/**
 * One step of Adam, in place:
 * mean = beta1 mean + (1 - beta1) g, square = beta2 square + (1 - beta2) g^2,
 * both divided by 1 - beta^step since they began at zero,
 * weight -= rate * (mean / (sqrt(square) + epsilon) + weightDecay * weight).
 *
 * @param tensors weights, gradients, mean and square, of one shape
 * @param step rate, betas, epsilon, decay, and the number of the step, from 1
 * @see Kingma and Ba, "Adam"; Loshchilov and Hutter, "Decoupled weight decay
 *   regularization"; notebooks/12-optimizers.ipynb
 */
export function adamUpdate(tensors: AdamTensors, step: AdamStep): void {
  expectAdam(tensors, step);
  const weights = tensors.weights.data;
  const gradients = tensors.gradients.data;
  const mean = tensors.mean.data;
  const square = tensors.square.data;
  const { learningRate, beta1, beta2, epsilon, weightDecay } = step;
  const meanCorrection = 1 / (1 - beta1 ** step.step);
  const squareCorrection = 1 / (1 - beta2 ** step.step);
  for (let i = 0; i < weights.length; i++) {
    const gradient = gradients[i];
    // the two running means
    mean[i] = beta1 * mean[i] + (1 - beta1) * gradient;
    square[i] = beta2 * square[i] + (1 - beta2) * gradient * gradient;
    // both are corrected, since they began at zero
    const deviation = Math.sqrt(square[i] * squareCorrection);
    const direction = (mean[i] * meanCorrection) / (deviation + epsilon);
    // weight -= rate * (direction + decay)
    weights[i] -= learningRate * (direction + weightDecay * weights[i]);
  }
}
