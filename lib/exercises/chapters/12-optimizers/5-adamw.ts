import { normal, type Random } from "../../../core/base/random";
import { Tensor } from "../../../core/base/tensor";
import {
  type AdamStep,
  type AdamTensors,
  adamUpdate,
} from "../../../core/ops/update";
import { between, draw, exercise, mistake, whole } from "../../author";

function adamCase(random: Random, n: number): Parameters<typeof adamUpdate> {
  const make = (value: () => number): Tensor =>
    new Tensor(Float64Array.from({ length: n }, value), [n]);
  const tensors: AdamTensors = {
    weights: make(() => 2 * normal(random)),
    gradients: make(() => normal(random)),
    mean: make(() => 0.3 * normal(random)),
    square: make(() => between(random, 0.05, 0.5)),
  };
  const step: AdamStep = {
    learningRate: between(random, 0.05, 0.2),
    beta1: between(random, 0.6, 0.8),
    beta2: between(random, 0.85, 0.95),
    epsilon: between(random, 0.02, 0.1),
    weightDecay: between(random, 0.1, 0.3),
    step: whole(random, 2, 5),
  };
  return [tensors, step];
}

/** A second step with numbers that one can follow by hand. */
function simpleCase(): Parameters<typeof adamUpdate> {
  const one = (value: number): Tensor =>
    new Tensor(Float64Array.of(value), [1]);
  const [weights, gradients, mean, square] = [1, 2, 1, 2].map(one);
  const step = { learningRate: 0.1, epsilon: 0.5, weightDecay: 0.5, step: 2 };
  return [
    { weights, gradients, mean, square },
    { ...step, beta1: 0.5, beta2: 0.75 },
  ];
}

/** Adam, with one thing done otherwise. */
function adamWith(change: {
  corrections?: (step: AdamStep) => [number, number];
  gradient?: (gradient: number, weight: number, step: AdamStep) => number;
  divide?: (mean: number, square: number, step: AdamStep) => number;
  decay?: boolean;
}): typeof adamUpdate {
  return ({ weights, gradients, mean, square }, step) => {
    const { learningRate, beta1, beta2, weightDecay } = step;
    const [c1, c2] = change.corrections?.(step) ?? [
      1 - beta1 ** step.step,
      1 - beta2 ** step.step,
    ];
    const divide =
      change.divide ?? ((m, s) => m / (Math.sqrt(s) + step.epsilon));
    weights.data.forEach((w, i) => {
      const plain = gradients.data[i];
      const g = change.gradient?.(plain, w, step) ?? plain;
      mean.data[i] = beta1 * mean.data[i] + (1 - beta1) * g;
      square.data[i] = beta2 * square.data[i] + (1 - beta2) * g * g;
      const direction = divide(mean.data[i] / c1, square.data[i] / c2, step);
      const decay = change.decay === false ? 0 : weightDecay * w;
      weights.data[i] = w - learningRate * (direction + decay);
    });
  };
}

export default exercise(adamUpdate, {
  title: "Adam, with decoupled decay",
  task: "Change mean, square and weights in place by one step of AdamW.",
  minutes: 15,
  difficulty: 4,
  points: 6,
  hints: [
    "For each i: update mean.data[i] and square.data[i] with the gradient, then correct both, then move the weight.",
    "Corrected: mean / (1 - beta1 ** step) and square / (1 - beta2 ** step). Do not store the corrected numbers.",
    "direction = corrected mean / (root of the corrected square + epsilon).",
    "weight -= learningRate * (direction + weightDecay * weight).",
  ],
  as: "myAdam",
  changes: ["tensors"],
  firstCase: simpleCase(),
  randomCases: draw(6, (random, c) => adamCase(random, [1, 2, 4][c % 3])),
  mistakes: [
    mistake(
      "bias correction left out",
      "Mean and square began at zero. Divide by 1 - beta1 ** step and 1 - beta2 ** step before you use them.",
      adamWith({ corrections: () => [1, 1] }),
    ),
    mistake(
      "only the mean is corrected",
      "The square began at zero too, and its beta is larger: it needs the correction even more.",
      adamWith({
        corrections: ({ beta1: b, step: t }) => [1 - b ** t, 1],
      }),
    ),
    mistake(
      "both corrected with beta1",
      "Each running mean is corrected with its own beta: the square with beta2.",
      adamWith({
        corrections: ({ beta1: b, step: t }) => [1 - b ** t, 1 - b ** t],
      }),
    ),
    mistake(
      "the root is missing",
      "The square has squared units. Take its root before you divide by it.",
      adamWith({ divide: (m, s, { epsilon }) => m / (s + epsilon) }),
    ),
    mistake(
      "epsilon inside the root",
      "Epsilon is added after the root: root of the square, plus epsilon.",
      adamWith({
        divide: (m, s, { epsilon }) => m / Math.sqrt(s + epsilon),
      }),
    ),
    mistake(
      "decay mixed into the gradient",
      "Then Adam divides the decay by the gradient's size, too. AdamW keeps it apart: add it to the direction.",
      adamWith({
        gradient: (g, w, { weightDecay }) => g + weightDecay * w,
        decay: false,
      }),
    ),
    mistake(
      "no decay",
      "This is plain Adam. AdamW adds weightDecay * weight to the direction.",
      adamWith({ decay: false }),
    ),
    mistake(
      "one step too many in the correction",
      "`step.step` counts from 1 already: the power is the step itself.",
      adamWith({
        corrections: ({ beta1, beta2, step }) => [
          1 - beta1 ** (step + 1),
          1 - beta2 ** (step + 1),
        ],
      }),
    ),
    mistake(
      "the gradient not squared",
      "The square is the running mean of gradient * gradient.",
      ({ square, ...others }, step) => {
        const { beta2 } = step;
        const { data } = others.gradients;
        // what makes the running mean of squares come out without the square
        data.forEach(
          (g, i) => (square.data[i] += ((1 - beta2) / beta2) * (g - g * g)),
        );
        adamUpdate({ square, ...others }, step);
      },
    ),
    mistake(
      "the corrected numbers are kept",
      "The step is right. But mean and square go on as they are: correct only what you divide, in variables of their own.",
      (tensors, step) => {
        adamUpdate(tensors, step);
        const { mean, square } = tensors;
        mean.data.forEach((m, i) => {
          mean.data[i] = m / (1 - step.beta1 ** step.step);
          square.data[i] /= 1 - step.beta2 ** step.step;
        });
      },
    ),
    mistake(
      "decay without the learning rate",
      "The learning rate stands before the bracket: it shrinks the decay too.",
      (tensors, step) => {
        const { weights } = tensors;
        const before = weights.data.slice();
        adamUpdate(tensors, step);
        const more = (1 - step.learningRate) * step.weightDecay;
        before.forEach((w, i) => (weights.data[i] -= more * w));
      },
    ),
    mistake(
      "the gradient instead of its mean",
      "Mean and square are right, but the step should follow the corrected mean, not the newest gradient.",
      (tensors, step) => {
        const { weights, gradients, mean } = tensors;
        const before = weights.data.slice();
        adamUpdate(tensors, step);
        const c1 = 1 - step.beta1 ** step.step;
        weights.data.forEach((after, i) => {
          const decay = step.learningRate * step.weightDecay * before[i];
          const moved = before[i] - after - decay;
          const scale = gradients.data[i] / (mean.data[i] / c1);
          weights.data[i] = before[i] - decay - moved * scale;
        });
      },
    ),
  ],
  alsoRight: [
    ({ weights, gradients, mean, square }, options) => {
      const { learningRate, beta1, beta2, epsilon, weightDecay } = options;
      const first = 1 - Math.exp(options.step * Math.log(beta1));
      const second = 1 - Math.exp(options.step * Math.log(beta2));
      gradients.data.forEach((g, i) => {
        mean.data[i] += (1 - beta1) * (g - mean.data[i]);
        square.data[i] += (1 - beta2) * (g * g - square.data[i]);
        const size = Math.sqrt(square.data[i]) / Math.sqrt(second) + epsilon;
        weights.data[i] *= 1 - learningRate * weightDecay;
        weights.data[i] -= (learningRate / first) * (mean.data[i] / size);
      });
    },
  ],
});
