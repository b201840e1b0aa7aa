import { ops } from "../../../../core";
import { mistake, type MistakeOf } from "../../../author";
import {
  attentionBranchBackward,
  pastProjection,
} from "../8-attention-backward";

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
  mistake(
    "the second LayerNorm's saved numbers",
    "The attention branch begins with norm1: pass saved.norm1, not saved.norm2.",
    (saved, dStream, g) =>
      attentionBranchBackward({ ...saved, norm1: saved.norm2 }, dStream, g),
  ),
  mistake(
    "the attention gets the gradient for the projection's output",
    "The projection reads attention.out: pass on the `dx` that its linearBackward has written.",
    (saved, dStream, g) => {
      const into = { dWeight: g.projectionWeight };
      ops.linearBackward(saved.projection, dStream, into);
      pastProjection(saved, dStream, g);
    },
  ),
];
