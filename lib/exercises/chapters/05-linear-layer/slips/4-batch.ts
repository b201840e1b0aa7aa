import { mistake, type MistakeOf, scaled } from "../../../author";
import { linearBatchBackward } from "../../../../core/by-hand/linear";

const MEAN_TOO =
  "Shares are summed over the batch. Whether the loss is a mean is already " +
  "said in delta, for all three gradients.";

/** What else learners answer to exercise 05.4. */
export const slips: MistakeOf<typeof linearBatchBackward>[] = [
  mistake(
    "gradB is added once for each input",
    "That line is in the inner loop. It belongs to the loop over outputs: once per row and output.",
    (delta, weights, x) => {
      const right = linearBatchBackward(delta, weights, x);
      return { ...right, gradB: right.gradB.map((g) => g * x[0].length) };
    },
  ),
  mistake(
    "gradW alone is a mean over the batch",
    MEAN_TOO,
    (delta, weights, x) => {
      const right = linearBatchBackward(delta, weights, x);
      return { ...right, gradW: scaled(right.gradW, 1 / x.length) };
    },
  ),
  mistake(
    "gradB alone is a mean over the batch",
    MEAN_TOO,
    (delta, weights, x) => {
      const right = linearBatchBackward(delta, weights, x);
      return { ...right, gradB: right.gradB.map((g) => g / x.length) };
    },
  ),
  mistake(
    "gradX forgets all outputs but the last",
    "Each input goes to every output: gradX adds up over the outputs, with `+=`.",
    (delta, weights, x) => ({
      ...linearBatchBackward(delta, weights, x),
      gradX: delta.map((row) =>
        weights[row.length - 1].map((w) => w * row[row.length - 1]),
      ),
    }),
  ),
  mistake(
    "only the first row of the batch",
    "The function returns, or the loop ends, after one row. Add up over all of them.",
    (delta, weights, x) => {
      const { gradW, gradB } = linearBatchBackward(
        delta.slice(0, 1),
        weights,
        x.slice(0, 1),
      );
      return { ...linearBatchBackward(delta, weights, x), gradW, gradB };
    },
  ),
];
