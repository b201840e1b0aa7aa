import { after, mistake, type MistakeOf } from "../../../author";
import { residualBackward } from "../6-residual";

/** What else learners answer to exercise 09.6. */
export const slips: MistakeOf<typeof residualBackward>[] = [
  mistake(
    "the stream once for each row",
    "dOut is in there once for each row of W. x reaches the output once past the branch: add dOut outside of the loops.",
    after((dx, weights, dOut) =>
      dx.map((d, c) => d + (weights.length - 1) * dOut[c]),
    ),
  ),
  mistake(
    "the last row overwrites the others",
    "Each row of W sends a part back to x. Add them up, with `+=`.",
    (weights, dOut) =>
      weights[weights.length - 1].map((w) => w * dOut[dOut.length - 1]),
  ),
  mistake(
    "multiplied by dOut",
    "Two paths lead back to x, and the gradients of paths are added: dOut plus W^T dOut.",
    (weights, dOut) =>
      residualBackward(weights, dOut).map(
        (both, c) => (both - dOut[c]) * dOut[c],
      ),
  ),
];
