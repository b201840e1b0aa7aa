import { mistake, type MistakeOf, transposed } from "../../../author";
import { backwardColumns } from "../5-columns";

/** What else learners answer to exercise 05.5. */
export const slips: MistakeOf<typeof backwardColumns>[] = [
  mistake(
    "gradX uses W as (out, in)",
    "Here W is (in, out). x[b][j] meets row j: sum over i of `delta[b][i] * weights[j][i]`.",
    (delta, weights, x) => ({
      ...backwardColumns(delta, weights, x),
      gradX: delta.map((row) =>
        row.map((_, i) =>
          row.reduce((sum, d, j) => sum + d * weights[j][i], 0),
        ),
      ),
    }),
  ),
  mistake(
    "gradB is summed along the rows of delta",
    "Row b of delta belongs to one row of the batch. The bias i is used by all of them: sum column i, over b.",
    (delta, weights, x) => ({
      ...backwardColumns(delta, weights, x),
      gradB: delta.map((row) => row.reduce((a, b) => a + b, 0)),
    }),
  ),
  mistake(
    "both formulas of the other convention",
    "δᵀ X and δ W belong to W as (out, in). Here it is Xᵀ δ and δ Wᵀ: write the shapes next to one another.",
    (delta, weights, x) => ({
      gradB: backwardColumns(delta, weights, x).gradB,
      gradW: transposed(backwardColumns(delta, weights, x).gradW),
      gradX: delta.map((row) =>
        weights[0].map((_, i) =>
          row.reduce((sum, d, j) => sum + d * (weights[j]?.[i] ?? 0), 0),
        ),
      ),
    }),
  ),
];
