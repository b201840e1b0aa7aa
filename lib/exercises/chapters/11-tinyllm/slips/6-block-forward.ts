import { zeros } from "../../../../core";
import { after, mistake, type MistakeOf } from "../../../author";
import { blockForward, blockWired, library } from "../6-block-forward";
import { outOf } from "../shared";

const STEPS = [
  ...["norm1", "qkv", "attention", "projection", "residual1"],
  ...["norm2", "up", "gelu", "down", "residual2"],
];

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
  mistake(
    "up has no bias",
    "Both layers of the feed-forward have a bias. Pass up's, too: `bias: w.upBias`.",
    blockWired({}, () => ({ upBias: undefined })),
  ),
  mistake(
    "down has no bias",
    "Both layers of the feed-forward have a bias. Pass down's, too: `bias: w.downBias`.",
    blockWired({}, () => ({ downBias: undefined })),
  ),
  mistake(
    "each step's `.out` in the place of the step",
    "A step reads the `.out` of the one before it, but the backward pass needs all that each has saved. Return `norm1`, not `norm1.out`.",
    after(Object.fromEntries(STEPS.map((name) => [name, outOf]))),
  ),
  mistake(
    "the last output alone",
    "Those are the right numbers. The backward pass also needs what every step has saved: return all steps, and `out` as the last field.",
    after(({ out }) => out as never),
  ),
  mistake(
    "the last step alone",
    "Its `.out` holds the right numbers. The backward pass also needs what the steps before it have saved: return all of them.",
    after(({ residual2 }) => residual2 as never),
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
