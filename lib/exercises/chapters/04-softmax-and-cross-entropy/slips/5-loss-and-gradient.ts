import { after, mistake, type MistakeOf, zeros } from "../../../author";
import { softmax } from "../../../../core/by-hand/softmax";
import { lossAbove, lossAndGradient } from "../5-loss-and-gradient";
import { ADDED, SMALL } from "../shared";

/** What else learners answer to exercise 04.5. */
export const slips: MistakeOf<typeof lossAndGradient>[] = [
  ...SMALL.flatMap((least) => {
    const name = `still clipped, at a smaller number: ${least}`;
    const hint =
      "A smaller limit moves the trouble further out. Work the loss out from the logits: then no limit is needed.";
    return [
      mistake<typeof lossAndGradient>(
        `the loss is ${name}`,
        `The gradient is right now, but it no longer belongs to the loss. ${hint}`,
        after({ loss: (_, ...args) => lossAbove(least, ...args) }),
      ),
      mistake<typeof lossAndGradient>(
        name,
        hint,
        after({
          loss: (_, ...args) => lossAbove(least, ...args),
          delta: (delta, logits, trueId) =>
            softmax(logits)[trueId] < least ? zeros(delta) : delta,
        }),
      ),
    ];
  }),
  ...ADDED.map((small) =>
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
