import { expectNumber, expectNumbers } from "../base/expect";
import type { Parameters } from "../model/parameters";
import { ADAM_RULES, type AdamTensors } from "../ops/update";
import { type Tensor, viewOf } from "../base/tensor";

const SHARE = { least: 0, below: 1 };
const RATE = {
  above: 0,
  hint: "Try 0.001 for Adam and 0.1 for SGD.",
};

/** Changes the values of parameters by their gradients. */
export interface Optimizer {
  /** number of updates so far; a resumed run sets it */
  steps: number;
  /**
   * state between steps, by name; each array is as long as all values together
   */
  readonly state: Readonly<Record<string, Tensor>>;
  /** the numbers that it was made with; a resumed run must have the same */
  readonly settings: Readonly<Record<string, number>>;
  /** Does one update with the current gradients. */
  update(learningRate: number): void;
}

/** Options of {@link Sgd}. */
export interface SgdOptions {
  /** share of the last velocity that is kept, in [0, 1) @defaultValue 0 */
  momentum?: number;
}

/**
 * Stochastic gradient descent, optionally with momentum:
 * velocity = momentum * velocity + gradient, value -= rate * velocity.
 *
 * @see notebooks/12-optimizers.ipynb
 */
export class Sgd implements Optimizer {
  steps = 0;
  readonly state: Readonly<Record<string, Tensor>>;
  readonly settings: Readonly<Required<SgdOptions>>;

  /**
   * @param parameters the parameters to train
   * @param options momentum
   * @throws if momentum is not in [0, 1)
   */
  constructor(
    private readonly parameters: Parameters,
    { momentum = 0 }: SgdOptions = {},
  ) {
    expectNumber("Sgd: momentum", momentum, SHARE);
    this.settings = { momentum };
    const { backend, values } = parameters;
    this.state = momentum > 0 ? { velocity: backend.create(values.shape) } : {};
  }

  /**
   * @param learningRate above 0
   * @throws if the learning rate is not above 0
   */
  update(learningRate: number): void {
    expectNumber("Sgd: learningRate", learningRate, RATE);
    const values = this.parameters.values.data;
    const gradients = this.parameters.gradients.data;
    const velocity = this.state.velocity?.data;
    for (let i = 0; i < values.length; i++) {
      let direction = gradients[i];
      if (velocity) {
        direction += this.settings.momentum * velocity[i];
        velocity[i] = direction; // v[i] = momentum v[i] + g[i]
      }
      values[i] -= learningRate * direction; // w[i] -= rate v[i]
    }
    this.steps++;
  }
}

/** Options of {@link Adam}; the defaults are those of Kingma and Ba. */
export interface AdamOptions {
  /** share of the mean gradient that is kept per step @defaultValue 0.9 */
  beta1?: number;
  /** share of the mean square that is kept per step @defaultValue 0.999 */
  beta2?: number;
  /** prevents division by 0 @defaultValue 1e-8 */
  epsilon?: number;
  /** AdamW's decay of matrices, not of gains and biases @defaultValue 0 */
  weightDecay?: number;
}

/**
 * Adam, or AdamW if `weightDecay` is above 0. `ops.adamUpdate` has the formula.
 *
 * @see notebooks/12-optimizers.ipynb
 */
export class Adam implements Optimizer {
  steps = 0;
  readonly state: Readonly<{ mean: Tensor; square: Tensor }>;
  readonly settings: Readonly<Required<AdamOptions>>;
  private readonly parts: { tensors: AdamTensors; weightDecay: number }[];

  /**
   * @param parameters the parameters to train
   * @param options betas, epsilon, weightDecay
   * @throws if a beta is not in [0, 1), epsilon is not above 0, or weightDecay
   *   is negative
   */
  constructor(
    private readonly parameters: Parameters,
    options: AdamOptions = {},
  ) {
    const { beta1 = 0.9, beta2 = 0.999 } = options;
    const { epsilon = 1e-8, weightDecay = 0 } = options;
    this.settings = { beta1, beta2, epsilon, weightDecay };
    expectNumbers("Adam", this.settings, ADAM_RULES);
    const { backend, values, gradients, list } = parameters;
    const mean = backend.create(values.shape);
    const square = backend.create(values.shape);
    this.state = { mean, square };
    const all = { weights: values, gradients, mean, square };
    if (weightDecay === 0) {
      this.parts = [{ tensors: all, weightDecay }];
      return;
    }
    let offset = 0;
    this.parts = list.map((parameter) => {
      const { shape } = parameter.values;
      const tensors = {
        weights: parameter.values,
        gradients: parameter.gradients,
        mean: viewOf(mean, offset, shape),
        square: viewOf(square, offset, shape),
      };
      offset += parameter.values.data.length;
      return { tensors, weightDecay: parameter.decay ? weightDecay : 0 };
    });
  }

  /**
   * @param learningRate above 0
   * @throws if the learning rate is not above 0
   */
  update(learningRate: number): void {
    expectNumber("Adam: learningRate", learningRate, RATE);
    this.steps++;
    const { ops } = this.parameters.backend;
    const step = { ...this.settings, learningRate, step: this.steps };
    for (const { tensors, weightDecay } of this.parts)
      ops.adamUpdate(tensors, { ...step, weightDecay });
  }
}
