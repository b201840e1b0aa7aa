import { mistake, type MistakeOf } from "../../../author";
import type { sgdUpdateScalar } from "../../../../core/by-hand/scalar";

/** What else learners answer to exercise 01.1. */
export const slips: MistakeOf<typeof sgdUpdateScalar>[] = [
  mistake(
    "the step without the weight, and its sign is flipped",
    "That is the step, and it goes uphill. Start from the old weight and subtract.",
    (_, gradient, learningRate) => learningRate * gradient,
  ),
  mistake(
    "the gradient is not used",
    "You work out a slope of your own. The slope of any loss comes in as `gradient`.",
    (weight, _, learningRate) => weight - learningRate * 2 * (weight - 3),
  ),
  mistake(
    "only the sign of the gradient is used",
    "Its size counts, too: a steep slope asks for a long step.",
    (weight, gradient, learningRate) =>
      weight - learningRate * Math.sign(gradient),
  ),
  mistake(
    "the learning rate scales the weight",
    "Only the gradient is multiplied by the learning rate.",
    (weight, gradient, learningRate) => learningRate * weight - gradient,
  ),
  mistake(
    "the learning rate scales weight and gradient",
    "Only the gradient is multiplied by the learning rate. Leave the brackets out.",
    (weight, gradient, learningRate) => learningRate * (weight - gradient),
  ),
];
