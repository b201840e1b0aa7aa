import { times, whole } from "../../author";
import { blockExercise, type throughBlock } from "./backward";
import { depthExercise, errorExercise, type relativeError } from "./checks";
import { tiedExercise, type tiedGradient } from "./tied";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** The sizes that decide how many parameters a TinyLLM has. */
export interface ModelSizes {
  vocabSize: number;
  dModel: number;
  nHeads: number;
  nLayers: number;
  dFf: number;
}

/** What chapter 11 asks for. */
export interface Answers11 {
  "11.1": typeof countByHand;
  "11.2": number;
  "11.3": typeof throughBlock;
  "11.4": typeof tiedGradient;
  "11.5": typeof relativeError;
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

const countExercise = functionExercise<Answers11["11.1"]>({
  kind: "write",
  id: "11.1",
  title: "Count the parameters by hand",
  task: "Return how many numbers a TinyLLM of these sizes trains.",
  minutes: 10,
  difficulty: 2,
  points: 4,
  hints: [
    "Go through the table row by row: rows times columns for a matrix, the length for a vector.",
    "One block: two LayerNorms of 2C, attention 3C × C and C × C, feed-forward dFf × C with a bias of dFf, and C × dFf with a bias of C.",
    "Around the blocks: V × C for the embedding, 2C for the last LayerNorm. The output projection is the embedding: nothing more.",
  ],
  reference: countByHand,
  source: {
    file: "exercises/chapters/11-tinyllm/index.ts",
    name: "countByHand",
    as: "myCount",
  },
  parameters: ["sizes"],
  tolerance: 1e-12,
  cases: (random) => [
    [{ vocabSize: 10, dModel: 4, nHeads: 2, nLayers: 1, dFf: 8 }],
    ...times(6, (): [ModelSizes] => {
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
  ],
  mistakes: [
    {
      name: "the output projection counted a second time",
      code: (s) => countByHand(s) + s.vocabSize * s.dModel,
      hint: "The projection is tied: it is the embedding, used once more. It has no numbers of its own.",
    },
    {
      name: "one C × C matrix too few in the attention",
      code: (s) => countByHand(s) - s.nLayers * s.dModel ** 2,
      hint: "Queries, keys and values take one each, and after the heads are merged one more mixes them: 4 in each block.",
    },
    {
      name: "the biases of the feed-forward are missing",
      code: (s) => countByHand(s) - s.nLayers * (s.dFf + s.dModel),
      hint: "Both linear layers of the feed-forward have a bias: dFf numbers, and C numbers.",
    },
    {
      name: "the last LayerNorm is missing",
      code: (s) => countByHand(s) - 2 * s.dModel,
      hint: "After the last block there is one more LayerNorm, with gain and bias.",
    },
    {
      name: "half of the LayerNorms' numbers",
      code: (s) => countByHand(s) - s.nLayers * 2 * s.dModel,
      hint: "Each block has two LayerNorms, and each has a gain and a bias: 4C in all.",
    },
    {
      name: "one block only",
      code: (s) => countByHand({ ...s, nLayers: 1 }),
      hint: "Count one block, and take it nLayers times.",
    },
    {
      name: "biases in the attention",
      code: (s) => countByHand(s) + s.nLayers * 4 * s.dModel,
      hint: "TinyLLM's attention has no biases: look at the table of the tiny model.",
    },
    {
      name: "queries, keys and values counted once for each head",
      code: (s) =>
        countByHand(s) + s.nLayers * (s.nHeads - 1) * 3 * s.dModel ** 2,
      hint: "The heads share the C channels: each gets C / nHeads of them. More heads, same count.",
    },
    {
      name: "attention counted once for each head",
      code: (s) =>
        countByHand(s) + s.nLayers * (s.nHeads - 1) * 4 * s.dModel ** 2,
      hint: "The heads share the C channels: each gets C / nHeads of them. More heads, same count.",
    },
  ],
});

/** Exercises of notebooks/11-tinyllm.ipynb. */
export const chapter11: ChapterExercises<Answers11> = {
  "11.1": countExercise,
  "11.2": depthExercise,
  "11.3": blockExercise,
  "11.4": tiedExercise,
  "11.5": errorExercise,
};
