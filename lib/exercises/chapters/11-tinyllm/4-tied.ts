import {
  after,
  centralDifferences,
  draw,
  exercise,
  halved,
  ids,
  matrix,
  mistake,
  times,
  whole,
} from "../../author";

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

function add(a: number[], b: number[]): number[] {
  return a.map((value, i) => value + b[i]);
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

export function withoutLookup(use: TiedUse): number[][] {
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

export default exercise(tiedGradient, {
  title: "Two gradients meet in the embedding",
  task: "Return the (V, C) gradient of a matrix that is both embedding and output projection.",
  effort: { minutes: 15, difficulty: 4, points: 5 },
  hints: [
    "Begin with V rows of C zeros. Two uses, two gradients, one sum.",
    "The lookup is a scatter-add: row ids[t] gets dEmbedded[t], added.",
    "The projection is a linear layer without bias, logits[t][v] = E[v] . hidden[t]: row v gets dLogits[t][v] times hidden[t].",
    "for every t and c: total[ids[t]][c] += dEmbedded[t][c], and for every v: total[v][c] += dLogits[t][v] * hidden[t][c].",
  ],
  firstCase: [
    {
      vocabSize: 2,
      ids: [0],
      dEmbedded: [[5]],
      hidden: [[2]],
      dLogits: [[-0.5, 0.5]],
    },
  ],
  randomCases: draw(5, (random, c) => {
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
  witness: centralDifferences(nudged),
  mistakes: [
    mistake(
      "only the lookup",
      "That is the gradient of the table. The same matrix also made the logits: add dLogits[t][v] * hidden[t].",
      withoutOutput,
    ),
    mistake(
      "only the output projection",
      "That is the gradient of the projection. The same matrix was also the table: add dEmbedded[t] to row ids[t].",
      withoutLookup,
    ),
    mistake(
      "the lookup is overwritten, not added",
      "A token that occurs twice gets two gradients. Scatter with `+=`.",
      (use) => {
        const lookup = tiedGradient({ ...use, ids: [] });
        use.ids.forEach((id, t) => (lookup[id] = use.dEmbedded[t]));
        return withoutLookup(use).map((row, v) => add(row, lookup[v]));
      },
    ),
    mistake(
      "all rows are one list",
      "All rows of the result are equal. `Array(V).fill(row)` puts the same row there V times; `Array.from({ length: V }, () => ...)` makes a new one each time.",
      (use) => {
        const sums = tiedGradient(use).reduce(add);
        return times(use.vocabSize, () => sums);
      },
    ),
    mistake(
      "the projection reaches only the row that was read",
      "The output layer multiplies the hidden state with every row of the embedding: all of them get dLogits[t][v] * hidden[t].",
      (use) => {
        const dLogits = use.dLogits.map((row, t) =>
          row.map((d, v) => (v === use.ids[t] ? d : 0)),
        );
        return tiedGradient({ ...use, dLogits });
      },
    ),
    mistake(
      "the mean of the two",
      "Gradients of several uses add up, they are not averaged: a nudge of the weight moves the loss in both ways at once.",
      after(halved),
    ),
    mistake(
      "the gradient lands on the targets' rows only",
      "Every token had a logit, so every row of the projection gets a gradient, not only that of the right token.",
      (use) => {
        const dLogits = use.dLogits.map((row) => {
          const least = Math.min(...row);
          return row.map((d) => (d === least ? d : 0));
        });
        return tiedGradient({ ...use, dLogits });
      },
    ),
  ],
  alsoRight: ({ vocabSize, ids, dEmbedded, hidden, dLogits }) =>
    Array.from({ length: vocabSize }, (_, v) =>
      hidden[0].map((_, c) =>
        ids.reduce(
          (sum, id, t) =>
            sum +
            dLogits[t][v] * hidden[t][c] +
            (id === v ? dEmbedded[t][c] : 0),
          0,
        ),
      ),
    ),
});
