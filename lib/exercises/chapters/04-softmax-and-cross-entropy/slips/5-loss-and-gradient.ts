import { mistake, type MistakeOf } from "../../../author";
import { softmax } from "../../../../core/by-hand/softmax";
import { lossAndGradient } from "../5-loss-and-gradient";

/** What else learners answer to exercise 04.5. */
export const slips: MistakeOf<typeof lossAndGradient>[] = [
  ...[1e-4, 1e-6, 1e-9, 1e-12, 1e-15].map((smallest) =>
    mistake(
      `still clipped, at a smaller number: ${smallest}`,
      "A smaller limit moves the trouble further out. Work the loss out from the logits: then no limit is needed.",
      (logits: number[], trueId: number) => {
        const lost = softmax(logits)[trueId] < smallest;
        const { loss, delta } = lossAndGradient(logits, trueId);
        return lost
          ? { loss: -Math.log(smallest), delta: delta.map(() => 0) }
          : { loss, delta };
      },
    ),
  ),
  ...[1e-15, 1e-12, 1e-9, 1e-8, 1e-7].map((small) =>
    mistake(
      `${small} is added to the probability`,
      "Then every loss is a little wrong, and the largest are very wrong. Work the loss out from the logits.",
      (logits: number[], trueId: number) => ({
        ...lossAndGradient(logits, trueId),
        loss: -Math.log(softmax(logits)[trueId] + small),
      }),
    ),
  ),
];
