import { mistake, type MistakeOf } from "../../../author";
import type { meanLoss } from "../3-mean-loss";

/** What else learners answer to exercise 14.3. */
export const slips: MistakeOf<typeof meanLoss>[] = [
  mistake(
    "divided by the tokens, but not weighted by them",
    "Each loss is a mean. Multiply it by its batch's tokens before you add.",
    (batches) =>
      batches.reduce((sum, { loss }) => sum + loss, 0) /
      batches.reduce((sum, { tokens }) => sum + tokens, 0),
  ),
  mistake(
    "the sum of the losses",
    "Each loss is a mean. Multiply it by its batch's tokens, add up, and divide by all tokens.",
    (batches) => batches.reduce((sum, { loss }) => sum + loss, 0),
  ),
];
