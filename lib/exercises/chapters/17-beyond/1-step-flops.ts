import { draw, exercise, mistake, whole } from "../../author";

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

export function noAttention(shape: WorkShape): number {
  const { dModel, nLayers, batchSize, length } = shape;
  const own = 12 * batchSize * length * nLayers * length * dModel;
  return stepFlops(shape) - own;
}

export default exercise(stepFlops, {
  title: "Count the work of a step",
  task: "Return the floating point operations of one training step: all products of the forward pass, times 3 for forward and backward.",
  effort: { minutes: 10, difficulty: 3, points: 3 },
  hints: [
    "A weight is used once for each token: one multiplication, one addition, so 2 operations. How many weights do the matrices hold?",
    "A block has 4 C C (attention) and 2 C F (feed-forward) weights; the output has V C.",
    "For one token attention adds 2 T C multiply-adds per block: T C for the scores, T C for the mixing.",
    "6 B T (nLayers (4 C C + 2 C F + 2 T C) + V C).",
  ],
  firstCase: [
    {
      vocabSize: 10,
      dModel: 4,
      nLayers: 1,
      dFf: 16,
      batchSize: 2,
      length: 3,
    },
  ],
  randomCases: draw(7, (random) => [
    {
      vocabSize: whole(random, 100, 900),
      dModel: 4 * whole(random, 2, 9),
      nLayers: whole(random, 2, 5),
      dFf: whole(random, 20, 90),
      batchSize: whole(random, 2, 8),
      length: whole(random, 8, 40),
    },
  ]),
  mistakes: [
    mistake(
      "the forward pass alone",
      "Backward computes two products for each product of forward: times 3.",
      (shape) => stepFlops(shape) / 3,
    ),
    mistake(
      "multiplications without additions",
      "Each weight costs a multiplication and an addition: 2 operations.",
      (shape) => stepFlops(shape) / 2,
    ),
    mistake(
      "attention's own products left out",
      "Scores and mixing have no weights, but they are products: 2 T C multiply-adds for each token and block.",
      noAttention,
    ),
    mistake(
      "the output layer left out",
      "The logits are a product too: V C multiply-adds per token. In a small model that is a large part.",
      (shape) => stepFlops({ ...shape, vocabSize: 0 }),
    ),
    mistake(
      "one window instead of a batch",
      "There are B windows in a step.",
      (shape) => stepFlops({ ...shape, batchSize: 1 }),
    ),
    mistake(
      "one token instead of a window",
      "You counted one token of each window. A step has B T tokens.",
      (shape) => stepFlops(shape) / shape.length,
    ),
    mistake(
      "one block instead of all",
      "The model has nLayers blocks, and every token goes through all of them.",
      (shape) => stepFlops({ ...shape, nLayers: 1 }),
    ),
    mistake(
      "the logits in every block",
      "Blocks repeat, the logits do not: V C is outside the bracket with nLayers.",
      ({ nLayers, ...shape }) => nLayers * stepFlops({ ...shape, nLayers: 1 }),
    ),
    mistake(
      "one matrix of the feed-forward",
      "The feed-forward has two matrices, up and down: 2 C F.",
      (shape) => stepFlops({ ...shape, dFf: shape.dFf / 2 }),
    ),
  ],
  alsoRight: ({ vocabSize, dModel, nLayers, dFf, batchSize, length }) => {
    let perToken = 2 * vocabSize * dModel;
    for (let layer = 0; layer < nLayers; layer++)
      perToken += 4 * dModel * (2 * dModel + dFf + length);
    return perToken * batchSize * length * 3;
  },
});
