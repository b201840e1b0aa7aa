import { ids, matrix, times, whole } from "../../author";
import { functionExercise, type ExerciseFor } from "../../checker/exercise";

function add(a: number[], b: number[]): number[] {
  return a.map((value, i) => value + b[i]);
}

/** What the two uses of the embedding send back. */
export interface TiedUse {
  vocabSize: number;
  /** (T) token ids that were looked up */
  ids: number[];
  /** (T, C) gradient for each row that was looked up */
  dEmbedded: number[][];
  /** (T, C) last hidden states, which were multiplied by the embedding */
  hidden: number[][];
  /** (T, V) gradient for the logits */
  dLogits: number[][];
}

/** (V, C) gradient of the embedding that is table and output projection. */
export function tiedGradient(use: TiedUse): number[][] {
  const { vocabSize, ids, dEmbedded, hidden, dLogits } = use;
  const width = hidden[0].length;
  const total = Array.from({ length: vocabSize }, () =>
    new Array<number>(width).fill(0),
  );
  for (let t = 0; t < ids.length; t++) {
    for (let c = 0; c < width; c++) {
      total[ids[t]][c] += dEmbedded[t][c];
      for (let v = 0; v < vocabSize; v++) {
        total[v][c] += dLogits[t][v] * hidden[t][c];
      }
    }
  }
  return total;
}

function withoutLookup(use: TiedUse): number[][] {
  const dEmbedded = use.dEmbedded.map((row) => row.map(() => 0));
  return tiedGradient({ ...use, dEmbedded });
}

function withoutOutput(use: TiedUse): number[][] {
  const dLogits = use.dLogits.map((row) => row.map(() => 0));
  return tiedGradient({ ...use, dLogits });
}

/** Slopes of sum(dEmbedded . E[ids]) + sum(dLogits . E hidden), nudged. */
function nudged(use: TiedUse): number[][] {
  const { vocabSize, ids, dEmbedded, hidden, dLogits } = use;
  const table = times(vocabSize, () => hidden[0].map(() => 0));
  const value = (): number => {
    let sum = 0;
    ids.forEach((id, t) => {
      table[id].forEach((e, c) => (sum += e * dEmbedded[t][c]));
      table.forEach((row, v) => {
        const logit = row.reduce((z, e, c) => z + e * hidden[t][c], 0);
        sum += logit * dLogits[t][v];
      });
    });
    return sum;
  };
  const at = (v: number, c: number, nudge: number): number => {
    table[v][c] = nudge;
    const result = value();
    table[v][c] = 0;
    return result;
  };
  return table.map((row, v) =>
    row.map((_, c) => at(v, c, 0.5) - at(v, c, -0.5)),
  );
}

/** Exercise 11.4. */
export const tiedExercise: ExerciseFor<typeof tiedGradient> = functionExercise<
  typeof tiedGradient
>({
  kind: "write",
  id: "11.4",
  title: "Two gradients meet in the embedding",
  task: "Return the (V, C) gradient of a matrix that is both embedding and output projection.",
  minutes: 15,
  difficulty: 4,
  points: 5,
  hints: [
    "Begin with V rows of C zeros. Two uses, two gradients, one sum.",
    "The lookup is a scatter-add: row ids[t] gets dEmbedded[t], added.",
    "The projection is a linear layer without bias, logits[t][v] = E[v] . hidden[t]: row v gets dLogits[t][v] times hidden[t].",
    "for every t and c: total[ids[t]][c] += dEmbedded[t][c], and for every v: total[v][c] += dLogits[t][v] * hidden[t][c].",
  ],
  reference: tiedGradient,
  source: {
    file: "exercises/chapters/11-tinyllm/tied.ts",
    name: "tiedGradient",
    as: "myTied",
  },
  parameters: ["use"],
  cases: (random) => [
    [
      {
        vocabSize: 2,
        ids: [0],
        dEmbedded: [[5]],
        hidden: [[2]],
        dLogits: [[-0.5, 0.5]],
      },
    ],
    ...times(5, (c): [TiedUse] => {
      const vocabSize = c === 0 ? 3 : whole(random, 4, 6);
      const [length, width] = c === 0 ? [2, 2] : [whole(random, 6, 8), 3];
      return [
        {
          vocabSize,
          ids: ids(random, length, vocabSize),
          dEmbedded: matrix(random, length, width),
          hidden: matrix(random, length, width),
          dLogits: matrix(random, length, vocabSize),
        },
      ];
    }),
  ],
  witness: {
    name: "central differences",
    tolerance: 1e-7,
    expected: nudged,
  },
  mistakes: [
    {
      name: "only the lookup",
      code: withoutOutput,
      hint: "That is the gradient of the table. The same matrix also made the logits: add dLogits[t][v] * hidden[t].",
    },
    {
      name: "only the output projection",
      code: withoutLookup,
      hint: "That is the gradient of the projection. The same matrix was also the table: add dEmbedded[t] to row ids[t].",
    },
    {
      name: "the lookup is overwritten, not added",
      code: (use) => {
        const lookup = tiedGradient({ ...use, ids: [] });
        use.ids.forEach((id, t) => (lookup[id] = use.dEmbedded[t]));
        return withoutLookup(use).map((row, v) => add(row, lookup[v]));
      },
      hint: "A token that occurs twice gets two gradients. Scatter with `+=`.",
    },
    {
      name: "all rows are one list",
      code: (use) => {
        const sums = tiedGradient(use).reduce(add);
        return times(use.vocabSize, () => sums);
      },
      hint: "All rows of the result are equal. `Array(V).fill(row)` puts the same row there V times; `Array.from({ length: V }, () => ...)` makes a new one each time.",
    },
    {
      name: "the projection reaches only the row that was read",
      code: (use) => {
        const dLogits = use.dLogits.map((row, t) =>
          row.map((d, v) => (v === use.ids[t] ? d : 0)),
        );
        return tiedGradient({ ...use, dLogits });
      },
      hint: "At the top the hidden state is multiplied with every row of the embedding: all of them get dLogits[t][v] * hidden[t].",
    },
    {
      name: "the mean of the two",
      code: (use) => tiedGradient(use).map((row) => row.map((g) => g / 2)),
      hint: "Gradients of several uses add up, they are not averaged: a nudge of the weight moves the loss in both ways at once.",
    },
    {
      name: "the gradient lands on the targets' rows only",
      code: (use) => {
        const dLogits = use.dLogits.map((row) => {
          const least = Math.min(...row);
          return row.map((d) => (d === least ? d : 0));
        });
        return tiedGradient({ ...use, dLogits });
      },
      hint: "Every token had a logit, so every row of the projection gets a gradient, not only that of the right token.",
    },
  ],
});
