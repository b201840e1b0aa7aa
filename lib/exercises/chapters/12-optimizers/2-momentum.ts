import {
  between,
  draw,
  exercise,
  mistake,
  times,
  vector,
  whole,
} from "../../author";

/**
 * velocity = momentum * velocity + gradient; weight -= rate * velocity, where
 * momentum is the share of the last direction that is kept.
 */
export function momentumStep(
  weights: number[],
  velocity: number[],
  gradients: number[],
  options: { learningRate: number; momentum: number },
): void {
  const { learningRate, momentum } = options;
  for (let i = 0; i < weights.length; i++) {
    velocity[i] = momentum * velocity[i] + gradients[i];
    weights[i] -= learningRate * velocity[i];
  }
}

type MomentumOptions = Parameters<typeof momentumStep>[3];

/** Another velocity, and another direction of the step if that is not it. */
function momentumWith(
  next: (v: number, g: number, options: MomentumOptions) => number[],
): typeof momentumStep {
  return (weights, velocity, gradients, options) => {
    weights.forEach((_, i) => {
      const [faster, direction = faster] = next(
        velocity[i],
        gradients[i],
        options,
      );
      velocity[i] = faster;
      weights[i] -= options.learningRate * direction;
    });
  };
}

export default exercise(momentumStep, {
  title: "One step with momentum",
  task: "Change velocity and weights in place by one step with momentum.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Two lines for every i: first the velocity, then the weight.",
    "velocity[i] becomes momentum * velocity[i] + gradients[i].",
    "The weight then moves against the new velocity: weights[i] -= learningRate * velocity[i].",
  ],
  changes: ["weights", "velocity"],
  firstCase: [[1], [2], [4], { learningRate: 0.25, momentum: 0.5 }],
  randomCases: draw(7, (random) => {
    const n = whole(random, 2, 5);
    const [w, v, g] = times(3, () => vector(random, n));
    const learningRate = between(random, 0.05, 0.5);
    return [w, v, g, { learningRate, momentum: between(random, 0.3, 0.9) }];
  }),
  mistakes: [
    mistake(
      "the weight moves by the old velocity",
      "Update the velocity first, then step with the new one: otherwise every gradient comes one step late.",
      momentumWith((v, g, { momentum }) => [momentum * v + g, v]),
    ),
    mistake(
      "the learning rate counted twice",
      "Our velocity collects plain gradients. The learning rate comes once, when the weight moves.",
      momentumWith((v, g, at) => [at.momentum * v + at.learningRate * g]),
    ),
    mistake(
      "the learning rate inside the velocity",
      "Some libraries do it this way, with the same result. Ours keeps plain gradients in the velocity; the rate comes when the weight moves.",
      momentumWith((v, g, { learningRate: rate, momentum }) => [
        momentum * v - rate * g,
        g - (momentum * v) / rate,
      ]),
    ),
    mistake(
      "both lists are left as they were",
      "New lists and copies of numbers are lost when the function ends. Write into the lists that came in: velocity[i] = ... and weights[i] = ...",
      (weights, velocity, gradients, { learningRate, momentum }) => {
        const faster = velocity.map((v, i) => momentum * v + gradients[i]);
        return weights.map((w, i) => w - learningRate * faster[i]) as never;
      },
    ),
    mistake(
      "a mean instead of a sum",
      "That is a running mean, which Adam will use. Momentum adds the whole gradient.",
      momentumWith((v, g, { momentum: m }) => [m * v + (1 - m) * g]),
    ),
    mistake(
      "the velocity is forgotten",
      "The step is right, but the velocity must be kept for the next one: write it back into `velocity`.",
      momentumWith((v, g, { momentum }) => [v, momentum * v + g]),
    ),
    mistake(
      "uphill, with the sign flipped",
      "The velocity collects gradients, and gradients point uphill: subtract.",
      momentumWith((v, g, { momentum: m }) => [m * v + g, -m * v - g]),
    ),
  ],
  alsoRight: (weights, velocity, gradients, { learningRate, momentum }) => {
    for (let i = weights.length - 1; i >= 0; i--) {
      const step = gradients[i] + velocity[i] * momentum;
      [velocity[i], weights[i]] = [step, weights[i] - step * learningRate];
    }
  },
});
