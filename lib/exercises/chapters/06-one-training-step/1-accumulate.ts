import { accumulateGradients } from "../../../core/by-hand/bigram";
import {
  before,
  draw,
  exercise,
  matrix,
  mistake,
  negated,
  rows,
  vector,
  whole,
} from "../../author";
import { intoColumn, overwrite } from "./shared";

export default exercise(accumulateGradients, {
  title: "Accumulate one position's gradient",
  task: "Add delta to row id of total, in place. Nothing is returned.",
  effort: { minutes: 6, difficulty: 2, points: 3 },
  hints: [
    "Only the row of the token that was seen took part in the prediction.",
    "What is in the row already came from earlier positions, and must stay.",
    "For every j: `total[id][j] += delta[j]`.",
  ],
  changes: ["total"],
  firstCase: [rows([1, 2], [3, 4]), 1, [10, -20]],
  randomCases: draw(8, (random, c) => {
    const vocabSize = 2 + (c % 4);
    const id = whole(random, 0, vocabSize - 1);
    return [
      matrix(random, vocabSize, vocabSize),
      id,
      vector(random, vocabSize),
    ];
  }),
  mistakes: [
    mistake(
      "overwritten instead of added",
      "With `=` the last position wipes out all earlier ones. Shared weights sum: use `+=`.",
      overwrite,
    ),
    mistake(
      "into the column, not the row",
      "`total[id]` is the row of the token that was seen; you filled column `id`. Swap the two indices.",
      intoColumn,
    ),
    mistake(
      "subtracted instead of added",
      "Here gradients are only collected. The minus sign belongs to the update.",
      before({ delta: negated }),
    ),
    mistake(
      "added to every row",
      "The other rows made no prediction at this position. Touch row `id` alone.",
      (total, _, delta) => {
        for (const row of total) delta.forEach((d, j) => (row[j] += d));
      },
    ),
    mistake(
      "total is left as it was",
      "The sum must end up in `total` itself. A new row, a new matrix or a copy of a number, as in `forEach((value) => ...)`, is lost when the function ends.",
      () => undefined,
    ),
  ],
  alsoRight: (total, id, delta) => {
    total[id] = total[id].map((value, j) => delta[j] + value);
  },
});
