import type { Random } from "../../../core/base/random";
import { ids, matrix, times, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

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

type EmbeddingCase = [number[], number[][], number[][]];

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

/** Exercise 09.1. */
export const embeddingExercise: ExerciseFor<typeof scatterAdd> =
  functionExercise<typeof scatterAdd>({
    kind: "write",
    id: "09.1",
    title: "Backward through a lookup",
    task: "Add the gradient of each position to the row of dTable that was read there. dTable may already hold gradients.",
    minutes: 8,
    difficulty: 2,
    points: 4,
    hints: [
      "Position n read row `ids[n]`. Whatever the loss wants of its output, it wants of that row.",
      "A row that was read three times gets three gradients: fan-out adds.",
      "For every n and c: `dTable[ids[n]][c] += dOut[n][c]`.",
    ],
    reference: scatterAdd,
    source: {
      file: "exercises/chapters/09-layers/embedding.ts",
      name: "scatterAdd",
      as: "myScatterAdd",
    },
    parameters: ["ids", "dOut", "dTable"],
    changes: ["dTable"],
    cases: (random) => [
      [
        [1, 0, 1],
        [
          [1, 2],
          [3, 4],
          [10, 20],
        ],
        [
          [0, 0],
          [0, 0],
          [5, 5],
        ],
      ],
      ...times(5, (c) => embeddingCase(random, 3 + c, 7 - c)),
      embeddingCase(random, 7, 2),
      [[4, 1], matrix(random, 2, 3), matrix(random, 5, 3)],
      [[0], [[0.5]], [[2]]],
    ],
    mistakes: [
      {
        name: "overwritten, not added",
        code: (ids, dOut, dTable) => {
          ids.forEach((id, n) => (dTable[id] = [...dOut[n]]));
        },
        hint: "Of the places that read the same row only the last one counts now. Add with `+=`.",
      },
      {
        name: "the table is cleared first",
        code: (ids, dOut, dTable) => {
          dTable.forEach((row) => row.fill(0));
          scatterAdd(ids, dOut, dTable);
        },
        hint: "dTable may hold gradients from elsewhere (in TinyLLM from the output layer). A backward adds; clearing is somebody else's job.",
      },
      {
        name: "into the row of the position",
        code: (ids, dOut, dTable) => {
          scatterAdd(
            ids.map((_, n) => n),
            dOut,
            dTable,
          );
        },
        hint: "You add to row n. The row that was read is `ids[n]`.",
      },
      {
        name: "divided by how often the row was read",
        code: (ids, dOut, dTable) => {
          const reads = ids.map((id) => ids.filter((i) => i === id).length);
          const means = dOut.map((row, n) => row.map((d) => d / reads[n]));
          scatterAdd(ids, means, dTable);
        },
        hint: "That is the mean. Each reading pulls on the row by itself, so the gradients are summed.",
      },
      {
        name: "dTable is left as it was",
        code: (ids, dOut, dTable) => {
          const copy = dTable.map((row) => [...row]);
          scatterAdd(ids, dOut, copy);
        },
        hint: "A new table, a copy of a row or a copy of a number is lost when the function ends. Add to `dTable[id][c]` itself; nothing is returned here.",
      },
      {
        name: "subtracted",
        code: (ids, dOut, dTable) => {
          const flipped = dOut.map((row) => row.map((d) => -d));
          scatterAdd(ids, flipped, dTable);
        },
        hint: "The minus belongs to the update. A backward collects the gradient as it is.",
      },
    ],
  });
