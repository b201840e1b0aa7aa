import { zeros } from "../../../../core";
import { mistake, type MistakeOf } from "../../../author";
import { blockForward, blockWired, library } from "../6-block-forward";

/** What else learners answer to exercise 11.6. */
export const slips: MistakeOf<typeof blockForward>[] = [
  mistake(
    "the second LayerNorm has the weights of the first",
    "Each LayerNorm has a gain and a bias of its own: norm2Gain and norm2Bias.",
    blockWired({}, (w) => ({
      norm2Gain: w.norm1Gain,
      norm2Bias: w.norm1Bias,
    })),
  ),
  mistake(
    "the feed-forward has no biases",
    "up and down have a bias each: upBias and downBias.",
    blockWired({}, () => ({ upBias: undefined, downBias: undefined })),
  ),
  mistake("one head", "Pass nHeads on to attentionForward.", (x, w) =>
    blockForward(x, w, 1),
  ),
  mistake(
    "32 bits",
    "All is right but the digits after the seventh. Without `zeros64` as the last argument a result has 32 bits.",
    (x, w, nHeads) => library(x, w, nHeads, zeros),
  ),
];
