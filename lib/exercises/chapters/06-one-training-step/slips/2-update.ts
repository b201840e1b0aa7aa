import { mistake, type MistakeOf, scaled } from "../../../author";
import type { sgdUpdateMatrix } from "../../../../core/by-hand/bigram";
import { assign } from "../shared";

/** What else learners answer to exercise 06.2. */
export const slips: MistakeOf<typeof sgdUpdateMatrix>[] = [
  mistake(
    "the gradient is read with rows and columns swapped",
    "weights and gradW have the same shape: `gradW[i][j]` belongs to `weights[i][j]`.",
    (weights, gradW, rate) => {
      weights.forEach((row, i) =>
        row.forEach((_, j) => (row[j] -= rate * gradW[j][i])),
      );
    },
  ),
  mistake(
    "the step takes the weights' place",
    "You wrote the step where the weight should be. Use `-=`, not `=`.",
    (weights, gradW, rate) => {
      assign(weights, scaled(gradW, rate));
    },
  ),
  mistake(
    "only the diagonal",
    "Two loops, two indices: every `weights[i][j]` takes a step, not only `weights[i][i]`.",
    (weights, gradW, rate) => {
      weights.forEach((row, i) => {
        if (i < row.length) row[i] -= rate * gradW[i][i];
      });
    },
  ),
  mistake(
    "as many columns as rows",
    "A matrix need not be square. How many columns it has says `weights[i].length`.",
    (weights, gradW, rate) => {
      for (let i = 0; i < weights.length; i++)
        for (let j = 0; j < weights.length; j++)
          weights[i][j] -= rate * gradW[i][j];
    },
  ),
  mistake(
    "each weight is scaled by its slope",
    "The old weight appears once. How large it is does not change the size of the step.",
    (weights, gradW, rate) => {
      weights.forEach((row, i) =>
        row.forEach((w, j) => (row[j] -= rate * gradW[i][j] * w)),
      );
    },
  ),
];
