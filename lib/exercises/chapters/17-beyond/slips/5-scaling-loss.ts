import { scalingLoss } from "../../../../core/training/scaling-law";
import { mistake, type MistakeOf } from "../../../author";

/** What else learners answer to exercise 17.5. */
export const slips: MistakeOf<typeof scalingLoss>[] = [
  mistake(
    "the exponents left out",
    "That is a / N + b / D: both fall as if their exponents were 1. Raise N to -alpha and D to -beta.",
    (law, ...run) => scalingLoss({ ...law, alpha: 1, beta: 1 }, ...run),
  ),
  mistake(
    "2 to the power, not N and D",
    "2 ** -alpha is what doubling brings. For the loss itself raise N to -alpha and D to -beta.",
    ({ floor, a, alpha, b, beta }) => floor + a * 2 ** -alpha + b * 2 ** -beta,
  ),
  mistake(
    "exponentials, not powers",
    "Math.exp(-alpha * N) falls to nothing at once, and only the floor is left. A power law is N ** -alpha.",
    ({ floor, a, alpha, b, beta }, parameters, tokens) =>
      floor + a * Math.exp(-alpha * parameters) + b * Math.exp(-beta * tokens),
  ),
];
