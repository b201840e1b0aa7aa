import { draw, exercise, mistake, whole } from "../../author";

/** The sizes that decide how many parameters a TinyLLM has. */
export interface ModelSizes {
  vocabSize: number;
  dModel: number;
  nHeads: number;
  nLayers: number;
  dFf: number;
}

/** Number of parameters of a TinyLLM with tied output projection. */
export function countByHand(sizes: ModelSizes): number {
  const { vocabSize: V, dModel: C, nLayers, dFf: F } = sizes;
  const norm = 2 * C;
  const attention = 3 * C * C + C * C;
  const feedForward = F * C + F + (C * F + C);
  const block = norm + attention + norm + feedForward;
  return V * C + nLayers * block + norm;
}

export default exercise(countByHand, {
  title: "Count the parameters by hand",
  task: "Return how many numbers a TinyLLM of these sizes trains.",
  effort: { minutes: 10, difficulty: 2, points: 4 },
  hints: [
    "Go through the table row by row: rows times columns for a matrix, the length for a vector.",
    "One block: two LayerNorms of 2C, attention 3C × C and C × C, feed-forward dFf × C with a bias of dFf, and C × dFf with a bias of C.",
    "Around the blocks: V × C for the embedding, 2C for the last LayerNorm. The output projection is the embedding: nothing more.",
  ],
  tolerance: 1e-12,
  firstCase: [{ vocabSize: 10, dModel: 4, nHeads: 2, nLayers: 1, dFf: 8 }],
  randomCases: draw(6, (random) => {
    const nHeads = whole(random, 2, 4);
    return [
      {
        vocabSize: whole(random, 50, 900),
        dModel: nHeads * whole(random, 5, 16),
        nHeads,
        nLayers: whole(random, 2, 6),
        dFf: whole(random, 30, 300),
      },
    ];
  }),
  mistakes: [
    mistake(
      "the output projection counted a second time",
      "The projection is tied: it is the embedding, used once more. It has no numbers of its own.",
      (s) => countByHand(s) + s.vocabSize * s.dModel,
    ),
    mistake(
      "one C × C matrix too few in the attention",
      "Queries, keys and values take one each, and after the heads are merged one more mixes them: 4 in each block.",
      (s) => countByHand(s) - s.nLayers * s.dModel ** 2,
    ),
    mistake(
      "the biases of the feed-forward are missing",
      "Both linear layers of the feed-forward have a bias: dFf numbers, and C numbers.",
      (s) => countByHand(s) - s.nLayers * (s.dFf + s.dModel),
    ),
    mistake(
      "the last LayerNorm is missing",
      "After the last block there is one more LayerNorm, with gain and bias.",
      (s) => countByHand(s) - 2 * s.dModel,
    ),
    mistake(
      "half of the LayerNorms' numbers",
      "Each block has two LayerNorms, and each has a gain and a bias: 4C in all.",
      (s) => countByHand(s) - s.nLayers * 2 * s.dModel,
    ),
    mistake(
      "one block only",
      "Count one block, and take it nLayers times.",
      (s) => countByHand({ ...s, nLayers: 1 }),
    ),
    mistake(
      "biases in the attention",
      "TinyLLM's attention has no biases: look at the table of the tiny model.",
      (s) => countByHand(s) + s.nLayers * 4 * s.dModel,
    ),
    mistake(
      "queries, keys and values counted once for each head",
      "The heads share the C channels: each gets C / nHeads of them. More heads, same count.",
      (s) => countByHand(s) + s.nLayers * (s.nHeads - 1) * 3 * s.dModel ** 2,
    ),
    mistake(
      "attention counted once for each head",
      "The heads share the C channels: each gets C / nHeads of them. More heads, same count.",
      (s) => countByHand(s) + s.nLayers * (s.nHeads - 1) * 4 * s.dModel ** 2,
    ),
  ],
  alsoRight: ({ vocabSize, dModel, nLayers, dFf }) =>
    dModel * (vocabSize + 2) +
    nLayers * (dModel * (4 * dModel + 2 * dFf + 5) + dFf),
});
