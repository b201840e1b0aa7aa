import { mistake, type MistakeOf } from "../../../author";
import { attentionBranchBackward } from "../8-attention-backward";

/** What else learners answer to exercise 11.8. */
export const slips: MistakeOf<typeof attentionBranchBackward>[] = [
  mistake(
    "the second LayerNorm instead of the first",
    "The attention branch begins with norm1: saved.norm1, norm1Gain and norm1Bias.",
    (saved, dStream, g) =>
      attentionBranchBackward({ ...saved, norm1: saved.norm2 }, dStream, {
        ...g,
        norm1Gain: g.norm2Gain,
        norm1Bias: g.norm2Bias,
      }),
  ),
  mistake(
    "the LayerNorm's gradients in the place of the second",
    "Gain and bias of the first LayerNorm belong into norm1Gain and norm1Bias.",
    (saved, dStream, g) =>
      attentionBranchBackward(saved, dStream, {
        ...g,
        norm1Gain: g.norm2Gain,
        norm1Bias: g.norm2Bias,
      }),
  ),
];
