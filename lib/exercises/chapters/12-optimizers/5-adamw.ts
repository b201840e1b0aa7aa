import { normal, type Random } from "../../../core/base/random";
import { Tensor } from "../../../core/base/tensor";
import { type AdamStep, adamUpdate } from "../../../core/ops/update";
import { between, draw, exercise, mistake, whole } from "../../author";

function adamCase(random: Random, n: number): Parameters<typeof adamUpdate> {
  const make = (value: () => number): Tensor =>
    new Tensor(Float64Array.from({ length: n }, value), [n]);
  const tensors = {
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

/** What Adam knows of one weight. */
type Place = AdamStep & { square: number; gradient: number; weight: number };

/** Adam, with some of its lines written otherwise. */
export function adamWith(lines: {
  corrections?: (step: AdamStep) => [number, number];
  gradient?: (gradient: number, weight: number, step: AdamStep) => number;
  mean?: (old: number, gradient: number, beta: number) => number;
  square?: (old: number, gradient: number, beta: number) => number;
  kept?: "corrected";
  direction?: (mean: number, root: number, at: Place) => number;
  move?: (weight: number, direction: number, step: AdamStep) => number;
}): typeof adamUpdate {
  return ({ weights, gradients, mean, square }, step) => {
    const { beta1: b1, beta2: b2, step: t, epsilon } = step;
    const [c1, c2] = lines.corrections?.(step) ?? [1 - b1 ** t, 1 - b2 ** t];
    weights.data.forEach((w, i) => {
      const plain = gradients.data[i];
      const g = lines.gradient?.(plain, w, step) ?? plain;
      const [oldMean, oldSquare] = [mean.data[i], square.data[i]];
      const m = lines.mean?.(oldMean, g, b1) ?? b1 * oldMean + (1 - b1) * g;
      const s =
        lines.square?.(oldSquare, g, b2) ?? b2 * oldSquare + (1 - b2) * g * g;
      const [hat, root] = [m / c1, Math.sqrt(s / c2) + epsilon];
      const at = { ...step, square: s / c2, gradient: g, weight: w };
      const d = lines.direction?.(hat, root, at) ?? hat / root;
      [mean.data[i], square.data[i]] = lines.kept ? [hat, s / c2] : [m, s];
      weights.data[i] =
        lines.move?.(w, d, step) ??
        w - step.learningRate * (d + step.weightDecay * w);
    });
  };
}

/** A step without decay. */
function undecayed(w: number, d: number, { learningRate }: AdamStep): number {
  return w - learningRate * d;
}

export default exercise(adamUpdate, {
  title: "Adam with decoupled weight decay",
  task: "Change mean, square and weights in place by one step of AdamW.",
  effort: { minutes: 15, difficulty: 4, points: 6 },
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
      adamWith({
        direction: (m, _, { square, epsilon }) => m / (square + epsilon),
      }),
    ),
    mistake(
      "epsilon inside the root",
      "Epsilon is added after the root: root of the square, plus epsilon.",
      adamWith({
        direction: (m, _, at) => m / Math.sqrt(at.square + at.epsilon),
      }),
    ),
    mistake(
      "decay mixed into the gradient",
      "Then Adam divides the decay by the gradient's size, too. AdamW keeps it separate: add it to the direction.",
      adamWith({
        gradient: (g, w, { weightDecay }) => g + weightDecay * w,
        move: undecayed,
      }),
    ),
    mistake(
      "decay added to the gradients themselves",
      "You changed `gradients`, which must stay as they are, and Adam then divides the decay by the gradient's size. Add it to the direction.",
      (tensors, step) => {
        const { weights: w, gradients: g } = tensors;
        w.data.forEach((v, i) => (g.data[i] += step.weightDecay * v));
        adamWith({ move: undecayed })(tensors, step);
      },
    ),
    mistake(
      "the gradient not squared",
      "The square is the running mean of gradient * gradient.",
      adamWith({ square: (old, g, beta) => beta * old + (1 - beta) * g }),
    ),
    mistake(
      "the mean without 1 - beta1",
      "A running mean blends: beta1 of the old mean, and 1 - beta1 of the gradient.",
      adamWith({ mean: (old, g, beta) => beta * old + g }),
    ),
    mistake(
      "the square without 1 - beta2",
      "A running mean blends: beta2 of the old square, and 1 - beta2 of the new one.",
      adamWith({ square: (old, g, beta) => beta * old + g * g }),
    ),
    mistake(
      "the corrected numbers are kept",
      "The step is right. But mean and square go on as they are: correct only what you divide, in variables of their own.",
      adamWith({ kept: "corrected" }),
    ),
    mistake(
      "decay without the learning rate",
      "The learning rate multiplies the whole bracket: it shrinks the decay too.",
      adamWith({
        move: (w, d, step) => undecayed(w, d, step) - step.weightDecay * w,
      }),
    ),
    mistake(
      "the decay of the new weight",
      "Direction and decay both belong to the weight before the step: move by both at once, or decay first.",
      adamWith({
        move: (w, d, step) =>
          undecayed(w, d, step) * (1 - step.learningRate * step.weightDecay),
      }),
    ),
    mistake(
      "the decay is divided too",
      "Only the mean is divided by the root. Add the decay afterward.",
      adamWith({
        direction: (m, root, at) => (m + at.weightDecay * at.weight) / root,
        move: undecayed,
      }),
    ),
    mistake(
      "the gradient instead of its mean",
      "Mean and square are right, but the step should follow the corrected mean, not the newest gradient.",
      adamWith({ direction: (_, root, { gradient }) => gradient / root }),
    ),
  ],
  alsoRight: ({ weights, gradients, mean, square }, options) => {
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
});
