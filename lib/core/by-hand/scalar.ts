import { ensureFinite, ensurePositive } from "../base/expect";

/**
 * One step of gradient descent on one weight: a little way downhill.
 *
 *     weight_new = weight - learningRate * gradient
 *
 * @param weight the number that is being learned
 * @param gradient slope of the loss at `weight`: loss per unit of weight
 * @param learningRate above 0; how far to go for each unit of slope
 * @returns the new weight
 * @throws if a number is not finite or the learning rate is not above 0
 * @see notebooks/01-one-weight.ipynb
 */
export function sgdUpdateScalar(
  weight: number,
  gradient: number,
  learningRate: number,
): number {
  ensureFinite("sgdUpdateScalar", "weight", weight, RAN_AWAY);
  ensureFinite("sgdUpdateScalar", "gradient", gradient, RAN_AWAY);
  ensurePositive("sgdUpdateScalar", "learningRate", learningRate, DOWNHILL);
  return weight - learningRate * gradient;
}

const RAN_AWAY =
  "Did an earlier step run away? Try a learning rate ten times smaller.";
const DOWNHILL = "The minus sign is already in the rule; try 0.1.";
