import { mistake, type MistakeOf } from "../../../author";
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
];
