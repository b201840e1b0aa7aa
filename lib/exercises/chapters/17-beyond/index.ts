import { times, whole } from "../../author";
import { amdahlExercise, memoryExercise } from "./predict";
import { splitExercise, type meanOfWorkers } from "./workers";
import {
  functionExercise,
  type ChapterExercises,
} from "../../checker/exercise";

/** What chapter 17 asks for. */
export interface Answers17 {
  "17.1": typeof stepFlops;
  "17.2": number;
  "17.3": typeof meanOfWorkers;
  "17.4": number;
}

/** What shapes the work of a step. */
export interface WorkShape {
  vocabSize: number;
  dModel: number;
  nLayers: number;
  dFf: number;
  batchSize: number;
  length: number;
}

/** Floating point operations of one training step, in products alone. */
export function stepFlops(shape: WorkShape): number {
  const { vocabSize, dModel, nLayers, dFf, batchSize, length } = shape;
  const weights =
    nLayers * (4 * dModel * dModel + 2 * dModel * dFf) + vocabSize * dModel;
  const attention = nLayers * 2 * length * dModel;
  return 3 * 2 * batchSize * length * (weights + attention);
}

const flopsExercise = functionExercise<Answers17["17.1"]>({
  kind: "write",
  id: "17.1",
  title: "Count the work of a step",
  task: "Return the floating point operations of one training step: all products of the forward pass, times 3 for forward and backward.",
  minutes: 10,
  difficulty: 3,
  points: 3,
  hints: [
    "A weight is used once for each token: one multiplication, one addition, so 2 operations. How many weights stand in the matrices?",
    "A block has 4 C C (attention) and 2 C F (feed-forward) weights; the output has V C.",
    "For one token attention adds 2 T C multiply-adds a block: T C for the scores, T C for the mixing.",
    "6 B T (nLayers (4 C C + 2 C F + 2 T C) + V C).",
  ],
  reference: stepFlops,
  source: {
    file: "exercises/chapters/17-beyond/index.ts",
    name: "stepFlops",
    as: "myStepFlops",
  },
  parameters: ["shape"],
  cases: (random) => [
    [
      {
        vocabSize: 10,
        dModel: 4,
        nLayers: 1,
        dFf: 16,
        batchSize: 2,
        length: 3,
      },
    ],
    ...times(7, (): [WorkShape] => [
      {
        vocabSize: whole(random, 100, 900),
        dModel: 4 * whole(random, 2, 9),
        nLayers: whole(random, 2, 5),
        dFf: whole(random, 20, 90),
        batchSize: whole(random, 2, 8),
        length: whole(random, 8, 40),
      },
    ]),
  ],
  mistakes: [
    {
      name: "the forward pass alone",
      code: (shape) => stepFlops(shape) / 3,
      hint: "Backward computes two products for each product of forward: times 3.",
    },
    {
      name: "multiplications without additions",
      code: (shape) => stepFlops(shape) / 2,
      hint: "Each weight costs a multiplication and an addition: 2 operations.",
    },
    {
      name: "attention's own products left out",
      code: noAttention,
      hint: "Scores and mixing have no weights, but they are products: 2 T C multiply-adds for each token and block.",
    },
    {
      name: "the output layer left out",
      code: (shape) => stepFlops({ ...shape, vocabSize: 0 }),
      hint: "The logits are a product too: V C multiply-adds a token. In a small model that is a large part.",
    },
    {
      name: "one window instead of a batch",
      code: (shape) => stepFlops({ ...shape, batchSize: 1 }),
      hint: "There are B windows in a step.",
    },
    {
      name: "one token instead of a window",
      code: (shape) => stepFlops(shape) / shape.length,
      hint: "You counted one token of each window. A step has B T tokens.",
    },
    {
      name: "one block instead of all",
      code: (shape) => stepFlops({ ...shape, nLayers: 1 }),
      hint: "The model has nLayers blocks, and every token goes through all of them.",
    },
    {
      name: "the logits in every block",
      code: ({ nLayers, ...shape }) =>
        nLayers * stepFlops({ ...shape, nLayers: 1 }),
      hint: "Blocks repeat, the logits do not: V C stands outside the bracket with nLayers.",
    },
    {
      name: "one matrix of the feed-forward",
      code: (shape) => stepFlops({ ...shape, dFf: shape.dFf / 2 }),
      hint: "The feed-forward has two matrices, up and down: 2 C F.",
    },
  ],
});

function noAttention(shape: WorkShape): number {
  const { dModel, nLayers, batchSize, length } = shape;
  const own = 12 * batchSize * length * nLayers * length * dModel;
  return stepFlops(shape) - own;
}

/** Exercises of notebooks/17-beyond.ipynb. */
export const chapter17: ChapterExercises<Answers17> = {
  "17.1": flopsExercise,
  "17.2": memoryExercise,
  "17.3": splitExercise,
  "17.4": amdahlExercise,
};
