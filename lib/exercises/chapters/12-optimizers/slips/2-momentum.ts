import { before, mistake, type MistakeOf, scaled } from "../../../author";
import { momentumStep } from "../2-momentum";

/** What else learners answer to exercise 12.2. */
export const slips: MistakeOf<typeof momentumStep>[] = [
  mistake(
    "Nesterov's momentum",
    "You look one step ahead, as Nesterov does. The task asks for the plain form: weight -= learningRate * velocity.",
    (weights, velocity, gradients, options) => {
      momentumStep(weights, velocity, gradients, options);
      const { learningRate, momentum } = options;
      weights.forEach((_, i) => {
        weights[i] -=
          learningRate * (gradients[i] - (1 - momentum) * velocity[i]);
      });
    },
  ),
  mistake(
    "the old velocity is kept whole",
    "`velocity[i] += ...` keeps all of the old velocity and adds more. Assign with `=`.",
    before({
      options: (o: { momentum: number }) => ({
        ...o,
        momentum: 1 + o.momentum,
      }),
    }),
  ),
  mistake(
    "the momentum shrinks the gradient too",
    "Only the old velocity is multiplied by momentum. The new gradient counts fully.",
    (weights, velocity, gradients, options) =>
      momentumStep(
        weights,
        velocity,
        scaled(gradients, options.momentum),
        options,
      ),
  ),
  mistake(
    "1 - momentum is kept",
    "`momentum` is the share of the old velocity that is kept.",
    before({
      options: (o: { momentum: number }) => ({
        ...o,
        momentum: 1 - o.momentum,
      }),
    }),
  ),
  mistake(
    "the learning rate only in the velocity",
    "The velocity collects plain gradients. The learning rate comes in when the weight moves.",
    (weights, velocity, gradients, options) =>
      momentumStep(weights, velocity, scaled(gradients, options.learningRate), {
        ...options,
        learningRate: 1,
      }),
  ),
  mistake(
    "momentum multiplies the gradient",
    "`momentum` belongs to the old velocity: momentum * velocity + gradient.",
    (weights, velocity, gradients, options) => {
      weights.forEach((_, i) => {
        velocity[i] += options.momentum * gradients[i];
        weights[i] -= options.learningRate * velocity[i];
      });
    },
  ),
];
