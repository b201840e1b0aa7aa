import { mistake, type MistakeOf } from "../../../author";
import { adamUpdate } from "../../../../core/ops/update";
import { adamWith } from "../5-adamw";

/** What else learners answer to exercise 12.5. */
export const slips: MistakeOf<typeof adamUpdate>[] = [
  mistake(
    "the old mean and the old square",
    "Update mean and square first, then move the weight with the new ones.",
    (tensors, step) => {
      const { weights, mean, square } = tensors;
      weights.data.forEach((w, i) => {
        const m = mean.data[i] / (1 - step.beta1 ** step.step);
        const s = square.data[i] / (1 - step.beta2 ** step.step);
        const direction = m / (Math.sqrt(s) + step.epsilon);
        weights.data[i] =
          w - step.learningRate * (direction + step.weightDecay * w);
      });
      const moved = weights.data.slice();
      adamUpdate(tensors, step);
      weights.data.set(moved);
    },
  ),
  mistake(
    "multiplied by the corrections",
    "Mean and square are too small at first. Divide them by 1 - beta ** step to make them larger.",
    adamWith({
      corrections: ({ beta1, beta2, step }) => [
        1 / (1 - beta1 ** step),
        1 / (1 - beta2 ** step),
      ],
    }),
  ),
  mistake(
    "the square of the mean",
    "The second mean is that of gradient * gradient, not of the mean's square.",
    (tensors, step) => {
      const { gradients, mean, square } = tensors;
      gradients.data.forEach((g, i) => {
        const m = step.beta1 * mean.data[i] + (1 - step.beta1) * g;
        square.data[i] += ((1 - step.beta2) / step.beta2) * (m * m - g * g);
      });
      adamUpdate(tensors, step);
    },
  ),
  mistake(
    "mean and square are not kept",
    "The step is right. But the next one needs the new mean and the new square: write them back into their tensors.",
    (tensors, step) => {
      const { mean, square } = tensors;
      const [oldMean, oldSquare] = [mean.data.slice(), square.data.slice()];
      adamUpdate(tensors, step);
      mean.data.set(oldMean);
      square.data.set(oldSquare);
    },
  ),
  mistake(
    "beta1 and beta2 are swapped in the mean",
    "The mean of the gradients uses beta1 in both places, beta2 belongs to the square.",
    (tensors, step) => {
      const { beta2 } = step;
      adamWith({ mean: (old, g) => beta2 * old + (1 - beta2) * g })(
        tensors,
        step,
      );
    },
  ),
];
