import type { Random } from "../../../core/base/random";
import {
  args,
  before,
  exercise,
  ids,
  matrix,
  mistake,
  negated,
  rows,
  times,
  whole,
} from "../../author";

type EmbeddingCase = [number[], number[][], number[][]];

/** Adds each position's gradient to the table row that was read there. */
export function scatterAdd(
  ids: number[],
  dOut: number[][],
  dTable: number[][],
): void {
  ids.forEach((id, n) => {
    for (let c = 0; c < dOut[n].length; c++) dTable[id][c] += dOut[n][c];
  });
}

function embeddingCase(
  random: Random,
  places: number,
  vocabSize: number,
): EmbeddingCase {
  const width = whole(random, 2, 4);
  return [
    ids(random, places, vocabSize),
    matrix(random, places, width),
    matrix(random, vocabSize, width),
  ];
}

export default exercise(scatterAdd, {
  title: "Backward through a lookup",
  task: "Add the gradient of each position to the row of dTable that was read there. dTable may already hold gradients.",
  effort: { minutes: 8, difficulty: 2, points: 4 },
  hints: [
    "Position n read row `ids[n]`. The gradient of its output is a gradient of that row.",
    "A row that was read three times gets three gradients: fan-out adds.",
    "For every n and c: `dTable[ids[n]][c] += dOut[n][c]`.",
  ],
  changes: ["dTable"],
  firstCase: args(
    [1, 0, 1],
    rows([1, 2], [3, 4], [10, 20]),
    rows([0, 0], [0, 0], [5, 5]),
  ),
  randomCases: (random): Parameters<typeof scatterAdd>[] => [
    ...times(5, (c) => embeddingCase(random, 3 + c, 7 - c)),
    embeddingCase(random, 7, 2),
    [[4, 1], matrix(random, 2, 3), matrix(random, 5, 3)],
    [[0], [[0.5]], [[2]]],
  ],
  mistakes: [
    mistake(
      "overwritten, not added",
      "Only the last of the positions that read the same row counts now. Add with `+=`.",
      (ids, dOut, dTable) => {
        ids.forEach((id, n) => (dTable[id] = [...dOut[n]]));
      },
    ),
    mistake(
      "the table is cleared first",
      "dTable may hold gradients from elsewhere (in TinyLLM from the output layer). A backward pass adds; the training step clears.",
      (ids, dOut, dTable) => {
        dTable.forEach((row) => row.fill(0));
        scatterAdd(ids, dOut, dTable);
      },
    ),
    mistake(
      "into the row of the position",
      "You add to row n. The row that was read is `ids[n]`.",
      before({ ids: (ids: number[]) => ids.map((_, n) => n) }),
    ),
    mistake(
      "divided by how often the row was read",
      "That is the mean. Each reading pulls on the row by itself, so the gradients are summed.",
      (ids, dOut, dTable) => {
        const reads = ids.map((id) => ids.filter((i) => i === id).length);
        const means = dOut.map((row, n) => row.map((d) => d / reads[n]));
        scatterAdd(ids, means, dTable);
      },
    ),
    mistake(
      "dTable is left as it was",
      "A new table, a copy of a row or a copy of a number is lost when the function ends. Add to `dTable[id][c]` itself; nothing is returned here.",
      (ids, dOut, dTable) => {
        const copy = dTable.map((row) => [...row]);
        scatterAdd(ids, dOut, copy);
      },
    ),
    mistake(
      "subtracted",
      "The minus belongs to the update. A backward pass adds the gradient as it is.",
      before({ dOut: negated }),
    ),
  ],
  alsoRight: (ids, dOut, dTable) => {
    for (let row = dTable.length - 1; row >= 0; row--)
      dTable[row] = dTable[row].map((value, c) =>
        dOut.reduce((sum, d, n) => (ids[n] === row ? sum + d[c] : sum), value),
      );
  },
});
