import { ensureFraction, ensurePositive, ensure } from "../base/expect";
import type { Parameters } from "../model/parameters";
import { type Tensor, viewOf } from "../base/tensor";

/** Changes the values of parameters by their gradients. */
export interface Optimizer {
  /** updates done so far */
  readonly steps: number;
  /** what it remembers between steps, by name; each as long as the values */
  readonly memory: Readonly<Record<string, Tensor>>;
  /** One update with the gradients that are there. */
  update(learningRate: number): void;
  /** Goes on as if `steps` updates had been done; for a loaded checkpoint. */
  resume(steps: number): void;
}

/** Settings of {@link Sgd}. */
export interface SgdOptions {
  /** share of the last direction that is kept, in [0, 1); 0 */
  momentum?: number;
}

/**
 * Stochastic gradient descent, with momentum if wanted:
 * velocity = momentum * velocity + gradient, value -= rate * velocity.
 *
 * @see notebooks/12-optimizers.ipynb
 */
export class Sgd implements Optimizer {
  steps = 0;
  readonly memory: Readonly<Record<string, Tensor>>;
  private readonly momentum: number;

  /**
   * @param parameters what to train
   * @param options momentum
   * @throws if momentum is not in [0, 1)
   */
  constructor(
    private readonly parameters: Parameters,
    { momentum = 0 }: SgdOptions = {},
  ) {
    ensureFraction("Sgd", "momentum", momentum);
    this.momentum = momentum;
    const { backend, values } = parameters;
    this.memory =
      momentum > 0 ? { velocity: backend.create(values.shape) } : {};
  }

  /** @throws if the learning rate is not above zero */
  update(learningRate: number): void {
    ensureLearningRate("Sgd", learningRate);
    const values = this.parameters.values.data;
    const gradients = this.parameters.gradients.data;
    const velocity = this.memory.velocity?.data;
    for (let i = 0; i < values.length; i++) {
      let direction = gradients[i];
      if (velocity) {
        direction += this.momentum * velocity[i];
        velocity[i] = direction;
      }
      values[i] -= learningRate * direction;
    }
    this.steps++;
  }

  resume(steps: number): void {
    this.steps = steps;
  }
}

/** Settings of {@link Adam}. */
export interface AdamOptions {
  /** memory of the gradient's mean; 0.9 */
  beta1?: number;
  /** memory of the gradient's square; 0.999 */
  beta2?: number;
  /** keeps the division away from zero; 1e-8 */
  epsilon?: number;
  /** AdamW's decay of matrices, not of gains and biases; 0 is plain Adam */
  weightDecay?: number;
}

/**
 * Adam, and AdamW when `weightDecay` is above zero. The formula stands at
 * `ops.adamUpdate`.
 *
 * @see notebooks/12-optimizers.ipynb
 */
export class Adam implements Optimizer {
  steps = 0;
  readonly memory: Readonly<{ mean: Tensor; square: Tensor }>;
  private readonly options: Required<AdamOptions>;

  /**
   * @param parameters what to train
   * @param options betas, epsilon, weightDecay
   * @throws if a beta is not in [0, 1), or epsilon or weightDecay is negative
   */
  constructor(
    private readonly parameters: Parameters,
    options: AdamOptions = {},
  ) {
    const defaults = {
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0,
    };
    this.options = { ...defaults, ...options };
    ensureFraction("Adam", "beta1", this.options.beta1);
    ensureFraction("Adam", "beta2", this.options.beta2);
    ensurePositive("Adam", "epsilon", this.options.epsilon);
    ensure(
      this.options.weightDecay >= 0,
      () =>
        `Adam: weightDecay must be at least 0; got ` +
        `${this.options.weightDecay}. 0 is plain Adam, 0.01 to 0.1 is usual.`,
    );
    const { backend, values } = parameters;
    this.memory = {
      mean: backend.create(values.shape),
      square: backend.create(values.shape),
    };
  }

  /** @throws if the learning rate is not above zero */
  update(learningRate: number): void {
    ensureLearningRate("Adam", learningRate);
    this.steps++;
    const { backend, values, gradients, list } = this.parameters;
    const step = { ...this.options, learningRate, step: this.steps };
    if (this.options.weightDecay === 0) {
      const tensors = { weights: values, gradients, ...this.memory };
      return backend.ops.adamUpdate(tensors, step);
    }
    let offset = 0;
    for (const parameter of list) {
      const { shape, data } = parameter.values;
      const part = (flat: Tensor): Tensor => viewOf(flat, offset, shape);
      const weightDecay = parameter.decay ? step.weightDecay : 0;
      backend.ops.adamUpdate(
        {
          weights: parameter.values,
          gradients: parameter.gradients,
          mean: part(this.memory.mean),
          square: part(this.memory.square),
        },
        { ...step, weightDecay },
      );
      offset += data.length;
    }
  }

  resume(steps: number): void {
    this.steps = steps;
  }
}

function ensureLearningRate(where: string, learningRate: number): void {
  const cure = "A usual maximum is 3e-4 for Adam and 0.1 for SGD.";
  ensurePositive(where, "learningRate", learningRate, cure);
}
