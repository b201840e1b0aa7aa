import { times, whole } from "./cases";
import { splitExercise, type meanOfWorkers } from "./ch17-workers";
import {
  functionExercise,
  numberExercise,
  type ChapterExercises,
} from "./exercise";

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
  source: { file: "exercises/ch17.ts", name: "stepFlops" },
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
      hint: "That is the forward pass. Backward computes two products for each of its products: times 3.",
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
  ],
});

function noAttention(shape: WorkShape): number {
  const { dModel, nLayers, batchSize, length } = shape;
  const own = 12 * batchSize * length * nLayers * length * dModel;
  return stepFlops(shape) - own;
}

const memoryExercise = numberExercise({
  kind: "predict",
  id: "17.2",
  title: "Predict: the memory of a billion",
  task: "A model has 1 billion parameters, trained with Adam, all in 32-bit numbers. How many gigabytes (10^9 bytes) do weights, gradients and Adam's memory take, without activations?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "A 32-bit number has 4 bytes.",
    "Each parameter has a gradient. Which two means does Adam keep for it?",
    "Four numbers of 4 bytes for each parameter.",
  ],
  reference: 16,
  unit: "GB",
  tolerance: 0.1,
  mistakes: [
    {
      name: "the weights alone",
      value: 4,
      hint: "Those are the weights. Training also needs gradients and Adam's two means.",
    },
    {
      name: "weights and gradients",
      value: 8,
      hint: "Plain SGD would need that. Adam keeps two more numbers for each parameter.",
    },
    {
      name: "one mean only",
      value: 12,
      hint: "Adam keeps two means: of the gradients and of their squares.",
    },
    {
      name: "64-bit numbers",
      value: 32,
      hint: "You counted 8 bytes a number. 32 bits are 4 bytes.",
    },
  ],
  explanation:
    "Weight, gradient, mean, mean of squares: 4 numbers of 4 bytes are **16** bytes a parameter, 16 GB for a billion.",
});

const amdahlExercise = numberExercise({
  kind: "predict",
  id: "17.4",
  title: "Predict: nine threads",
  task: "A step takes 100 ms on one thread. 90 ms of it can be shared evenly, 10 ms cannot. How many times faster is it with 9 threads?",
  minutes: 4,
  difficulty: 2,
  points: 2,
  hints: [
    "What does the shared part take with 9 threads?",
    "90 / 9 = 10 ms. The other 10 ms stay.",
    "100 ms before, 20 ms after.",
  ],
  reference: 5,
  unit: "times",
  tolerance: 0.05,
  mistakes: [
    {
      name: "as many times as threads",
      value: 9,
      hint: "Only the 90 ms shrink. The 10 ms stay as they are.",
    },
    {
      name: "the shared part alone",
      value: 10,
      hint: "You left the time of the part that cannot be shared out of the sum, or counted one thread more.",
    },
    {
      name: "nine tenths of nine",
      value: 8.1,
      hint: "Times add up, speeds do not: compute the new time first, 90 / 9 + 10, then divide.",
    },
  ],
  explanation:
    "90 / 9 + 10 = 20 ms instead of 100: **5** times faster. Even with endlessly many threads it would be 10 times at most.",
});

/** Exercises of notebooks/17-beyond.ipynb. */
export const chapter17: ChapterExercises<Answers17> = {
  "17.1": flopsExercise,
  "17.2": memoryExercise,
  "17.3": splitExercise,
  "17.4": amdahlExercise,
};
