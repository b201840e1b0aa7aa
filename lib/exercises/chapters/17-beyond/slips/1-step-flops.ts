import { after, mistake, type MistakeOf } from "../../../author";
import { noAttention, stepFlops, type WorkShape } from "../1-step-flops";

const tokensOf = ({ batchSize, length }: WorkShape): number =>
  batchSize * length;

/** Biases of the feed-forwards: F and C in each block. */
const biases = ({ nLayers, dFf, dModel }: WorkShape): number =>
  nLayers * (dFf + dModel);

/** Gains and biases of two LayerNorms per block and one at the end. */
const layerNorms = ({ nLayers, dModel }: WorkShape): number =>
  (2 * nLayers + 1) * 2 * dModel;

/** 4 * C ^ 2 + ..., which TypeScript reads as (4 * C) ^ (2 + ...). */
function carets(shape: WorkShape): number {
  const { vocabSize, dModel, nLayers, dFf, length } = shape;
  const rest = 2 * dModel * dFf + 2 * length * dModel;
  const block = (4 * dModel) ^ (2 + rest);
  return 6 * tokensOf(shape) * (nLayers * block + vocabSize * dModel);
}

/** 4 * (C ^ 2) + ... */
function caretInBrackets(shape: WorkShape): number {
  const { dModel, nLayers } = shape;
  const lost = 4 * (dModel ** 2 - (dModel ^ 2));
  return stepFlops(shape) - 6 * tokensOf(shape) * nLayers * lost;
}

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
    "half of attention's own products",
    "Scores and mixing are T C each, together 2 T C. The usual count includes what the causal mask skips.",
    (shape) => (stepFlops(shape) + noAttention(shape)) / 2,
  ),
  mistake(
    "what the causal mask skips left out",
    "A mean of (T + 1) / 2 keys is what the mask lets through. The usual count includes all T keys: 2 T C.",
    (shape) => {
      const own = stepFlops(shape) - noAttention(shape);
      return noAttention(shape) + (own * (shape.length + 1)) / 2 / shape.length;
    },
  ),
  mistake(
    "the embedding counted as a product",
    "The embedding only looks up a row. V C counts once, for the logits.",
    (shape) => stepFlops({ ...shape, vocabSize: 2 * shape.vocabSize }),
  ),
  mistake(
    "the 2 and the 6 multiplied",
    "The 6 already contains the 2: a multiplication and an addition, times 3 for forward and backward.",
    after((flops) => 2 * flops),
  ),
  mistake(
    "F taken as 4 C",
    "F is often 4 C, but it need not be. Use the model's own dFf.",
    (shape) => stepFlops({ ...shape, dFf: 4 * shape.dModel }),
  ),
  mistake(
    "windows and tokens added",
    "You added B and T. Each of B windows has T tokens: B times T.",
    (shape) =>
      (stepFlops(shape) / tokensOf(shape)) * (shape.batchSize + shape.length),
  ),
  ...[carets, caretInBrackets].map((work, i) =>
    mistake<typeof stepFlops>(
      `^ instead of **${i ? ", in brackets" : ""}`,
      "In TypeScript ^ compares bits. A square is `dModel ** 2`.",
      work,
    ),
  ),
  mistake(
    "biases counted as products",
    "A bias is added once per output. Only the products count: no biases.",
    (shape) => stepFlops(shape) + 6 * tokensOf(shape) * biases(shape),
  ),
  mistake(
    "biases and LayerNorms counted as products",
    "They work once on each number. Only the products of matrices count.",
    (shape) =>
      stepFlops(shape) +
      6 * tokensOf(shape) * (biases(shape) + layerNorms(shape)),
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
