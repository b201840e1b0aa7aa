import { after, mistake, type MistakeOf } from "../../../author";
import { noAttention, stepFlops } from "../1-step-flops";

/** What else learners answer to exercise 17.1. */
export const slips: MistakeOf<typeof stepFlops>[] = [
  mistake(
    "the work of one token",
    "A step has B windows of T tokens: multiply by B T.",
    after((flops, { batchSize, length }) => flops / (batchSize * length)),
  ),
  mistake(
    "the feed-forward taken as 4 C C",
    "4 C C is the attention. The feed-forward has two matrices of C × F: 2 C F.",
    (shape) => stepFlops({ ...shape, dFf: 2 * shape.dModel }),
  ),
  mistake(
    "scores or mixing left out",
    "Attention has two products without weights, the scores and the mixing: 2 T C.",
    (shape) => (stepFlops(shape) + noAttention(shape)) / 2,
  ),
  mistake(
    "one matrix of the attention is missing",
    "Attention has four matrices: queries, keys, values, and the one that mixes the heads.",
    (shape) =>
      stepFlops(shape) -
      6 * shape.batchSize * shape.length * shape.nLayers * shape.dModel ** 2,
  ),
  mistake(
    "the window counted once more",
    "For one token the scores take T C products. The other T is in the B T tokens.",
    (shape) =>
      noAttention(shape) +
      (stepFlops(shape) - noAttention(shape)) * shape.length,
  ),
];
