import { expectNumber } from "../base/expect";

/**
 * One step of gradient descent on one weight: a small step downhill.
 *
 *     weight_new = weight - learningRate * gradient
 *
 * @param weight the number to learn
 * @param gradient slope of the loss at `weight`: loss per unit of weight
 * @param learningRate above 0; the distance to go per unit of slope
 * @returns the new weight; infinite if the step exceeds the largest number
 * @throws if a number is not finite or the learning rate is not above 0
 * @see notebooks/01-one-weight.ipynb
 */
export function sgdUpdateScalar(
  weight: number,
  gradient: number,
  learningRate: number,
): number {
  expectNumber("sgdUpdateScalar: weight", weight, DIVERGED);
  expectNumber("sgdUpdateScalar: gradient", gradient, DIVERGED);
  expectNumber("sgdUpdateScalar: learningRate", learningRate, DOWNHILL);
  return weight - learningRate * gradient;
}

const DIVERGED = {
  hint: "Did an earlier step diverge? Try a learning rate ten times smaller.",
};
const DOWNHILL = {
  above: 0,
  hint: "The minus sign is already in the rule; try 0.1.",
};
