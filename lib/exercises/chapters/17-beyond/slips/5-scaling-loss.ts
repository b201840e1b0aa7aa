import { scalingLoss } from "../../../../core/training/scaling-law";
import { mistake, type MistakeOf } from "../../../author";

/** What else learners answer to exercise 17.5. */
export const slips: MistakeOf<typeof scalingLoss>[] = [
  mistake(
    "the exponents left out",
    "That is a / N + b / D: both fall as if their exponents were 1. Raise N to -alpha and D to -beta.",
    (law, ...run) => scalingLoss({ ...law, alpha: 1, beta: 1 }, ...run),
  ),
];
